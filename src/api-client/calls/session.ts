import type { Proof } from '../../account/reauthentication.js'
import type { Session } from '../../credentials/session.js'
import type { ListJson } from '../../http/json/list.js'
import type {
  CurrentSessionJson,
  EnrolmentRequiredJson,
  ReauthenticatedJson,
  RemainingCodesJson,
  SignedInJson,
  SignInUnderWayJson,
} from '../../http/json/session.js'
import type { KeyRequestOptions } from '../../mfa/security-key-options.js'
import type { PageQuery } from '../paginate.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** What a browser answers for a security key: a `PublicKeyCredential`, or what its `toJSON()` makes. */
export interface KeyAnswer {
  readonly response: object
}

/** How far a sign-in has come: `status` says whether it is done, or what is still asked for. */
export type SignInJson = SignedInJson | SignInUnderWayJson

/** Signing in and out, and proving again who one is. The cookie of the session is kept by the browser, or by whatever `fetch` is given. */
export interface SessionCalls {
  signIn(
    input: { readonly username: string; readonly password: string },
    options?: CallOptions,
  ): Promise<SignInJson>
  /** Takes the second step with a code of an authenticator app. */
  totp(input: { readonly code: string }, options?: CallOptions): Promise<SignInJson>
  /** Takes the second step with a recovery code, which is used up. */
  recoveryCode(
    input: { readonly code: string },
    options?: CallOptions,
  ): Promise<SignInJson & RemainingCodesJson>
  /** Begins the second step with a security key: what the browser asks the key for. */
  securityKeyOptions(options?: CallOptions): Promise<KeyRequestOptions>
  securityKey(input: KeyAnswer, options?: CallOptions): Promise<SignInJson>
  /** Begins a sign-in with a passkey, where the app takes them. */
  passkeyOptions(options?: CallOptions): Promise<KeyRequestOptions>
  passkey(input: KeyAnswer, options?: CallOptions): Promise<SignInJson>
  /** Who is signed in, or has to enrol a factor first. */
  get(options?: CallOptions): Promise<CurrentSessionJson | EnrolmentRequiredJson>
  signOut(options?: CallOptions): Promise<void>
  /** Proves again who the caller is, by what was typed. */
  reauthenticate(input: Proof, options?: CallOptions): Promise<ReauthenticatedJson>
  /** Begins a proof by security key: what the browser asks the key for. */
  reauthenticationOptions(options?: CallOptions): Promise<KeyRequestOptions>
  reauthenticateByKey(input: KeyAnswer, options?: CallOptions): Promise<ReauthenticatedJson>
}

/** All sessions of the caller. */
export interface OwnSessionCalls {
  list(query?: PageQuery, options?: CallOptions): Promise<ListJson<Session>>
  remove(id: string, options?: CallOptions): Promise<void>
  /** Ends all but this one. */
  removeOthers(options?: CallOptions): Promise<void>
}

/** Makes the functions of the present session. */
export function sessionCalls(calls: RouteCalls): SessionCalls {
  return Object.freeze({
    signIn: calls.body('post /session'),
    totp: calls.body('post /session/totp'),
    recoveryCode: calls.body('post /session/recovery-code'),
    securityKeyOptions: calls.plain('post /session/security-key/options'),
    securityKey: calls.body('post /session/security-key'),
    passkeyOptions: calls.plain('post /session/passkey/options'),
    passkey: calls.body('post /session/passkey'),
    get: calls.plain('get /session'),
    signOut: calls.plain('delete /session'),
    reauthenticate: calls.body('post /session/reauthentication'),
    reauthenticationOptions: calls.plain('post /session/reauthentication/security-key/options'),
    reauthenticateByKey: calls.body('post /session/reauthentication/security-key'),
  } satisfies SessionCalls)
}

/** Makes the functions of all sessions. */
export function ownSessionCalls(calls: RouteCalls): OwnSessionCalls {
  return Object.freeze({
    list: calls.query('get /sessions'),
    remove: calls.plain('delete /sessions/:id'),
    removeOthers: calls.plain('delete /sessions'),
  } satisfies OwnSessionCalls)
}
