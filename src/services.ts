import { endOtherSessions } from './account/factor-change.js'
import { factorRemoval } from './account/factor-removal.js'
import { ownFactors } from './account/own-factors.js'
import { passwordChange } from './account/password-change.js'
import { reauthentication } from './account/reauthentication.js'
import { recovery } from './account/recovery.js'
import { securityKeyEnrolment } from './account/security-key-enrolment.js'
import { standing } from './account/standing.js'
import { totpEnrolment } from './account/totp-enrolment.js'
import { credentialAdministration } from './admin/credentials.js'
import { policyAdministration } from './admin/policies.js'
import { serviceAccounts } from './admin/service-accounts.js'
import { userNames } from './admin/user-names.js'
import { userAdministration } from './admin/users.js'
import { audit } from './audit.js'
import { complianceOf } from './auth/compliance.js'
import { introspection } from './auth/introspection.js'
import type { Mounts } from './auth/mounts.js'
import { revocation } from './auth/revocation.js'
import { sentForms } from './auth/sent-forms.js'
import { waitingSecrets } from './auth/waiting-secrets.js'
import type { Core } from './core.js'
import { apiKeys } from './credentials/api-key.js'
import { detailedApiKeys } from './credentials/detailed-api-key.js'
import { passwordHashes } from './credentials/password-hashes.js'
import type { HashCost } from './credentials/password.js'
import { passwords as ownPasswords } from './credentials/password.js'
import { sessions } from './credentials/session.js'
import { tokens } from './credentials/token.js'
import type { WorkQueue } from './credentials/work-queue.js'
import { devices } from './device/devices.js'
import type { HostServices } from './host/api.js'
import { entrance } from './http/entrance.js'
import type { Services } from './http/services.js'
import { streams } from './http/streams.js'
import { userImport } from './import/user-import.js'
import type { Afterwards } from './one-time-link/afterwards.js'
import { afterwards } from './one-time-link/afterwards.js'
import { oneTimeLinks } from './one-time-link/one-time-links.js'
import { leakedSecrets } from './secret-scanning/leaked-secrets.js'
import { secretScanning } from './secret-scanning/secret-scanning.js'
import { codeCheck } from './sign-in/code-check.js'
import { limitedChallenges } from './sign-in/limited-challenges.js'
import { passkeySignIn } from './sign-in/passkey.js'
import { passwordCheck } from './sign-in/password-check.js'
import { passwordVerification } from './sign-in/password-verification.js'
import { secondStep } from './sign-in/second-step.js'
import { securityKeyCheck } from './sign-in/security-key-check.js'
import { seenPasskeys, seenSecondSteps, seenSignIns } from './sign-in/seen-sign-ins.js'
import { signIns } from './sign-in/sign-in.js'
import type { Throttle } from './sign-in/throttle.js'
import { throttle } from './sign-in/throttle.js'
import { accountKeys } from './ssh/account-keys.js'
import { sshGrants } from './ssh/grant.js'
import { sshHosts } from './ssh/host.js'
import { sshLogins } from './ssh/own-logins.js'
import { privateKeyReader } from './ssh/key-file/reader.js'
import { sshPrivateKeys } from './ssh/private-key.js'
import { sshKeys } from './ssh/ssh-key.js'

/** What keyward itself closes, or looks at. */
interface Kept {
  /** Where password hashes wait their turn. */
  readonly passwordQueue: Pick<WorkQueue, 'load'>
  readonly throttle: Throttle
  readonly afterwards: Afterwards
}

/** The services that routes and the app's own code call, and what keyward itself closes, or looks at. */
export type AllServices = Services & HostServices & Kept

/** What services are made of beside the core. */
interface Beside {
  readonly hashCost: HashCost | undefined
  readonly mounts: Mounts
}

/** Makes every service. */
export function servicesOf(core: Core, { hashCost, mounts }: Beside): AllServices {
  const { passwords: chosen } = core.options
  const hashing = passwordHashes(ownPasswords(chosen.peppers, hashCost), chosen)
  const limits = throttle(core)
  const passwords = passwordCheck(core, hashing, limits)
  const codes = codeCheck(core, limits)
  const issued = limitedChallenges(core, limits)
  const keys = securityKeyCheck(core, { codes, issued })
  const ins = signIns(core, passwords, hashing)
  const seenIns = seenSignIns(core, ins)
  const later = afterwards()
  const revoking = revocation(core)
  const credentials = issuedCredentials(core)
  return Object.freeze({
    options: core.options,
    entrance: entrance(core, seenIns),
    streams: streams(),
    audit: audit(core),
    factors: ownFactors(core),
    standing: standing(core),
    userNames: userNames(core),
    sentForms: sentForms(core),
    waitingSecrets: waitingSecrets(core),
    endOtherSessions: (client, who) => endOtherSessions(core, client, who),
    throttle: limits,
    passwordQueue: hashing.queue,
    signIns: seenIns,
    secondSteps: seenSecondSteps(core, secondStep(core, { codes, keys, limits }, ins)),
    passkeys: seenPasskeys(core, passkeySignIn(core, { keys, limits }, ins)),
    reauthentication: reauthentication(core, { passwords, codes, keys }),
    passwordChange: passwordChange(core, passwords, hashing),
    passwordVerification: passwordVerification(core, passwords, hashing),
    totp: totpEnrolment(core, seenIns),
    securityKeys: securityKeyEnrolment(core, issued, seenIns),
    factorRemoval: factorRemoval(core),
    recovery: recovery(core),
    ...credentials,
    devices: devices(core, limits),
    introspection: introspection(core),
    mounts,
    sshHosts: sshHosts(core),
    sshGrants: sshGrants(core),
    sshLogins: sshLogins(core),
    accountKeys: accountKeys(core, async (owner, policy) => {
      return (await complianceOf(core, owner, { policy, proved: null })).due
    }),
    sshPrivateKeys: sshPrivateKeys(core, privateKeyReader()),
    revocation: revoking,
    secretScanning: secretScanning(core, revoking),
    leakedSecrets: leakedSecrets(core, revoking),
    users: userAdministration(core, hashing),
    userImport: userImport(core, hashing),
    serviceAccounts: serviceAccounts(core),
    afterwards: later,
    oneTimeLinks: oneTimeLinks(core, { passwords: hashing, limits, mounts, afterwards: later }),
    policies: policyAdministration(core),
    credentials: credentialAdministration(core, credentials),
  } satisfies AllServices)
}

/** What users and service accounts are given. */
function issuedCredentials(
  core: Core,
): Pick<AllServices, 'apiKeys' | 'detailedApiKeys' | 'tokens' | 'sshKeys' | 'sessions'> {
  return {
    apiKeys: apiKeys(core),
    detailedApiKeys: detailedApiKeys(core),
    tokens: tokens(core),
    sshKeys: sshKeys(core),
    sessions: sessions(core),
  }
}
