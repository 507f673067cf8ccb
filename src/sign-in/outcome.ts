import type { Session } from '../credentials/session.js'
import type { Secret } from '../crypto/secret.js'
import type { User } from '../identity.js'
import type { Factor, SecondStep } from '../policy/enforcement.js'

/** Where a sign-in has come to; `secret` is for the cookie of the session, or of the pending sign-in, `device` for that of the browser. */
export type SignIn = SignedIn | SecondFactorRequired | EnrolmentRequired

/** A sign-in without what cookies hold. */
export type SignInOutcome =
  | Omit<SignedIn, 'secret' | 'device'>
  | Omit<SecondFactorRequired, 'secret'>
  | Omit<EnrolmentRequired, 'secret'>

/** A sign-in that has become a session. */
export interface SignedIn {
  readonly status: 'signed_in'
  readonly user: User
  readonly session: Session
  readonly secret: Secret
  /** What the browser is known again by; `null` = it has that already, or the app takes no notices. */
  readonly device: Secret | null
}

/** A sign-in that waits for a second factor, until `expiresAt` (RFC 3339). */
export interface SecondFactorRequired {
  readonly status: 'second_factor_required'
  readonly methods: readonly SecondStep[]
  readonly expiresAt: string
  readonly secret: Secret
}

/** A sign-in that waits until the user has enrolled a factor, until `expiresAt` (RFC 3339). */
export interface EnrolmentRequired {
  readonly status: 'enrolment_required'
  readonly methods: readonly Factor[]
  readonly expiresAt: string
  readonly user: User
  readonly secret: Secret
}
