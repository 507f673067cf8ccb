import type { Proved } from '../policy/enforcement.js'
import type { AccountRow } from './account.js'
import type { OwnedCredential } from './owned-credential.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A sign-in under way, with what was proved so far. It is no session, and nothing accepts it in the place of one. */
export interface PendingSignInRow extends Proved {
  readonly id: string
  readonly userId: string
  readonly digest: string
  readonly keyId: string
  /** What is missing: the proof of a second factor, or a second factor at all, which has to be enrolled first. */
  readonly kind: 'second_factor' | 'enrolment'
  readonly securityEpoch: number
  /** The SHA-256 of the host's own sign-in that this one rests on, and without which it does not count; `null` = it rests on none. */
  readonly boundTo: string | null
  readonly attempts: number
  readonly createdAt: number
  readonly expiresAt: number
}

/** A pending sign-in with its owner and their account. */
export type OwnedPendingSignIn = OwnedCredential<PendingSignInRow> & { readonly account: AccountRow }

/** The port of sign-ins under way. */
export interface PendingSignInStore extends Sweepable {
  byDigest(digests: readonly string[]): Promise<OwnedPendingSignIn | null>
  /** The id of the user who is signing in; `null` = the row is gone. */
  userOf(id: string): Promise<string | null>
  /** Whether a sign-in of the user's is under way. */
  has(userId: string): Promise<boolean>
  insert(row: PendingSignInRow): Write
  /** Counts an attempt before it is evaluated (`affects: 1`): refused when `limit` were made. */
  attempt(id: string, limit: number): Write
  /** Takes the count of an attempt back that could not be evaluated. */
  release(id: string): Write
  /** Removes a sign-in that has become a session (`affects: 1`), so that it becomes no second one. */
  consume(id: string): Write
  removeAll(userId: string): Write
}
