import type { Write } from './write.js'

/** What keyward itself keeps about a user, whoever owns the user table. */
export interface AccountRow {
  readonly userId: string
  /** Sessions die when it moves on. */
  readonly securityEpoch: number
  readonly passwordChangedAt: number | null
  /** Not null: the password is temporary, good until then, and must be changed. */
  readonly temporaryUntil: number | null
  readonly lastSignInAt: number | null
}

export interface AccountStore {
  byId(userId: string): Promise<AccountRow | null>
  byIds(userIds: readonly string[]): Promise<readonly AccountRow[]>
  /** Makes the row if it is missing. */
  ensure(userId: string): Write
  /** Moves the epoch from `epoch` to `epoch + 1` (`affects: 1`); from whatever it is when `epoch` is `null`. */
  advanceEpoch(userId: string, epoch: number | null): Write
  set(userId: string, patch: Partial<Omit<AccountRow, 'userId' | 'securityEpoch'>>): Write
  /** Removes the account and, with it, all sessions, keys and tokens. */
  remove(userId: string): Write
}
