import { describe } from 'mocha'
import type { Framework } from '../support/host.js'
import { adminCredentialsContract } from './adapter/admin-credentials.js'
import { adminPagesContract } from './adapter/admin-pages.js'
import { adminUsersContract } from './adapter/admin-users.js'
import { apiKeysContract } from './adapter/api-keys.js'
import { authorizedKeysContract } from './adapter/authorized-keys.js'
import { bearerContract } from './adapter/bearer.js'
import { bodiesContract } from './adapter/bodies.js'
import { credentialContract } from './adapter/credential.js'
import { csrfContract } from './adapter/csrf.js'
import { enforcementContract } from './adapter/enforcement.js'
import { eventsContract } from './adapter/events.js'
import { guardsContract } from './adapter/guards.js'
import { hostContract } from './adapter/host.js'
import { levelsContract } from './adapter/levels.js'
import { limitsContract } from './adapter/limits.js'
import { listsContract } from './adapter/lists.js'
import { mfaContract } from './adapter/mfa.js'
import { mountingContract } from './adapter/mounting.js'
import { outageContract } from './adapter/outage.js'
import { pagesContract } from './adapter/pages.js'
import { passkeysContract } from './adapter/passkeys.js'
import { passwordContract } from './adapter/password.js'
import { policiesContract } from './adapter/policies.js'
import { rotationContract } from './adapter/rotation.js'
import { secondStepContract } from './adapter/second-step.js'
import { secrecyContract } from './adapter/secrecy.js'
import { sessionContract } from './adapter/session.js'
import { sessionsContract } from './adapter/sessions.js'
import { signInContract } from './adapter/sign-in.js'
import { throttlingContract } from './adapter/throttling.js'
import { sshGrantsContract } from './adapter/ssh-grants.js'
import { sshHostsContract } from './adapter/ssh-hosts.js'
import { sshKeysContract } from './adapter/ssh-keys.js'
import { sshPagesContract } from './adapter/ssh-pages.js'
import { sshPrivateKeysContract } from './adapter/ssh-private-keys.js'
import { tokensContract } from './adapter/tokens.js'

const parts = [
  mountingContract,
  levelsContract,
  signInContract,
  sessionContract,
  sessionsContract,
  passwordContract,
  apiKeysContract,
  rotationContract,
  tokensContract,
  sshKeysContract,
  sshHostsContract,
  sshGrantsContract,
  authorizedKeysContract,
  sshPrivateKeysContract,
  credentialContract,
  bearerContract,
  guardsContract,
  limitsContract,
  listsContract,
  csrfContract,
  bodiesContract,
  policiesContract,
  adminUsersContract,
  adminCredentialsContract,
  eventsContract,
  throttlingContract,
  hostContract,
  secondStepContract,
  mfaContract,
  enforcementContract,
  passkeysContract,
  pagesContract,
  sshPagesContract,
  adminPagesContract,
  secrecyContract,
  outageContract,
]

/** What keyward promises over HTTP, whichever framework it is bound to. */
export function adapterContract(framework: Framework): void {
  describe(`the HTTP contract, ${framework.name}`, () => {
    for (const part of parts) part(framework)
  })
}
