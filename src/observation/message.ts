/** What kind of credential a text claimed to be; `other` = nothing that keyward issues. */
export const verifiedKinds = ['api_key', 'token', 'session', 'other'] as const
/** One of those kinds. */
export type VerifiedKind = (typeof verifiedKinds)[number]

/** How a credential was found: in memory, by reading because memory had none, or by reading because it always is (`bypass`). */
export const cacheUses = ['hit', 'miss', 'bypass'] as const
/** One of those ways. */
export type CacheUse = (typeof cacheUses)[number]

/** What came of a verification: `unknown` = nobody has it, or it has no form of ours; `failed` = it could not be found out. */
export const verificationOutcomes = ['accepted', 'refused', 'unknown', 'failed'] as const
/** One of those outcomes. */
export type VerificationOutcome = (typeof verificationOutcomes)[number]

/** By what somebody signs in, or takes the next step of it; `host` = the app has authenticated them. */
export const signInMethods = [
  ...(['password', 'passkey', 'totp', 'recovery_code', 'security_key'] as const),
  ...(['enrolment', 'host'] as const),
] as const
/** One of those methods. */
export type SignInMethod = (typeof signInMethods)[number]

/** Where a sign-in has come to; `failed` = it could not be found out. */
export const signInOutcomes = [
  ...(['signed_in', 'second_factor_required', 'enrolment_required'] as const),
  ...(['refused', 'failed'] as const),
] as const
/** One of those outcomes. */
export type SignInOutcomeName = (typeof signInOutcomes)[number]

/** What a store is asked to do. */
export const storeOperations = ['read', 'commit'] as const
/** One of those operations. */
export type StoreOperation = (typeof storeOperations)[number]

/** What all messages have: subscribers are given one object from `start` on, which is filled in by the end. */
export interface TraceMessage {
  /** What went wrong, from `error` on: an error code of keyward's, or the name of another error; `null` = nothing did. A refusal is none. */
  errorType: string | null
  /** Whether it is over: with `end` where it was done at once, with `asyncStart` where not. */
  settled: boolean
}

/** What the channel `keyward:verify` tells: a credential is being verified. */
export interface VerifyMessage extends TraceMessage {
  readonly kind: VerifiedKind
  /** `null` = not yet known. */
  cache: CacheUse | null
  /** `null` = not yet known. */
  outcome: VerificationOutcome | null
  /** Why a known credential was refused; `null` = it was not. */
  reason: string | null
}

/** What the channel `keyward:sign-in` tells: somebody takes a step of a sign-in. */
export interface SignInMessage extends TraceMessage {
  readonly method: SignInMethod
  /** `null` = not yet known. */
  outcome: SignInOutcomeName | null
  /** The error code of a refusal; `null` = there was none. */
  reason: string | null
}

/** What the channel `keyward:store` tells: the store is asked something. */
export interface StoreMessage extends TraceMessage {
  readonly operation: StoreOperation
  /** The port and its function, such as `apiKeys.byDigest`, or `commit`. */
  readonly call: string
  /** How many writes are committed; `null` = it is a read. */
  readonly writes: number | null
}

/** What the channel `keyward:request` tells: one of keyward's routes is called. */
export interface RequestMessage extends TraceMessage {
  /** In capitals; `*` = any that no other route of the path takes. */
  readonly method: string
  /** The path of the route from the mount on, with the names of parameters and not their values: `/api-keys/:id`. */
  readonly route: string
  /** What the OpenAPI document calls it; `null` = it is a page. */
  readonly operation: string | null
  /** `null` = not yet known, or it was not answered. */
  status: number | null
}
