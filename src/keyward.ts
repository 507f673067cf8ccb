import { credentialAdministration } from './admin/credentials.js'
import { policyAdministration } from './admin/policies.js'
import { userAdministration } from './admin/users.js'
import type { Client } from './auth/client.js'
import type { Guard, GuardOptions } from './auth/guard.js'
import { codeCheck } from './auth/code-check.js'
import { factorRemoval } from './auth/factor-removal.js'
import { guard } from './auth/guard.js'
import { passkeySignIn } from './auth/passkey.js'
import { passwordChange } from './auth/password-change.js'
import { passwordCheck } from './auth/password-check.js'
import { reauthentication } from './auth/reauthentication.js'
import { requestLimits } from './auth/request-limit.js'
import { recovery } from './auth/recovery.js'
import { revocation } from './auth/revocation.js'
import { secondStep } from './auth/second-step.js'
import { securityKeyCheck } from './auth/security-key-check.js'
import { securityKeyEnrolment } from './auth/security-key-enrolment.js'
import type { SignIn, SignInOutcome } from './auth/sign-in.js'
import { signIns } from './auth/sign-in.js'
import { standingOf } from './auth/standing.js'
import { totpEnrolment } from './auth/totp-enrolment.js'
import { remembering } from './auth/verification-cache.js'
import { apiKeys } from './credentials/api-key.js'
import { passwords as passwordHashing } from './credentials/password.js'
import { sessions } from './credentials/session.js'
import { tokens } from './credentials/token.js'
import { usage } from './credentials/usage.js'
import { digester } from './crypto/digest.js'
import { localKeyProvider } from './crypto/keyring.js'
import { sealer } from './crypto/seal.js'
import type { Events } from './events.js'
import { emitter } from './events.js'
import type { HostApiKeys, HostSshGrants, HostSshPrivateKeys, HostUsers } from './host.js'
import { hostApiKeys, hostSshGrants, hostSshPrivateKeys, hostUsers } from './host.js'
import { handle } from './http/handle.js'
import { replyTo } from './http/host-error.js'
import type { Pages } from './http/pages.js'
import type { Reply, Route, RouteRequest } from './http/route.js'
import { allRoutes } from './http/routes.js'
import { signedOutReply, signInReply } from './http/sign-in-reply.js'
import { journal } from './journal.js'
import { checked } from './mfa/canary.js'
import type { KeywardOptions, Options } from './options.js'
import { resolveOptions } from './options.js'
import type { Parts } from './parts.js'
import { effectivePolicy } from './policy/policy.js'
import type { Amr } from './principal.js'
import { accountKeys } from './ssh/account-keys.js'
import { sshGrants } from './ssh/grant.js'
import { sshHosts } from './ssh/host.js'
import { sshKeys } from './ssh/ssh-key.js'
import { sshPrivateKeys } from './ssh/private-key.js'
import { privateKeyReader } from './ssh/private-key-reader.js'
import { sshPrivateKeyUse } from './ssh/private-key-use.js'
import { sweep } from './sweep.js'

/** keyward, made once by the host; adapters mount it. */
export interface Keyward {
  /** The route table, for adapters; with `pages`, theirs too. */
  routes(options?: { readonly pages?: Pages }): readonly Route[]
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
  readonly sshPrivateKeys: HostSshPrivateKeys
  readonly events: Events
  /** Checks that the database answers and has every table, and that what is sealed can be opened. */
  ready(): Promise<void>
  /** The ids of the configured secrets that stored credentials still stand under: others can go. */
  secretsInUse(): Promise<readonly string[]>
  /** Writes what is buffered, closes ssh-agents and stops all timers. The DataSource stays the host's to close. */
  close(): Promise<void>
}

/** Where a sign-in by the host has come to, and the Set-Cookie lines to send. */
export interface HostSignIn {
  /** `signed_in`, or what the policy and the user's factors still ask for. */
  readonly outcome: SignInOutcome
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
  const sweeping = sweep(options)
  // Also where no route of keyward's is ever called, only guards.
  const buffered = usage(options, events, () => sweeping.soon())
  const seals = checked(sealer(options.keyProvider ?? localKeyProvider(options.secrets)), store)
  const parts: Parts = Object.freeze({
    options,
    store,
    digester: digester(options.secrets),
    sealer: seals,
    journal: journal(store, events),
    usage: buffered,
    policyFor: async ({ organizationId }: { organizationId: string | null }) =>
      effectivePolicy(await store.policies.readFor(organizationId)),
  })
  const find = remembering(parts)
  const services = servicesOf(parts)
  const limits = requestLimits(parts)
  const keyUse = sshPrivateKeyUse(parts)
  const routes = allRoutes(services)

  return Object.freeze({
    routes: ({ pages } = {}) => (pages ? allRoutes(services, pages) : routes),
    handle(route, request) {
      sweeping.soon()
      return handle(parts, route, request)
    },
    guard: (requires) => guard(parts, { find, limits }, requires),
    async signInUser(client, userId, { amr }) {
      const signIn = await services.signIns.completeSignIn(client, userId, { amr })
      return hostSignIn(client, signIn, options)
    },
    async signOut(client) {
      await services.signIns.signOut(client)
      return signedOutReply(client, options).cookies ?? []
    },
    replyTo,
    users: hostUsers(services.users),
    apiKeys: hostApiKeys(parts, services.apiKeys),
    sshGrants: hostSshGrants(services.sshGrants),
    sshPrivateKeys: hostSshPrivateKeys(parts, services.sshPrivateKeys, keyUse),
    events: Object.freeze({ on: events.on }),
    async ready() {
      await store.ready()
      await seals.check()
    },
    secretsInUse: () => store.keyIds(),
    async close() {
      await sweeping.close()
      await keyUse.close()
      await buffered.close()
      await store.close()
    },
  } satisfies Keyward)
}

function servicesOf(parts: Parts) {
  const hashing = passwordHashing()
  const passwords = passwordCheck(parts, hashing)
  const codes = codeCheck(parts)
  const keys = securityKeyCheck(parts, codes)
  const ins = signIns(parts, passwords, hashing)
  const held = {
    apiKeys: apiKeys(parts),
    tokens: tokens(parts),
    sshKeys: sshKeys(parts),
    sessions: sessions(parts),
  }
  return {
    ...parts,
    signIns: ins,
    secondSteps: secondStep(parts, { codes, keys }, ins),
    passkeys: passkeySignIn(parts, keys, ins),
    reauthentication: reauthentication(parts, { passwords, codes, keys }),
    passwordChange: passwordChange(parts, passwords, hashing),
    totp: totpEnrolment(parts, ins),
    securityKeys: securityKeyEnrolment(parts, ins),
    factorRemoval: factorRemoval(parts),
    recovery: recovery(parts),
    ...held,
    sshHosts: sshHosts(parts),
    sshGrants: sshGrants(parts),
    accountKeys: accountKeys(parts, async (owner, policy) => {
      return (await standingOf(parts, owner, policy, null)).due
    }),
    sshPrivateKeys: sshPrivateKeys(parts, privateKeyReader()),
    revocation: revocation(parts),
    users: userAdministration(parts, hashing),
    policies: policyAdministration(parts),
    credentials: credentialAdministration(parts, held),
  }
}

function hostSignIn(client: Client, signIn: SignIn, options: Options): HostSignIn {
  const { secret: _, ...outcome } = signIn
  return { outcome, cookies: signInReply(client, signIn, options).cookies ?? [] }
}
