import type { RowMac } from '../crypto/row-mac.js'
import type { OwnedCredential, Redigest } from './owned-credential.js'
import type { OwnedList } from './owned-list.js'
import type { CountedPage } from './page.js'
import type { Write } from './write.js'

/** An SSH key as it is stored. `mac` covers every value that decides something; the store keeps it and never makes it. */
export interface SshKeyRow extends RowMac {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** SHA-256 of the normalised name, unique per user. */
  readonly nameKey: string
  /** What lists are searched and sorted by. */
  readonly nameFolded: string
  readonly type: string
  readonly bits: number
  /** The wire form, base64. */
  readonly blob: string
  /** SHA-256 of the wire form, unique over all users. */
  readonly fingerprint: string
  /** The life that was chosen; `null` = no expiration. */
  readonly lifetimeDays: number | null
  readonly createdAt: number
  readonly expiresAt: number | null
  readonly lastOfferedAt: number | null
}

/** The part of an SSH key that a look-up for a host needs. Its owner typed nothing of it. */
export type FoundSshKey = Omit<
  SshKeyRow,
  'name' | 'nameKey' | 'nameFolded' | 'lifetimeDays' | 'lastOfferedAt'
>

/** The port of SSH keys. */
export interface SshKeyStore {
  /** Finds a key with its owner. Logins wait for it, so it is one prepared read. */
  byFingerprint(fingerprint: string): Promise<OwnedCredential<FoundSshKey> | null>
  /** A user's keys, each with its owner, oldest first; `usernameKey` is the canonical (lower-case) form. */
  byUsername(usernameKey: string): Promise<readonly OwnedCredential<FoundSshKey>[]>
  byUser(userId: string): Promise<readonly OwnedCredential<FoundSshKey>[]>
  byId(userId: string, id: string): Promise<SshKeyRow | null>
  list(userId: string, list: OwnedList): Promise<CountedPage<SshKeyRow>>
  /** All users' keys after the id `after`, oldest first, at most `limit`. */
  scan(after: string | null, limit: number): Promise<readonly OwnedCredential<FoundSshKey>[]>
  /** `affects: 1`: refused when the user has `limit` keys. Throws `ConflictError('nameKey')`, `ConflictError('fingerprint')`. */
  insert(row: SshKeyRow, limit: number): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(userId: string, id: string, patch: Pick<SshKeyRow, 'name' | 'nameKey' | 'nameFolded'>): Write
  /** Notes that a host asked for the key; a later time that was noted before stays. `remac` = how its MAC moves to a newer secret. */
  offered(id: string, at: number, remac?: Redigest): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
}
