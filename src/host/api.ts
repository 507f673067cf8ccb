import type { PolicyAdministration } from '../admin/policies.js'
import type { ServiceAccounts } from '../admin/service-accounts.js'
import type { UserAdministration } from '../admin/users.js'
import type { Audit } from '../audit.js'
import type { Core } from '../core.js'
import type { Actor } from '../events.js'
import type { ApiKeys } from '../credentials/api-key.js'
import type { Sessions } from '../credentials/session.js'
import type { Tokens } from '../credentials/token.js'
import type { Events } from '../events.js'
import type { UserImport } from '../import/user-import.js'
import type { OneTimeLinks } from '../one-time-link/one-time-links.js'
import type { SecretRotation } from '../secret-rotation/secret-rotation.js'
import type { LeakedSecrets } from '../secret-scanning/leaked-secrets.js'
import type { PasswordVerification } from '../sign-in/password-verification.js'
import type { SshGrants } from '../ssh/grant.js'
import type { SshHosts } from '../ssh/host.js'
import type { SshPrivateKeyUse } from '../ssh/private-key-use.js'
import type { SshPrivateKeys } from '../ssh/private-key.js'
import type { SshKeys } from '../ssh/ssh-key.js'
import type { AuditTrail, HostAudit } from './audit.js'
import { hostAudit } from './audit.js'
import type { HostApiKeys } from './api-keys.js'
import { hostApiKeys } from './api-keys.js'
import type { HostEvents } from './events.js'
import { hostEvents } from './events.js'
import type { HostImport, ImportNeeds } from './import.js'
import { hostImport } from './import.js'
import { acting } from './acting.js'
import { recordedCalls } from './recorded-calls.js'
import type { HostPasswords } from './passwords.js'
import { hostPasswords } from './passwords.js'
import type { HostPolicies } from './policies.js'
import { hostPolicies } from './policies.js'
import type { HostSecrets } from './secrets.js'
import { hostSecrets } from './secrets.js'
import type { HostServiceAccounts } from './service-accounts.js'
import { hostServiceAccounts } from './service-accounts.js'
import type { HostSessions } from './sessions.js'
import { hostSessions } from './sessions.js'
import type { HostSshGrants } from './ssh-grants.js'
import { hostSshGrants } from './ssh-grants.js'
import type { HostSshHosts } from './ssh-hosts.js'
import { hostSshHosts } from './ssh-hosts.js'
import type { HostSshKeys } from './ssh-keys.js'
import { hostSshKeys } from './ssh-keys.js'
import type { HostSshPrivateKeys } from './ssh-private-keys.js'
import { hostSshPrivateKeys } from './ssh-private-keys.js'
import type { HostTokens } from './tokens.js'
import { hostTokens } from './tokens.js'
import type { HostUsers } from './users.js'
import { hostUsers } from './users.js'

/** What the app's own code calls: the services of the routes, by their rules, recorded as done by the app or by an operator. Whoever calls decides who may. */
export interface HostApi {
  readonly users: HostUsers
  readonly passwords: HostPasswords
  readonly import: HostImport
  readonly apiKeys: HostApiKeys
  readonly tokens: HostTokens
  readonly sessions: HostSessions
  readonly sshKeys: HostSshKeys
  readonly sshPrivateKeys: HostSshPrivateKeys
  readonly sshHosts: HostSshHosts
  readonly sshGrants: HostSshGrants
  readonly policies: HostPolicies
  readonly serviceAccounts: HostServiceAccounts
  readonly events: HostEvents
  readonly audit: HostAudit
  readonly secrets: HostSecrets
}

/** The services behind it. */
export interface HostServices {
  readonly users: UserAdministration
  readonly userImport: UserImport
  readonly oneTimeLinks: OneTimeLinks
  readonly passwordVerification: PasswordVerification
  readonly apiKeys: ApiKeys
  readonly tokens: Tokens
  readonly sessions: Sessions
  readonly sshKeys: SshKeys
  readonly sshPrivateKeys: SshPrivateKeys
  readonly sshHosts: SshHosts
  readonly sshGrants: SshGrants
  readonly policies: PolicyAdministration
  readonly serviceAccounts: ServiceAccounts
  readonly audit: Audit
  readonly leakedSecrets: LeakedSecrets
}

/** What else it is made of. */
interface HostParts {
  readonly keyUse: SshPrivateKeyUse
  readonly events: Events
  readonly trail: AuditTrail
  readonly rotation: SecretRotation
  /** Whom the audit names. */
  readonly actor: Actor
}

/** Makes it. */
export function hostApi(
  core: ImportNeeds & Pick<Core, 'usage'>,
  services: HostServices,
  { keyUse, events, trail, rotation, actor }: HostParts,
): HostApi {
  const { users } = services
  const by = acting(actor, users)
  const recording = { refusals: core.refusals, actor }
  const ofUsers = <Group extends object>(group: Group): Group =>
    recordedCalls(group, { ...recording, ofUsers: true })
  const ofOthers = <Group extends object>(group: Group): Group =>
    recordedCalls(group, { ...recording, ofUsers: false })
  const privateKeys = hostSshPrivateKeys(services.sshPrivateKeys, keyUse, by)
  const { openAgent, signFor, withPrivateKey } = privateKeys
  return Object.freeze({
    users: ofUsers(hostUsers(users, services.oneTimeLinks, by)),
    // It records what is refused itself, as a sign-in does.
    passwords: hostPasswords(services.passwordVerification),
    import: ofUsers(hostImport(core, services, by)),
    apiKeys: ofUsers(hostApiKeys(services.apiKeys, by)),
    tokens: ofUsers(hostTokens(services.tokens, by)),
    sessions: ofUsers(hostSessions(services.sessions, users, by)),
    sshKeys: ofUsers(hostSshKeys(services.sshKeys, by)),
    // The use of a private key records its own refusals, as the check of a password does.
    sshPrivateKeys: Object.freeze({ ...ofUsers(privateKeys), openAgent, signFor, withPrivateKey }),
    sshHosts: ofOthers(hostSshHosts(services.sshHosts, by)),
    sshGrants: ofOthers(hostSshGrants(services.sshGrants, by)),
    policies: ofOthers(hostPolicies(services.policies, by)),
    serviceAccounts: ofOthers(hostServiceAccounts(services.serviceAccounts, services.apiKeys, by)),
    events: ofOthers(hostEvents(events, services.audit)),
    audit: ofOthers(hostAudit(core, { ...trail, audit: services.audit }, by)),
    secrets: ofOthers(hostSecrets(rotation, services.leakedSecrets, by)),
  } satisfies HostApi)
}
