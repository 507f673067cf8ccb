import { activitySection } from './account/activity.js'
import { apiKeySection } from './account/api-keys.js'
import { accountSection } from './account/home.js'
import { passkeySection } from './account/passkeys.js'
import { passwordSection } from './account/password.js'
import { sessionSection } from './account/sessions.js'
import { sshKeySection } from './account/ssh-keys.js'
import { sshPrivateKeySection } from './account/ssh-private-keys.js'
import { tokenSection } from './account/tokens.js'
import { twoStepSection } from './account/two-step.js'
import { adminActivitySection } from './admin/activity.js'
import { adminCredentialSection } from './admin/credentials.js'
import { adminGrantSection } from './admin/grants.js'
import { adminHostSection } from './admin/hosts.js'
import { adminPolicySection } from './admin/policies.js'
import { adminServiceAccountSection } from './admin/service-accounts.js'
import { adminUserSection } from './admin/users.js'
import { activationSection } from './sign-in/activation.js'
import { enrolmentSection } from './sign-in/enrolment.js'
import { oneTimeLinkSection } from './sign-in/one-time-link.js'
import { passwordResetSection } from './sign-in/password-reset.js'
import { reauthenticationSection } from './sign-in/reauthentication.js'
import { secondStepSection } from './sign-in/second-step.js'
import { signInSection } from './sign-in/sign-in.js'
import type { Section } from './site/section.js'

/** All sections of the account pages. Those with a label stand in the navigation, in this order. */
export const sections: readonly Section[] = [
  signInSection,
  secondStepSection,
  enrolmentSection,
  reauthenticationSection,
  activationSection,
  oneTimeLinkSection,
  passwordResetSection,
  accountSection,
  apiKeySection,
  tokenSection,
  sshKeySection,
  sshPrivateKeySection,
  twoStepSection,
  passkeySection,
  passwordSection,
  sessionSection,
  activitySection,
  adminUserSection,
  adminServiceAccountSection,
  adminPolicySection,
  adminHostSection,
  adminGrantSection,
  adminCredentialSection,
  adminActivitySection,
]
