/** A user as the app and the API see them. */
export interface User {
  readonly id: string
  readonly username: string
  readonly displayName: string | null
  readonly organizationId: string | null
  readonly admin: boolean
}

export type CredentialKind = 'session' | 'api_key' | 'token'

/** The credential a request came with, without anything secret. `expiresAt` is RFC 3339, `null` = no expiration. */
export interface Credential {
  readonly kind: CredentialKind
  readonly id: string
  readonly name: string | null
  readonly expiresAt: string | null
}

/** An authentication method: RFC 8176 values, plus `rec` (recovery code), which is ours. */
export type Amr = 'pwd' | 'otp' | 'hwk' | 'user' | 'rec' | (string & {})

/** What a session adds to a principal. Times are RFC 3339. */
export interface SessionInfo {
  readonly id: string
  readonly createdAt: string
  readonly recentUntil: string
}

/** How the caller proved who they are: `req.authInfo`, `ctx.state.authInfo`. */
export interface AuthInfo {
  readonly credential: Credential
  /** `["*"]` = all the user's rights. */
  readonly scopes: readonly string[]
  readonly amr: readonly Amr[]
  /** Present when the credential is a session. */
  readonly session: SessionInfo | null
}

/** What a route or guard demands of its caller. All conditions hold together. */
export interface Requirements {
  /** Every one of these scopes. */
  readonly scopes?: readonly string[]
  /** Only these kinds of credential; all kinds when omitted. */
  readonly credentials?: readonly CredentialKind[]
  /** A session whose owner proved themselves within the last 10 minutes. */
  readonly recent?: boolean
  /** A session with a second factor, or a key or token whose owner has one. */
  readonly mfa?: boolean
  /** An administrator. */
  readonly admin?: boolean
  /** Also a session that does not satisfy the policy. */
  readonly downgraded?: boolean
  /** Also a session that must change its password. */
  readonly temporary?: boolean
}
