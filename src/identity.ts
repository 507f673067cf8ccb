/** Who somebody is: a person, or a service account, which has API keys and nothing else. */
export type UserKind = 'user' | 'service'

/** A user as the app and the API see them. */
export interface User {
  readonly id: string
  readonly username: string
  readonly displayName: string | null
  readonly organizationId: string | null
  readonly admin: boolean
  readonly kind: UserKind
}

/** A stored user as the app sees them; `admin` is also true where the host's `isAdmin` says so. */
export function toUser(
  row: Omit<User, 'kind'>,
  { isAdmin }: { readonly isAdmin: (user: User) => boolean },
): User {
  const { id, username, displayName, organizationId, admin } = row
  const user = { id, username, displayName, organizationId, admin, kind: 'user' } as const
  return admin || !isAdmin(user) ? user : { ...user, admin: true }
}

/** What a user owns, such as an API key: named by its id and its owner, since another user's id must find nothing. */
export interface OwnedBy {
  readonly user: User
  readonly id: string
}

/** What a request can be authenticated by. */
export type CredentialKind = 'session' | 'api_key' | 'token'

/** The credential that a request came with, without anything secret. `expiresAt` is RFC 3339, `null` = no expiration. */
export interface Credential {
  readonly kind: CredentialKind
  readonly id: string
  readonly name: string | null
  readonly expiresAt: string | null
  /** What the app keeps with an API key; left out where that is nothing. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** How many requests one credential may make in a window of so many seconds. */
export interface RequestBudget {
  /** How many requests one credential may make in a window. */
  readonly requests: number
  /** The length of a window, which begins at a multiple of it. At most 86400, a day. */
  readonly perSeconds: number
}

/** An authentication method: RFC 8176 values, plus `rec` (recovery code), which is ours. */
export type Amr = 'pwd' | 'otp' | 'hwk' | 'user' | 'rec' | (string & {})

/** How a host may write a method, which must be short since it is stored as a word, and how many methods it may name. */
export const hostMethods = Object.freeze({ pattern: /^[a-z0-9_-]{1,16}$/i, most: 10 })

/** Who is signed in to the app by its own means, as the app says. */
export interface HostUser {
  /** The user's id as keyward knows it: `User.id`. */
  readonly userId: string
  /** What they proved to the app: `['pwd']`, and `mfa` where it asked for a second factor itself. */
  readonly amr: readonly Amr[]
  /** When they last proved it, epoch ms, which counts as recent for 10 minutes. Default: it never counts as recent. */
  readonly provedAt?: number | null | undefined
  /**
   * What tells this sign-in from the user's next one in the same browser, such as the id of the app's session: with another one keyward's
   * session ends, and a second factor is asked for again. At most 1,024 characters. Default: sign-ins are not told apart.
   */
  readonly sessionId?: string | null | undefined
}

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
  /** The caller has every one of these scopes. */
  readonly scopes?: readonly string[]
  /** The caller uses one of these kinds of credential; all kinds when omitted. */
  readonly credentials?: readonly CredentialKind[]
  /** The caller has a session whose owner proved themselves within the last 10 minutes. */
  readonly recent?: boolean
  /** The route changes something, for which a session's secret before its last re-issue does not count. */
  readonly changes?: boolean
  /** The caller has a session in which a second factor was proved, or a key or token whose owner has a second factor. */
  readonly mfa?: boolean
  /** The caller is an administrator. */
  readonly admin?: boolean
  /** A session that does not satisfy the policy is let in as well. */
  readonly downgraded?: boolean
  /** A session whose user must change their password first is let in as well. */
  readonly temporary?: boolean
}
