import { activationTexts } from './activation.js'
import { activityTexts, eventTexts, ownEventTexts } from './activity.js'
import { refusedTexts } from './refused.js'
import { adminActivityTexts } from './admin/admin-activity.js'
import { adminCredentialTexts, kindTexts } from './admin/admin-credentials.js'
import { adminGrantTexts, permitTexts } from './admin/admin-grants.js'
import { adminHostTexts } from './admin/admin-hosts.js'
import { adminPolicyTexts } from './admin/admin-policies.js'
import {
  policyFieldTexts,
  policyGroupTexts,
  policyHoldTexts,
  policyLimitTexts,
  policyValueTexts,
} from './admin/policy-terms.js'
import { adminServiceAccountTexts } from './admin/admin-service-accounts.js'
import { adminUserTexts } from './admin/admin-users.js'
import { apiKeyTexts } from './api-keys.js'
import { authenticatorTexts } from './factors/authenticator.js'
import { doneTexts, doneToOthersTexts, noticeTexts } from './banners.js'
import { controlTexts } from './controls.js'
import { credentialSortTexts, credentialStatusTexts, credentialTexts } from './credentials.js'
import { enrolmentTexts } from './factors/enrolment.js'
import { eventReasonTexts } from './event-reasons.js'
import { lastUseTexts } from './last-use.js'
import { layoutTexts } from './layout.js'
import { newKeyTexts } from './new-key.js'
import { oneTimeLinkTexts } from './one-time-link.js'
import { overviewTexts } from './overview.js'
import { ownKeyTexts } from './own-keys.js'
import { passkeyTexts } from './factors/passkeys.js'
import { listTexts } from './lists.js'
import { passwordTexts } from './password.js'
import { lockTexts, problemTexts, refusalTexts } from './problems.js'
import { proofTexts } from './factors/proof.js'
import { secondStepTexts } from './factors/second-step.js'
import { securityKeyTexts } from './factors/security-key.js'
import { amrTexts, sessionTexts } from './sessions.js'
import { shownOnceTexts } from './shown-once.js'
import { signInTexts } from './sign-in.js'
import { sshKeyTexts } from './ssh-keys.js'
import { sshPrivateKeyTexts } from './ssh-private-keys.js'
import { standingTexts } from './standing.js'
import { timeTexts } from './time.js'
import { tokenTexts } from './tokens.js'
import { twoStepTexts } from './factors/two-step.js'

/** All texts of the pages, each part by the name that hosts know it by. */
export const catalogue = Object.freeze({
  activation: activationTexts,
  activity: activityTexts,
  adminActivity: adminActivityTexts,
  adminCredential: adminCredentialTexts,
  adminGrant: adminGrantTexts,
  adminHost: adminHostTexts,
  adminPolicy: adminPolicyTexts,
  adminServiceAccount: adminServiceAccountTexts,
  adminUser: adminUserTexts,
  amr: amrTexts,
  apiKey: apiKeyTexts,
  authenticator: authenticatorTexts,
  control: controlTexts,
  credential: credentialTexts,
  credentialSort: credentialSortTexts,
  credentialStatus: credentialStatusTexts,
  done: doneTexts,
  doneToOthers: doneToOthersTexts,
  enrolment: enrolmentTexts,
  event: eventTexts,
  ownEvent: ownEventTexts,
  eventReason: eventReasonTexts,
  kind: kindTexts,
  lastUse: lastUseTexts,
  layout: layoutTexts,
  list: listTexts,
  notice: noticeTexts,
  lock: lockTexts,
  newKey: newKeyTexts,
  oneTimeLink: oneTimeLinkTexts,
  overview: overviewTexts,
  ownKey: ownKeyTexts,
  passkey: passkeyTexts,
  password: passwordTexts,
  permit: permitTexts,
  policyField: policyFieldTexts,
  policyGroup: policyGroupTexts,
  policyHold: policyHoldTexts,
  policyLimit: policyLimitTexts,
  policyValue: policyValueTexts,
  problem: problemTexts,
  proof: proofTexts,
  refusal: refusalTexts,
  refused: refusedTexts,
  secondStep: secondStepTexts,
  securityKey: securityKeyTexts,
  session: sessionTexts,
  shownOnce: shownOnceTexts,
  signIn: signInTexts,
  sshKey: sshKeyTexts,
  sshPrivateKey: sshPrivateKeyTexts,
  standing: standingTexts,
  time: timeTexts,
  token: tokenTexts,
  twoStep: twoStepTexts,
})
