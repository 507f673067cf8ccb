import type { AccountRow } from './account.js'
import type { Held } from './held.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A sign-in under way: no session, and accepted nowhere in the place of one. */
export interface PendingSignInRow {
  readonly id: string
  readonly userId: string
  readonly digest: string
  readonly keyId: string
  /** The second factor is missing, or one has to be enrolled first. */
  readonly kind: 'second_factor' | 'enrolment'
  /** What was proved so far. */
  readonly amr: readonly string[]
  readonly securityEpoch: number
  readonly attempts: number
  readonly createdAt: number
  readonly expiresAt: number
}

/** A pending sign-in with its owner and their account. */
export type HeldPendingSignIn = Held<PendingSignInRow> & { readonly account: AccountRow }

export interface PendingSignInStore extends Sweepable {
  byDigest(digests: readonly string[]): Promise<HeldPendingSignIn | null>
  insert(row: PendingSignInRow): Write
  /** Counts an attempt before it is evaluated (`affects: 1`): refused when `limit` were made. */
  attempt(id: string, limit: number): Write
  /** Uses it up (`affects: 1`). */
  consume(id: string): Write
  removeAll(userId: string): Write
}
