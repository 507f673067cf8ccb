import { describe } from 'mocha'
import type { Framework } from '../support/host.js'
import { addressesContract } from './adapter/addresses.js'
import { adminCredentialsContract } from './adapter/admin-credentials.js'
import { adminPagesContract } from './adapter/admin-pages.js'
import { adminUsersContract } from './adapter/admin-users.js'
import { apiKeysContract } from './adapter/api-keys.js'
import { authorizedKeysContract } from './adapter/authorized-keys.js'
import { bearerContract } from './adapter/bearer.js'
import { bodiesContract } from './adapter/bodies.js'
import { credentialContract } from './adapter/credential.js'
import { csrfContract } from './adapter/csrf.js'
import { devicesContract } from './adapter/devices.js'
import { enforcementContract } from './adapter/enforcement.js'
import { eventsContract } from './adapter/events.js'
import { toldEndsContract } from './adapter/told-ends.js'
import { framingContract } from './adapter/framing.js'
import { guardsContract } from './adapter/guards.js'
import { hostContract } from './adapter/host.js'
import { importedApiKeysContract } from './adapter/imported-api-keys.js'
import { introspectionContract } from './adapter/introspection.js'
import { ipAddressContract } from './adapter/ip-address.js'
import { keyConditionsContract } from './adapter/key-conditions.js'
import { legacyPasswordsContract } from './adapter/legacy-passwords.js'
import { levelsContract } from './adapter/levels.js'
import { limitsContract } from './adapter/limits.js'
import { listsContract } from './adapter/lists.js'
import { noticesContract } from './adapter/notices.js'
import { oneTimeLinksContract } from './adapter/one-time-links.js'
import { ownListsContract } from './adapter/own-lists.js'
import { mfaContract } from './adapter/mfa.js'
import { mountingContract } from './adapter/mounting.js'
import { openApiContract } from './adapter/openapi.js'
import { outageContract } from './adapter/outage.js'
import { ownSignInContract } from './adapter/own-sign-in.js'
import { pagesContract } from './adapter/pages.js'
import { parserErrorsContract } from './adapter/parser-errors.js'
import { overtakenPasswordsContract } from './adapter/overtaken-passwords.js'
import { overtakenRehashContract } from './adapter/overtaken-rehash.js'
import { overtakenRenewalsContract, overtakenSignInsContract } from './adapter/overtaken-sign-ins.js'
import { passkeysContract } from './adapter/passkeys.js'
import { passwordContract } from './adapter/password.js'
import { plugInsContract } from './adapter/plug-ins.js'
import { policiesContract } from './adapter/policies.js'
import { refusalsContract } from './adapter/refusals.js'
import { revokingContract } from './adapter/revoking.js'
import { provedFactorsContract } from './adapter/proved-factors.js'
import { rotationContract } from './adapter/rotation.js'
import { secondStepContract } from './adapter/second-step.js'
import { secrecyContract } from './adapter/secrecy.js'
import { serviceAccountsContract } from './adapter/service-accounts.js'
import { secretScanningContract } from './adapter/secret-scanning.js'
import { sessionContract } from './adapter/session.js'
import { sessionsContract } from './adapter/sessions.js'
import { signInContract } from './adapter/sign-in.js'
import { stolenCookiesContract } from './adapter/stolen-cookies.js'
import { strangersContract } from './adapter/strangers.js'
import { throttlingContract } from './adapter/throttling.js'
import { sshGrantsContract } from './adapter/ssh-grants.js'
import { sshHostsContract } from './adapter/ssh-hosts.js'
import { sshKeysContract } from './adapter/ssh-keys.js'
import { sshPagesContract } from './adapter/ssh-pages.js'
import { sshPrivateKeysContract } from './adapter/ssh-private-keys.js'
import { tokensContract } from './adapter/tokens.js'

/** Each in a `describe` of its own: the apps of one are searched for secrets and closed before those of the next are made. */
const parts = {
  mounting: mountingContract,
  'levels of routes': levelsContract,
  'the OpenAPI document': openApiContract,
  'sign-in': signInContract,
  session: sessionContract,
  sessions: sessionsContract,
  'stolen cookies': stolenCookiesContract,
  strangers: strangersContract,
  password: passwordContract,
  'secret scanning': secretScanningContract,
  notices: noticesContract,
  'one-time links': oneTimeLinksContract,
  'legacy passwords': legacyPasswordsContract,
  'API keys': apiKeysContract,
  'conditions of API keys': keyConditionsContract,
  'imported API keys': importedApiKeysContract,
  rotation: rotationContract,
  revoking: revokingContract,
  tokens: tokensContract,
  devices: devicesContract,
  introspection: introspectionContract,
  'SSH keys': sshKeysContract,
  'SSH hosts': sshHostsContract,
  'SSH grants': sshGrantsContract,
  'authorized keys': authorizedKeysContract,
  'SSH private keys': sshPrivateKeysContract,
  credential: credentialContract,
  bearer: bearerContract,
  guards: guardsContract,
  'ends that are told': toldEndsContract,
  limits: limitsContract,
  lists: listsContract,
  'own lists': ownListsContract,
  CSRF: csrfContract,
  bodies: bodiesContract,
  framing: framingContract,
  'parser errors': parserErrorsContract,
  policies: policiesContract,
  'admin users': adminUsersContract,
  'admin credentials': adminCredentialsContract,
  'service accounts': serviceAccountsContract,
  events: eventsContract,
  throttling: throttlingContract,
  'addresses of clients': addressesContract,
  'an IP address as origin': ipAddressContract,
  refusals: refusalsContract,
  host: hostContract,
  'second step': secondStepContract,
  MFA: mfaContract,
  enforcement: enforcementContract,
  passkeys: passkeysContract,
  'overtaken passwords': overtakenPasswordsContract,
  'overtaken rehash': overtakenRehashContract,
  'overtaken sign-ins': overtakenSignInsContract,
  'overtaken renewals': overtakenRenewalsContract,
  'proved factors': provedFactorsContract,
  pages: pagesContract,
  'SSH pages': sshPagesContract,
  'admin pages': adminPagesContract,
  secrecy: secrecyContract,
  outage: outageContract,
  'plug-ins': plugInsContract,
  'own sign-in': ownSignInContract,
}

/** Of these, what a binding to a framework has a hand in: all else is decided without knowing of it. */
const ofBindings: readonly (keyof typeof parts)[] = [
  'mounting',
  'sign-in',
  'API keys',
  'bearer',
  'guards',
  'ends that are told',
  'limits',
  'CSRF',
  'bodies',
  'framing',
  'parser errors',
  'addresses of clients',
  'an IP address as origin',
  'host',
  'pages',
  'outage',
  'own sign-in',
  'secret scanning',
]

/** What keyward promises over HTTP, whichever framework it is bound to. */
export function adapterContract(framework: Framework): void {
  describe(`the HTTP contract, ${framework.name}`, () => {
    for (const [name, part] of Object.entries(parts)) describe(name, () => part(framework))
  })
}

/** As much of it as can differ where a binding stands upon another, or another line of a framework below one. */
export function bindingContract(framework: Framework): void {
  describe(`the HTTP contract’s part for bindings, ${framework.name}`, () => {
    for (const name of ofBindings) describe(name, () => parts[name](framework))
  })
}
