import type { Write } from './write.js'

/** What keyward itself stores about a user, whether the user table is its own or the host's. */
export interface AccountRow {
  readonly userId: string
  /** A number that grows when all sessions are to end: a session that names an older one is over. */
  readonly securityEpoch: number
  readonly passwordChangedAt: number | null
  /** Until when a temporary password may be used, which must be changed at the first sign-in; `null` = it is the user's own. */
  readonly temporaryUntil: number | null
  readonly lastSignInAt: number | null
  /** The WebAuthn user handle; `null` until it is first needed. */
  readonly webauthnHandle: string | null
  /** How many wrong codes were typed in a row. */
  readonly codeFailures: number
}

/** The port of what keyward stores about users. */
export interface AccountStore {
  byId(userId: string): Promise<AccountRow | null>
  byIds(userIds: readonly string[]): Promise<readonly AccountRow[]>
  /** Makes the row if it is missing. */
  ensure(userId: string): Write
  /** Moves the epoch from `epoch` to `epoch + 1` (`affects: 1`); from whatever it is when `epoch` is `null`. */
  advanceEpoch(userId: string, epoch: number | null): Write
  /** Makes the commit depend on the epoch being `epoch` (`affects: 1`), and keeps it so until the commit has ended. */
  still(userId: string, epoch: number): Write
  set(userId: string, patch: Partial<Omit<AccountRow, 'userId' | 'securityEpoch' | 'webauthnHandle'>>): Write
  /** Gives the user a WebAuthn handle, if they have none. */
  giveHandle(userId: string, handle: string): Write
  /** Counts a wrong code, before it is evaluated (`affects: 1`): refused when there are `limit` in a row. */
  countCode(userId: string, limit: number): Write
  /** Takes the count of a code back that could not be evaluated. */
  releaseCode(userId: string): Write
  /** Removes the account and, with it, all sessions, keys and tokens. */
  remove(userId: string): Write
}
