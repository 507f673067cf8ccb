import type { CredentialAdministration } from '../admin/credentials.js'
import type { PolicyAdministration } from '../admin/policies.js'
import type { UserAdministration } from '../admin/users.js'
import type { FactorRemoval } from '../auth/factor-removal.js'
import type { PasskeySignIn } from '../auth/passkey.js'
import type { PasswordChange } from '../auth/password-change.js'
import type { Reauthentication } from '../auth/reauthentication.js'
import type { Recovery } from '../auth/recovery.js'
import type { Revocation } from '../auth/revocation.js'
import type { SecondSteps } from '../auth/second-step.js'
import type { SecurityKeyEnrolment } from '../auth/security-key-enrolment.js'
import type { SignIns } from '../auth/sign-in.js'
import type { TotpEnrolment } from '../auth/totp-enrolment.js'
import type { ApiKeys } from '../credentials/api-key.js'
import type { Sessions } from '../credentials/session.js'
import type { Tokens } from '../credentials/token.js'
import type { Parts } from '../parts.js'
import type { AccountKeys } from '../ssh/account-keys.js'
import type { SshGrants } from '../ssh/grant.js'
import type { SshHosts } from '../ssh/host.js'
import type { SshKeys } from '../ssh/ssh-key.js'
import type { SshPrivateKeys } from '../ssh/private-key.js'

/** Everything the route tables call. */
export interface Services extends Parts {
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
  readonly tokens: Tokens
  readonly sshKeys: SshKeys
  readonly sshHosts: SshHosts
  readonly sshGrants: SshGrants
  readonly accountKeys: AccountKeys
  readonly sshPrivateKeys: SshPrivateKeys
  readonly revocation: Revocation
  readonly users: UserAdministration
  readonly policies: PolicyAdministration
  readonly credentials: CredentialAdministration
}
