import type { CoseKey } from './cose-key.js'
import { algorithmOf } from './cose-key.js'

/** What an attestation object says about who made a key. */
export interface Attestation {
  /** Whether it holds a certificate of the maker's. */
  readonly certified: boolean
  /** Whether this key could have made it. */
  fits(key: CoseKey): boolean
}

/**
 * The formats that are accepted. `android-key` is not: the library would fetch the revocation lists that a certificate of the sender's own
 * making names (server-side request forgery). Nor is `android-safetynet`, which nobody signs any more.
 */
const formats: readonly unknown[] = ['none', 'packed', 'fido-u2f', 'tpm', 'apple']

/** Reads a decoded attestation object, before the library does; `null` = the library must not be given it. */
export function readAttestation(object: unknown): Attestation | null {
  if (!(object instanceof Map)) return null
  const members: ReadonlyMap<unknown, unknown> = object
  const [format, statement] = [members.get('fmt'), members.get('attStmt')]
  if (!formats.includes(format) || !(statement instanceof Map)) return null
  const certified = Array.isArray(statement.get('x5c'))
  // WebAuthn, section 8.2: a key attests itself by its own algorithm, which the library does not compare.
  const selfMade = format !== 'none' && !certified
  const fits = (key: CoseKey): boolean => !selfMade || statement.get('alg') === algorithmOf(key)
  return Object.freeze({ certified, fits } satisfies Attestation)
}
