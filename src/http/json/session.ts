import type { Amr, User } from '../../identity.js'
import type { Factor } from '../../policy/enforcement.js'
import type { EnrolmentRequired, SecondFactorRequired, SignedIn } from '../../sign-in/outcome.js'
import type { Session } from '../../credentials/session.js'

/** A sign-in that has become a session; the cookie of the answer is its secret. */
export type SignedInJson = Omit<SignedIn, 'secret' | 'device'>

/** A sign-in that waits for a second step. */
export type SecondFactorRequiredJson = Omit<SecondFactorRequired, 'secret'>

/** A sign-in that waits until a factor is enrolled. */
export type EnrolmentRequiredJson = Omit<EnrolmentRequired, 'secret'>

/** A sign-in that waits for something more. */
export type SignInUnderWayJson = SecondFactorRequiredJson | EnrolmentRequiredJson

/** What a second step by a recovery code says beside where the sign-in has come to: how many codes are left. */
export interface RemainingCodesJson {
  readonly remaining: number
}

/** Who is signed in, and how. Times are RFC 3339. */
export interface CurrentSessionJson {
  readonly status: 'signed_in'
  readonly user: User
  readonly session: Session
  readonly amr: readonly Amr[]
  /** Until when the last proof counts as recent. */
  readonly recentUntil: string
  readonly policy: {
    readonly satisfied: boolean
    /** The factors of which one is missing. */
    readonly missing: readonly Factor[]
    /** Until when it may be missing; `null` = there is no such time. */
    readonly deadline: string | null
  }
}

/** What a fresh proof is good for: routes that take a recent one, until `recentUntil` (RFC 3339). */
export interface ReauthenticatedJson {
  readonly recentUntil: string
}
