import { policyAdministration } from './admin/policies.js'
import { userAdministration } from './admin/users.js'
import type { Client } from './auth/client.js'
import type { Guard, GuardOptions } from './auth/guard.js'
import { guard } from './auth/guard.js'
import { passwordCheck } from './auth/password-check.js'
import { reauthentication } from './auth/reauthentication.js'
import { revocation } from './auth/revocation.js'
import type { SignIn } from './auth/sign-in.js'
import { signIns } from './auth/sign-in.js'
import { apiKeys } from './credentials/api-key.js'
import { passwords as passwordHashing } from './credentials/password.js'
import { sessions } from './credentials/session.js'
import { tokens } from './credentials/token.js'
import { usage } from './credentials/usage.js'
import { digester } from './crypto/digest.js'
import type { Events } from './events.js'
import { emitter } from './events.js'
import type { HostApiKeys, HostSshGrants, HostUsers } from './host.js'
import { hostApiKeys, hostSshGrants, hostUsers } from './host.js'
import type { RouteRequest } from './http/handle.js'
import { handle } from './http/handle.js'
import { replyTo } from './http/host-error.js'
import type { Reply, Route } from './http/route.js'
import { allRoutes } from './http/routes.js'
import { signedOutReply, signInReply } from './http/session.js'
import { journal } from './journal.js'
import type { KeywardOptions, Options } from './options.js'
import { resolveOptions } from './options.js'
import type { Parts } from './parts.js'
import { effectivePolicy } from './policy/policy.js'
import type { Amr } from './principal.js'
import { accountKeys } from './ssh/account-keys.js'
import { sshGrants } from './ssh/grant.js'
import { sshHosts } from './ssh/host.js'
import { sshKeys } from './ssh/ssh-key.js'

/** keyward, made once by the host; adapters mount it. */
export interface Keyward {
  /** The route table, for adapters. */
  routes(): readonly Route[]
  /** Answers a request for one of `routes()`. */
  handle(route: Route, request: RouteRequest): Promise<Reply>
  /** Makes a guard for a route of the host's; throws a TypeError for options that make no sense. */
  guard(requires?: GuardOptions): Guard
  /** Signs a user in whom the host has authenticated by its own means, such as SSO. */
  signInUser(client: Client, userId: string, by: { readonly amr: readonly Amr[] }): Promise<HostSignIn>
  /** Ends the session of this browser; answers the Set-Cookie lines. */
  signOut(client: Client): Promise<readonly string[]>
  /** How an error that reached the host's error handling is answered; `null` = it is not keyward's. */
  replyTo(error: unknown): Reply | null
  readonly users: HostUsers
  readonly apiKeys: HostApiKeys
  readonly sshGrants: HostSshGrants
  readonly events: Events
  /** Checks that the database answers and has every table. */
  ready(): Promise<void>
  /** The ids of the configured secrets that stored credentials still stand under: others can go. */
  secretsInUse(): Promise<readonly string[]>
  /** Writes what is buffered and stops all timers. The DataSource stays the host's to close. */
  close(): Promise<void>
}

/** Where a sign-in by the host has come to, and the Set-Cookie lines to send. */
export interface HostSignIn {
  readonly outcome: Omit<SignIn, 'secret'>
  readonly cookies: readonly string[]
}

/**
 * Makes keyward: checks the options (one TypeError lists every problem) and wires the parts; no I/O.
 *
 * @example
 * const keyward = createKeyward({
 *   store: typeormStore(dataSource),
 *   secrets: [process.env.KEYWARD_SECRET],
 *   origins: ['https://app.example.com'],
 * })
 */
export function createKeyward(given: KeywardOptions): Keyward {
  const options = resolveOptions(given)
  const { store } = options
  const events = emitter()
  const buffered = usage(options, events)
  const parts: Parts = Object.freeze({
    options,
    store,
    digester: digester(options.secrets),
    journal: journal(store, events),
    usage: buffered,
    policyFor: async ({ organizationId }: { organizationId: string | null }) =>
      effectivePolicy(await store.policies.readFor(organizationId)),
  })
  const services = servicesOf(parts)
  const routes = allRoutes(services)

  return Object.freeze({
    routes: () => routes,
    handle: (route, request) => handle(parts, route, request),
    guard: (requires) => guard(parts, requires),
    async signInUser(client, userId, { amr }) {
      const signIn = await services.signIns.completeSignIn(client, userId, { amr })
      return hostSignIn(signIn, options)
    },
    async signOut(client) {
      await services.signIns.signOut(client)
      return signedOutReply(options).cookies ?? []
    },
    replyTo,
    users: hostUsers(services.users),
    apiKeys: hostApiKeys(parts, services.apiKeys),
    sshGrants: hostSshGrants(services.sshGrants),
    events: Object.freeze({ on: events.on }),
    ready: () => store.ready(),
    secretsInUse: () => store.keyIds(),
    async close() {
      await buffered.close()
      await store.close()
    },
  } satisfies Keyward)
}

function servicesOf(parts: Parts) {
  const passwords = passwordHashing()
  const check = passwordCheck(parts, passwords)
  return {
    ...parts,
    signIns: signIns(parts, check, passwords),
    reauthentication: reauthentication(parts, check, passwords),
    sessions: sessions(parts),
    apiKeys: apiKeys(parts),
    tokens: tokens(parts),
    sshKeys: sshKeys(parts),
    sshHosts: sshHosts(parts),
    sshGrants: sshGrants(parts),
    accountKeys: accountKeys(parts),
    revocation: revocation(parts),
    users: userAdministration(parts, passwords),
    policies: policyAdministration(parts),
  }
}

function hostSignIn(signIn: SignIn, options: Options): HostSignIn {
  const { status, user, session } = signIn
  return { outcome: { status, user, session }, cookies: signInReply(signIn, options).cookies ?? [] }
}
