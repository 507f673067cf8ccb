export { keywardClient } from './client.js'
export { paginate } from './paginate.js'
export { ProblemError } from './problem-error.js'

export type { KeywardClient, RouteClient } from './client.js'
export type { CallOptions, ClientOptions } from './send.js'
export type { KeyQuery, PageQuery } from './paginate.js'
export type { OAuthErrorCode, ProblemFields, ProblemCode } from './problem-error.js'
export type { DevicePrompt, DeviceSignInOptions, DeviceToken } from './device-sign-in.js'
export type { IfMatch, Versioned } from './version.js'
export type { AdminCalls } from './calls/admin/admin.js'
export type { AdminCredentialCalls, InventoryQuery } from './calls/admin/credentials.js'
export type { AdminPolicyCalls, SetPolicy, TriedPolicy } from './calls/admin/policies.js'
export type { ServiceAccountCalls, ServiceAccountKeyCalls } from './calls/admin/service-accounts.js'
export type { SshHostCalls, SshGrantCalls } from './calls/admin/ssh.js'
export type { UserCalls, UserQuery } from './calls/admin/users.js'
export type { PasswordCalls, PolicyCalls } from './calls/account.js'
export type { DeviceCalls } from './calls/devices.js'
export type { AdminEventQuery, EventCalls, EventFileType, EventQuery } from './calls/events.js'
export type { ApiKeyCalls, TokenCalls } from './calls/keys.js'
export type { MfaCalls } from './calls/mfa.js'
export type { OneTimeLinkCalls } from './calls/one-time-links.js'
export type { KeyAnswer, OwnSessionCalls, SessionCalls, SignInJson } from './calls/session.js'
export type { SshCalls, SshKeyCalls, SshPrivateKeyCalls } from './calls/ssh-keys.js'

export type { Proof } from '../account/reauthentication.js'
export type { TotpOffer } from '../account/totp-enrolment.js'
export type { AdminUser } from '../admin/admin-user.js'
export type { AdminCredential, BoundCredential, InventoryKind } from '../admin/credentials.js'
export type { PolicyImpact, Shortened } from '../admin/policy-impact.js'
export type { PolicyDryRun, PolicyView, TouchedUsers } from '../admin/policies.js'
export type { NewServiceAccount, ServiceAccount, ServiceAccountChange } from '../admin/service-accounts.js'
export type { ApiKeyOptions } from '../credentials/api-key.js'
export type { ApiKeyChange, ApiKeyRotation, NewApiKey } from '../credentials/asked-api-key.js'
export type { Session } from '../credentials/session.js'
export type { ApiKey } from '../credentials/shown-api-key.js'
export type { NewToken, Token, TokenOptions } from '../credentials/token.js'
export type { DeviceApproval, DeviceRequest } from '../device/answer.js'
export type { ErrorCode, FieldError } from '../errors.js'
export type { OneTimeLinkJson, TemporaryPasswordJson } from '../http/json/admin.js'
export type {
  ApiKeyWithSecretJson,
  CredentialJson,
  SshHostWithSecretJson,
  TokenWithSecretJson,
} from '../http/json/credential.js'
export type { BegunDeviceJson, DeviceTokenJson } from '../http/json/device.js'
export type { ActiveCredentialJson, IntrospectionJson } from '../http/json/introspection.js'
export type { CountedListJson, ListJson, UserListJson } from '../http/json/list.js'
export type {
  EnrolledJson,
  MfaJson,
  NewSecurityKeyJson,
  RecoveryCodesJson,
  SecurityKeyJson,
} from '../http/json/mfa.js'
export type {
  CurrentSessionJson,
  EnrolmentRequiredJson,
  ReauthenticatedJson,
  RemainingCodesJson,
  SecondFactorRequiredJson,
  SignedInJson,
  SignInUnderWayJson,
} from '../http/json/session.js'
export type { EventJson } from '../event-json.js'
export type { User } from '../identity.js'
export type { KeyCreationOptions, KeyDescriptor, KeyRequestOptions } from '../mfa/security-key-options.js'
export type { Demand, Factor } from '../policy/enforcement.js'
export type { Policy, StoredPolicy } from '../policy/policy.js'
export type { SshGrant } from '../ssh/grant.js'
export type { SshHost } from '../ssh/host.js'
export type { SshPrivateKey } from '../ssh/private-key.js'
export type { SshKey } from '../ssh/ssh-key.js'
