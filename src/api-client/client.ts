import type { CredentialJson } from '../http/json/credential.js'
import type { IntrospectionJson } from '../http/json/introspection.js'
import { passwordCalls, policyCalls } from './calls/account.js'
import type { PasswordCalls, PolicyCalls } from './calls/account.js'
import type { AdminCalls } from './calls/admin/admin.js'
import { adminCalls } from './calls/admin/admin.js'
import type { DeviceCalls } from './calls/devices.js'
import { deviceCalls } from './calls/devices.js'
import type { EventCalls, EventQuery } from './calls/events.js'
import { eventCalls } from './calls/events.js'
import type { ApiKeyCalls, TokenCalls } from './calls/keys.js'
import { apiKeyCalls, tokenCalls } from './calls/keys.js'
import type { MfaCalls } from './calls/mfa.js'
import { mfaCalls } from './calls/mfa.js'
import type { OneTimeLinkCalls } from './calls/one-time-links.js'
import { oneTimeLinkCalls } from './calls/one-time-links.js'
import type { OwnSessionCalls, SessionCalls } from './calls/session.js'
import { ownSessionCalls, sessionCalls } from './calls/session.js'
import type { SshCalls, SshKeyCalls, SshPrivateKeyCalls } from './calls/ssh-keys.js'
import { sshCalls, sshKeyCalls, sshPrivateKeyCalls } from './calls/ssh-keys.js'
import type { DeviceSignInOptions, DeviceToken } from './device-sign-in.js'
import { deviceSignIn } from './device-sign-in.js'
import { pause } from './pause.js'
import type { RouteCalls } from './route-calls.js'
import { routeCalls } from './route-calls.js'
import type { CallOptions, ClientOptions } from './send.js'
import { sender } from './send.js'

/** keyward's routes as functions, a group for each resource. A refusal is thrown as a `ProblemError`. */
export interface RouteClient {
  readonly session: SessionCalls
  readonly sessions: OwnSessionCalls
  readonly password: PasswordCalls
  readonly mfa: MfaCalls
  readonly apiKeys: ApiKeyCalls
  readonly tokens: TokenCalls
  readonly sshKeys: SshKeyCalls
  readonly sshPrivateKeys: SshPrivateKeyCalls
  readonly ssh: SshCalls
  readonly devices: DeviceCalls
  readonly oneTimeLinks: OneTimeLinkCalls
  readonly policy: PolicyCalls
  readonly events: EventCalls<EventQuery>
  readonly admin: AdminCalls
  /** What the presented credential is, and whose. */
  credential(options?: CallOptions): Promise<CredentialJson>
  /** Ends an API key or token by presenting it (RFC 7009). */
  revoke(input: { readonly token: string }, options?: CallOptions): Promise<object>
  /** What routes there are, and what each takes and answers: OpenAPI 3.1. */
  openApi(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>
  /** What a credential is good for (RFC 7662): to a service account that may ask, where the app allows it. */
  introspect(input: { readonly token: string }, options?: CallOptions): Promise<IntrospectionJson>
}

/** What `keywardClient` makes. */
export interface KeywardClient extends RouteClient {
  /** Signs a program in by a browser on whatever device (RFC 8628). Throws `access_denied` or `expired_token` where nobody approves. */
  deviceSignIn(options: DeviceSignInOptions): Promise<DeviceToken>
}

/**
 * Makes a client of keyward's routes, for browsers, Node.js and Deno.
 *
 * @example
 * const keyward = keywardClient({ baseUrl: 'https://app.example.com/auth', token })
 * const { user } = await keyward.credential()
 */
export function keywardClient(options: ClientOptions): KeywardClient {
  const client = routeClient(routeCalls(sender(options)))
  const needs = { devices: client.devices, now: Date.now, wait: pause }
  return Object.freeze({
    ...client,
    deviceSignIn: (wanted) => deviceSignIn(needs, wanted),
  } satisfies KeywardClient)
}

/** Makes the functions of all routes. */
export function routeClient(calls: RouteCalls): RouteClient {
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
    devices: deviceCalls(calls),
    oneTimeLinks: oneTimeLinkCalls(calls),
    policy: policyCalls(calls),
    events: eventCalls(calls),
    admin: adminCalls(calls),
    credential: calls.plain('get /credential'),
    revoke: calls.form('post /revoke'),
    openApi: calls.plain('get /openapi.json'),
    introspect: calls.form('post /introspect'),
  } satisfies RouteClient)
}
