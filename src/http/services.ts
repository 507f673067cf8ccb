import type { FactorRemoval } from '../account/factor-removal.js'
import type { OwnFactors } from '../account/own-factors.js'
import type { PasswordChange } from '../account/password-change.js'
import type { Reauthenticated, Reauthentication } from '../account/reauthentication.js'
import type { Recovery } from '../account/recovery.js'
import type { SecurityKeyEnrolment } from '../account/security-key-enrolment.js'
import type { StandingService } from '../account/standing.js'
import type { TotpEnrolment } from '../account/totp-enrolment.js'
import type { CredentialAdministration } from '../admin/credentials.js'
import type { PolicyAdministration } from '../admin/policies.js'
import type { ServiceAccounts } from '../admin/service-accounts.js'
import type { UserNames } from '../admin/user-names.js'
import type { UserAdministration } from '../admin/users.js'
import type { Audit } from '../audit.js'
import type { Introspection } from '../auth/introspection.js'
import type { Mounts } from '../auth/mounts.js'
import type { SessionPrincipal } from '../auth/principal.js'
import type { Revocation } from '../auth/revocation.js'
import type { SentForms } from '../auth/sent-forms.js'
import type { WaitingSecrets } from '../auth/waiting-secrets.js'
import type { Client } from '../client.js'
import type { ApiKeys } from '../credentials/api-key.js'
import type { DetailedApiKeys } from '../credentials/detailed-api-key.js'
import type { Sessions } from '../credentials/session.js'
import type { Tokens } from '../credentials/token.js'
import type { OneTimeLinks } from '../one-time-link/one-time-links.js'
import type { Devices } from '../device/devices.js'
import type { Options } from '../options.js'
import type { SecretScanning } from '../secret-scanning/secret-scanning.js'
import type { PasskeySignIn } from '../sign-in/passkey.js'
import type { SecondSteps } from '../sign-in/second-step.js'
import type { SignIns } from '../sign-in/sign-in.js'
import type { AccountKeys } from '../ssh/account-keys.js'
import type { SshGrants } from '../ssh/grant.js'
import type { SshHosts } from '../ssh/host.js'
import type { SshLogins } from '../ssh/own-logins.js'
import type { SshPrivateKeys } from '../ssh/private-key.js'
import type { SshKeys } from '../ssh/ssh-key.js'
import type { Entrance } from './entrance.js'
import type { Streams } from './streams.js'

/** Everything the route tables call. */
export interface Services {
  /** The options without the store, which routes reach through the services below. */
  readonly options: Omit<Options, 'store'>
  readonly entrance: Entrance
  readonly streams: Streams
  readonly audit: Audit
  readonly factors: OwnFactors
  readonly standing: StandingService
  readonly userNames: UserNames
  readonly sentForms: SentForms
  readonly waitingSecrets: WaitingSecrets
  /** Ends all of a user's sessions but this one, which is re-issued. */
  endOtherSessions(client: Client, who: SessionPrincipal): Promise<Reauthenticated>
  readonly signIns: SignIns
  readonly secondSteps: SecondSteps
  readonly passkeys: PasskeySignIn
  readonly reauthentication: Reauthentication
  readonly passwordChange: PasswordChange
  readonly totp: TotpEnrolment
  readonly securityKeys: SecurityKeyEnrolment
  readonly factorRemoval: FactorRemoval
  readonly recovery: Recovery
  readonly sessions: Sessions
  readonly apiKeys: ApiKeys
  readonly detailedApiKeys: DetailedApiKeys
  readonly tokens: Tokens
  readonly devices: Devices
  readonly introspection: Introspection
  /** Where the pages are, for answers that send people there. */
  readonly mounts: Pick<Mounts, 'urlBeside'>
  readonly sshKeys: SshKeys
  readonly sshHosts: SshHosts
  readonly sshGrants: SshGrants
  readonly accountKeys: AccountKeys
  readonly sshLogins: SshLogins
  readonly sshPrivateKeys: SshPrivateKeys
  readonly revocation: Revocation
  readonly secretScanning: SecretScanning
  readonly users: UserAdministration
  readonly serviceAccounts: ServiceAccounts
  readonly oneTimeLinks: OneTimeLinks
  readonly policies: PolicyAdministration
  readonly credentials: CredentialAdministration
}
