import type { Write } from './write.js'

/** A security key, or a passkey. */
export interface SecurityKeyRow {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly nameKey: string
  /** Base64url. */
  readonly credentialId: string
  /** SHA-256 of `credentialId`: unique over all users. */
  readonly credentialDigest: string
  /** COSE, base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  /** It may be synced to other devices; never changes. */
  readonly backupEligible: boolean
  readonly backedUp: boolean
  /** Its maker vouched for it. */
  readonly attested: boolean
  readonly aaguid: string
  /** It signs in by itself. */
  readonly passkey: boolean
  /** Its counter went back: there may be a copy of it. It is not accepted any more. */
  readonly suspect: boolean
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

export interface SecurityKeyStore {
  /** Oldest first. */
  list(userId: string): Promise<readonly SecurityKeyRow[]>
  /** Whoever it belongs to. */
  byCredential(credentialDigest: string): Promise<SecurityKeyRow | null>
  /** `affects: 1`: refused when the user has `limit`. Throws `ConflictError` on `nameKey` or `credentialDigest`. */
  insert(row: SecurityKeyRow, limit: number): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  rename(userId: string, id: string, to: Pick<SecurityKeyRow, 'name' | 'nameKey'>): Write
  /** Notes a use (`affects: 1`): refused for a key that counts when its counter has come as far already. */
  used(row: SecurityKeyRow, to: { counter: number; backedUp: boolean; at: number }): Write
  suspect(id: string): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  removeAll(userId: string): Write
}
