import type { CoseKey } from './cose-key.js'
import { algorithmOf } from './cose-key.js'

/** What an attestation object says of the make of a key. */
export interface Attestation {
  /** Whether it comes with a certificate of the maker's. */
  readonly certified: boolean
  /** Whether this key could have made it. */
  fits(key: CoseKey): boolean
}

/**
 * The formats that are looked into. Not `android-key`: on the way to its root the library fetches the revocation lists
 * that a certificate of the sender's own making names (server-side request forgery). Not `android-safetynet`, which
 * nobody signs any more.
 */
const formats: readonly unknown[] = ['none', 'packed', 'fido-u2f', 'tpm', 'apple']

/** Looks at a decoded attestation object before the library does; `null` = that shall not. */
export function readAttestation(object: unknown): Attestation | null {
  if (!(object instanceof Map)) return null
  const parts: ReadonlyMap<unknown, unknown> = object
  const [format, statement] = [parts.get('fmt'), parts.get('attStmt')]
  if (!formats.includes(format) || !(statement instanceof Map)) return null
  const certified = Array.isArray(statement.get('x5c'))
  // WebAuthn, section 8.2: a key attests itself by its own algorithm, which the library does not compare.
  const selfMade = format !== 'none' && !certified
  return { certified, fits: (key) => !selfMade || statement.get('alg') === algorithmOf(key) }
}
