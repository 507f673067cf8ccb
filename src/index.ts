export { createKeyward } from './keyward.js'
export { distinctHeaders } from './auth/client.js'
export { KeywardError } from './errors.js'
export { ConflictError, StoreUnavailableError } from './store/write.js'
export { eventTypes } from './events.js'
export { eventJson } from './http/events.js'

export type { Keyward, HostSignIn } from './keyward.js'
export type { HostApiKeys, HostSshGrants, HostSshPrivateKeys, HostUsers } from './host.js'
export type { KeyProvider, WrappedKey } from './crypto/keyring.js'
export type { SignInOutcome } from './auth/sign-in.js'
export type { KeywardOptions, Limit } from './options.js'
export type { ErrorCode, FieldError } from './errors.js'
export type { AuditEvent, EventListener, EventParty, Events, EventType } from './events.js'
export type { Amr, AuthInfo, Credential, CredentialKind, SessionInfo, User } from './principal.js'
export type { Client } from './auth/client.js'
export type { Guard, GuardOptions, Passed } from './auth/guard.js'
export type { RequestBudget } from './auth/request-limit.js'
export type { EventJson } from './http/events.js'
export type { Pages } from './http/pages.js'
export type { Route, Reply, RouteRequest } from './http/route.js'
export type { IncomingBody } from './http/body.js'
export type { AdminUser, NewUser } from './admin/users.js'
export type { ApiKey, IssuedApiKey, NewApiKey } from './credentials/api-key.js'
export type { Secret } from './crypto/secret.js'
export type { NewSshGrant, SshGrant, SshGrantee } from './ssh/grant.js'
export type { SshKeyPolicy, SshKeyType, SshPermit } from './policy/ssh-key.js'
export type {
  ApiKeyPolicy,
  EnforcementPolicy,
  MfaPolicy,
  Policy,
  SecurityKeyKind,
  StoredPolicy,
  TokenPolicy,
} from './policy/policy.js'
export type { SshAgent } from './ssh/agent.js'
export type { AgentOptions } from './ssh/agent-scope.js'
export type { NewSshPrivateKey, SshPrivateKey } from './ssh/private-key.js'
export type { KeyActor, LentPrivateKey, SignatureRequest } from './ssh/private-key-use.js'
export type { SignatureAlgorithm, SshSignature } from './ssh/signature.js'
export type { Store } from './store.js'
export type { Page, PageRequest } from './store/page.js'
export type { UserPatch, UserRow, UserStore } from './store/user.js'
export type { Write } from './store/write.js'
