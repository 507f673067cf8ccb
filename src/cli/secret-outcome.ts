import type { Secret } from '../crypto/secret.js'
import type { Outcome } from './command.js'

/** Shows a secret, once, in a line of its own below a sentence; for programs it stands in the document that `json` makes. */
export function secretOutcome(sentence: string, secret: Secret, json: (text: string) => unknown): Outcome {
  const text = secret.reveal()
  return { text: `${sentence}\n${text}`, json: json(text) }
}
