import type { PolicyAdministration } from '../admin/policies.js'
import type { UserAdministration } from '../admin/users.js'
import type { Reauthentication } from '../auth/reauthentication.js'
import type { Revocation } from '../auth/revocation.js'
import type { SignIns } from '../auth/sign-in.js'
import type { ApiKeys } from '../credentials/api-key.js'
import type { Sessions } from '../credentials/session.js'
import type { Tokens } from '../credentials/token.js'
import type { Parts } from '../parts.js'

/** Everything the route tables call. */
export interface Services extends Parts {
  readonly signIns: SignIns
  readonly reauthentication: Reauthentication
  readonly sessions: Sessions
  readonly apiKeys: ApiKeys
  readonly tokens: Tokens
  readonly revocation: Revocation
  readonly users: UserAdministration
  readonly policies: PolicyAdministration
}
