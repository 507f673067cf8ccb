import type { CredentialJson } from '../http/json/credential.js'
import { passwordCalls, policyCalls } from './calls/account.js'
import type { PasswordCalls, PolicyCalls } from './calls/account.js'
import type { AdminCalls } from './calls/admin/admin.js'
import { adminCalls } from './calls/admin/admin.js'
import type { EventCalls, EventQuery } from './calls/events.js'
import { eventCalls } from './calls/events.js'
import type { ApiKeyCalls, TokenCalls } from './calls/keys.js'
import { apiKeyCalls, tokenCalls } from './calls/keys.js'
import type { MfaCalls } from './calls/mfa.js'
import { mfaCalls } from './calls/mfa.js'
import type { OwnSessionCalls, SessionCalls } from './calls/session.js'
import { ownSessionCalls, sessionCalls } from './calls/session.js'
import type { SshCalls, SshKeyCalls, SshPrivateKeyCalls } from './calls/ssh-keys.js'
import { sshCalls, sshKeyCalls, sshPrivateKeyCalls } from './calls/ssh-keys.js'
import type { RouteCalls } from './route-calls.js'
import { routeCalls } from './route-calls.js'
import type { CallOptions, ClientOptions } from './send.js'
import { sender } from './send.js'

/** keyward's routes as functions, a group for each resource. A refusal is thrown as a `ProblemError`. */
export interface KeywardClient {
  readonly session: SessionCalls
  readonly sessions: OwnSessionCalls
  readonly password: PasswordCalls
  readonly mfa: MfaCalls
  readonly apiKeys: ApiKeyCalls
  readonly tokens: TokenCalls
  readonly sshKeys: SshKeyCalls
  readonly sshPrivateKeys: SshPrivateKeyCalls
  readonly ssh: SshCalls
  readonly policy: PolicyCalls
  readonly events: EventCalls<EventQuery>
  readonly admin: AdminCalls
  /** What the presented credential is, and whose. */
  credential(options?: CallOptions): Promise<CredentialJson>
  /** Ends an API key or token by presenting it (RFC 7009). */
  revoke(input: { readonly token: string }, options?: CallOptions): Promise<object>
}

/**
 * Makes a client of keyward's routes, for browsers, Node.js and Deno.
 *
 * @example
 * const keyward = keywardClient({ baseUrl: 'https://app.example.com/auth', token })
 * const { user } = await keyward.credential()
 */
export function keywardClient(options: ClientOptions): KeywardClient {
  return routeClient(routeCalls(sender(options)))
}

/** Makes the functions of all routes. */
export function routeClient(calls: RouteCalls): KeywardClient {
  return Object.freeze({
    session: sessionCalls(calls),
    sessions: ownSessionCalls(calls),
    password: passwordCalls(calls),
    mfa: mfaCalls(calls),
    apiKeys: apiKeyCalls(calls),
    tokens: tokenCalls(calls),
    sshKeys: sshKeyCalls(calls),
    sshPrivateKeys: sshPrivateKeyCalls(calls),
    ssh: sshCalls(calls),
    policy: policyCalls(calls),
    events: eventCalls(calls),
    admin: adminCalls(calls),
    credential: calls.plain('get /credential'),
    revoke: calls.form('post /revoke'),
  } satisfies KeywardClient)
}
