import { hash } from 'node:crypto'
import { invalidField } from '../errors.js'

/** What can be there only once among all lines. */
type Unique = 'user' | 'ssh_key' | 'api_key'

/** What was seen in earlier lines, each as a digest of 132 bits: about 100 bytes of memory for each. */
export interface Seen {
  /** Notes a value; 422 on `field` where it was seen before. */
  once(what: { readonly kind: Unique; readonly value: string; readonly field: string }, line: number): void
}

/** Makes one that has seen nothing yet. */
export function newSeen(): Seen {
  const lines = new Map<string, number>()
  return Object.freeze({
    once({ kind, value, field }, line) {
      const key = hash('sha256', `${kind}:${value}`, 'base64').slice(0, 22)
      const before = lines.get(key)
      if (before !== undefined) {
        throw invalidField(field, 'duplicate', `is on line ${String(before)} already`)
      }
      lines.set(key, line)
    },
  } satisfies Seen)
}
