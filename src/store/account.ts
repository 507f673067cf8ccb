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
  /** The WebAuthn user handle; `null` until it is first needed. */
  readonly webauthnHandle: string | null
  /** Wrong codes in a row. */
  readonly codeFailures: number
}

export interface AccountStore {
  byId(userId: string): Promise<AccountRow | null>
  byIds(userIds: readonly string[]): Promise<readonly AccountRow[]>
  /** Makes the row if it is missing. */
  ensure(userId: string): Write
  /** Moves the epoch from `epoch` to `epoch + 1` (`affects: 1`); from whatever it is when `epoch` is `null`. */
  advanceEpoch(userId: string, epoch: number | null): Write
  set(userId: string, patch: Partial<Omit<AccountRow, 'userId' | 'securityEpoch' | 'webauthnHandle'>>): Write
  /** Gives the user a WebAuthn handle, if they have none. */
  giveHandle(userId: string, handle: string): Write
  /** Counts a wrong code, before it is evaluated (`affects: 1`): refused when there are `limit` in a row. */
  countCode(userId: string, limit: number): Write
  /** Removes the account and, with it, all sessions, keys and tokens. */
  remove(userId: string): Write
}
