import type { Held } from './held.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

export interface SshKeyRow {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** SHA-256 of the normalised name, unique per user. */
  readonly nameKey: string
  readonly type: string
  readonly bits: number
  /** The wire form, base64. */
  readonly blob: string
  /** SHA-256 of the wire form, unique over all users. */
  readonly fingerprint: string
  /** The length that was chosen; `null` = no expiration. */
  readonly lifetimeDays: number | null
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly lastOfferedAt: number | null
}

/** The part of an SSH key that a look-up for a host needs: nothing its owner typed. */
export type FoundSshKey = Omit<SshKeyRow, 'name' | 'nameKey' | 'lifetimeDays' | 'lastOfferedAt'>

export interface SshKeyStore {
  /** Finds a key with its owner: the hot path, one prepared read. */
  byFingerprint(fingerprint: string): Promise<Held<FoundSshKey> | null>
  /** A user's keys, each with its owner, oldest first; `usernameKey` is the canonical (lower-case) form. */
  byUsername(usernameKey: string): Promise<readonly Held<FoundSshKey>[]>
  byUser(userId: string): Promise<readonly Held<FoundSshKey>[]>
  byId(userId: string, id: string): Promise<SshKeyRow | null>
  list(userId: string, page: PageRequest): Promise<Page<SshKeyRow>>
  /** All users' keys after the id `after`, oldest first, at most `limit`. */
  scan(after: string | null, limit: number): Promise<readonly Held<FoundSshKey>[]>
  /** `affects: 1`: refused when the user has `limit` keys. Throws `ConflictError('nameKey')`, `ConflictError('fingerprint')`. */
  insert(row: SshKeyRow, limit: number): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(userId: string, id: string, patch: Pick<SshKeyRow, 'name' | 'nameKey'>): Write
  /** Notes that a host asked for the key, forward only. */
  offered(id: string, at: number): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
}
