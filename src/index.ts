export { createKeyward } from './keyward.js'
export { clientOf, withHeader } from './client.js'
export { askHost } from './plug-in/resolve-user.js'
export { KeywardError } from './errors.js'
export { ConflictError, StoreUnavailableError } from './store/write.js'
export { eventGroups } from './event-group.js'
export { eventOutcomes, eventTypes } from './events.js'
export { renderNotice } from './notice/render.js'
export { eventJson } from './event-json.js'
export { channels } from './observation/channels.js'

export type { Keyward } from './keyward.js'
export type { ConfiguredSecret, Diagnosis, Settings, WaitingNotices } from './diagnosis.js'
export type { SecretWeakness } from './crypto/secret-strength.js'
export type { AdapterApi, HostSignIn } from './adapter-api.js'
export type { HostApi } from './host/api.js'
export type { Operator } from './host/acting.js'
export type { AuditExport, AuditExported, HostAudit } from './host/audit.js'
export type { EventFileFormat } from './event-file.js'
export type { AuditFault, AuditFaultKind } from './audit-trail/fault.js'
export type { AuditPruned, AuditPruning } from './audit-trail/pruning.js'
export type { LeftBecause, LeftRow, Rewrapped, Rewrapping } from './secret-rotation/rewrapping.js'
export type { KeyMove, KeyStatus, RenewedKeys, RowsUnderKey, SecretStatus } from './secret-rotation/status.js'
export type { RevokedSecret } from './secret-scanning/leaked-secrets.js'
export type { AuditRetention } from './options.js'
export type { AuditAnchor } from './audit-trail/anchor.js'
export type { AuditReport, AuditVerification } from './audit-trail/verification.js'
export type { HostEventFilter, HostEvents } from './host/events.js'
export type { HostApiKeys } from './host/api-keys.js'
export type { HostPolicies } from './host/policies.js'
export type { HostServiceAccounts } from './host/service-accounts.js'
export type { HostSecrets } from './host/secrets.js'
export type { HostSessions } from './host/sessions.js'
export type { HostSshGrants } from './host/ssh-grants.js'
export type { HostSshHosts } from './host/ssh-hosts.js'
export type { HostSshKeys } from './host/ssh-keys.js'
export type { HostSshPrivateKeys } from './host/ssh-private-keys.js'
export type { HostTokens } from './host/tokens.js'
export type { HostUsers } from './host/users.js'
export type { HostImport, ImportListener } from './host/import.js'
export type { HostPasswords, PasswordOrigin } from './host/passwords.js'
export type { KeyProvider, WrappedKey } from './crypto/keyring.js'
export type { SignInOutcome } from './sign-in/outcome.js'
export type { RenderedNotice } from './notice/render.js'
export type {
  DoneFacts,
  EndedFacts,
  ExpiringFacts,
  FactorFacts,
  KeyFacts,
  LinkFacts,
  Notice,
  NoticeActor,
  NoticeFacts,
  NoticeKind,
  NoticeUser,
  Notify,
  PasswordFacts,
  RecoveryFacts,
  SecurityKeyFacts,
  SiteFacts,
} from './notice/notice.js'
export type { AttemptLimit, KeywardOptions } from './options.js'
export type { SecretScanningKeys } from './plug-in/public-keys.js'
export type { PasswordVerifier } from './plug-in/password-verifier.js'
export type { ErrorCode, FieldError } from './errors.js'
export type { EventGroup } from './event-group.js'
export type { AuditEvent, EventListener, EventOutcome, EventParty, Events, EventType } from './events.js'
export type {
  Amr,
  AuthInfo,
  Credential,
  CredentialKind,
  HostUser,
  RequestBudget,
  SessionInfo,
  User,
  UserKind,
} from './identity.js'
export type { AdapterOptions, AskHost, ResolveUser } from './plug-in/resolve-user.js'
export type { Client } from './client.js'
export type { Guard, GuardOptions, Passed } from './auth/guard.js'
export type { EventJson } from './event-json.js'
export type { ErrorAnswer, ErrorHandling } from './http/host/host-error.js'
export type { Pages } from './http/routes.js'
export type { Route, Reply, RouteRequest } from './http/route.js'
export type { IncomingBody } from './http/body.js'
export type { AdminUser } from './admin/admin-user.js'
export type { PolicyLevel, PolicyView } from './admin/policies.js'
export type { PolicyImpact } from './admin/policy-impact.js'
export type { NewServiceAccount, ServiceAccount, ServiceAccountChange } from './admin/service-accounts.js'
export type { OneTimeLink } from './one-time-link/link.js'
export type { MfaReset, NewUser, TemporaryPassword } from './admin/users.js'
export type { ApiKeyOptions, IssuedApiKey } from './credentials/api-key.js'
export type {
  ApiKeyChange,
  ApiKeyRotation,
  HostApiKeyChange,
  HostApiKeyTerms,
  HostNewApiKey,
  NewApiKey,
} from './credentials/asked-api-key.js'
export type { ImportedApiKey } from './credentials/imported-api-key.js'
export type { ImportedSshKey, ImportedUser } from './import/imported-user.js'
export type { ImportCounts, ImportOutcome, ImportTotals } from './import/outcome.js'
export type { ImportLines } from './import/user-import.js'
export type { Session } from './credentials/session.js'
export type { ApiKey } from './credentials/shown-api-key.js'
export type { IssuedToken, NewToken, Token, TokenOptions } from './credentials/token.js'
export type { Secret } from './crypto/secret.js'
export type { NewSshGrant, SshGrantee } from './input/new-ssh-grant.js'
export type { SshGrant } from './ssh/grant.js'
export { systemAccounts } from './policy/system-account.js'
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
export type { SshAgent } from './ssh/agent/agent.js'
export type { AgentOptions } from './ssh/agent/scope.js'
export type { IssuedSshHost, NewSshHost, SshHost, SshHostChange, SshHostRotation } from './ssh/host.js'
export type { NewSshPrivateKey, SshPrivateKey, SshPrivateKeyChange } from './ssh/private-key.js'
export type { KeyActor, LentPrivateKey, SignatureRequest } from './ssh/private-key-use.js'
export type { SignatureAlgorithm, SshSignature } from './ssh/signature.js'
export type { NewSshKey, SshKey, SshKeyChange } from './ssh/ssh-key.js'
export type { SharedState, Store } from './store.js'
export type { ChannelOf } from './observation/channels.js'
export type {
  CacheUse,
  RequestMessage,
  SignInMessage,
  SignInMethod,
  SignInOutcomeName,
  StoreMessage,
  StoreOperation,
  TraceMessage,
  VerificationOutcome,
  VerifiedKind,
  VerifyMessage,
} from './observation/message.js'
export type { CountedPage, ListPlace, ListPosition, ListRequest, Page, PageRequest } from './store/page.js'
export type { OrganizationsRequest } from './store/policy.js'
export type { UserPatch, UserRow, UserStore } from './store/user.js'
export type { Write } from './store/write.js'
