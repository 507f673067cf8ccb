import type { RowMac } from '../crypto/row-mac.js'
import type { Write } from './write.js'

/** A security key, or a passkey, as it is stored. `mac` covers every value that decides something; the store keeps it and never makes it. */
export interface SecurityKeyRow extends RowMac {
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
  /** Whether it may be synced to other devices; this never changes. */
  readonly backupEligible: boolean
  readonly backedUp: boolean
  /** Whether its maker vouched for it. */
  readonly attested: boolean
  readonly aaguid: string
  /** Whether it signs in by itself, without a password. */
  readonly passkey: boolean
  /** Whether its counter went back, so that there may be a copy of it: it is not accepted any more. */
  readonly suspect: boolean
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** The part of a security key that says what it counts for as a factor. */
export type FoundSecurityKey = Omit<
  SecurityKeyRow,
  'nameKey' | 'counter' | 'transports' | 'backedUp' | 'lastUsedAt'
>

/** What a user has enrolled, as it is stored. The store cannot tell which of the keys keyward wrote itself. */
export interface StoredFactors {
  readonly totp: boolean
  readonly securityKeys: readonly FoundSecurityKey[]
  /** How many unused codes are left. */
  readonly recoveryCodes: number
}

/** The port of all that users have enrolled. It is read from the database each time, and nothing of it is remembered. */
export interface FactorStore {
  of(userId: string): Promise<StoredFactors>
  /** The factors of each user that was asked for, by user id. */
  ofMany(userIds: readonly string[]): Promise<ReadonlyMap<string, StoredFactors>>
}

/** The port of security keys and passkeys. */
export interface SecurityKeyStore {
  /** Oldest first. */
  list(userId: string): Promise<readonly SecurityKeyRow[]>
  /** Finds a key by its credential id, whoever it belongs to. */
  byCredential(credentialDigest: string): Promise<SecurityKeyRow | null>
  /** `affects: 1`: refused when the user has `limit`. Throws `ConflictError` on `nameKey` or `credentialDigest`. */
  insert(row: SecurityKeyRow, limit: number): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  rename(userId: string, id: string, to: Pick<SecurityKeyRow, 'name' | 'nameKey'>): Write
  /**
   * Notes a use (`affects: 1`): refused for a key that is suspect, and for one with a counter that has come as far already. `renewed` = the
   * row's MAC under a newer secret of keyward's.
   */
  used(
    row: SecurityKeyRow,
    to: {
      readonly counter: number
      readonly backedUp: boolean
      readonly at: number
      readonly renewed?: RowMac | null
    },
  ): Write
  /** Marks a key whose counter went back. */
  suspect(id: string): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  removeAll(userId: string): Write
}
