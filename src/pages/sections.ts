import { activitySection } from './activity.js'
import { adminActivitySection } from './admin-activity.js'
import { adminCredentialSection } from './admin-credentials.js'
import { adminGrantSection } from './admin-grants.js'
import { adminHostSection } from './admin-hosts.js'
import { adminPolicySection } from './admin-policies.js'
import { adminUserSection } from './admin-users.js'
import { apiKeySection } from './api-keys.js'
import { enrolmentSection } from './enrolment.js'
import { passwordSection } from './password.js'
import { reauthenticationSection } from './reauthentication.js'
import { secondStepSection } from './second-step.js'
import type { Section } from './section.js'
import { sessionSection } from './sessions.js'
import { signInSection } from './sign-in.js'
import { sshKeySection } from './ssh-keys.js'
import { sshPrivateKeySection } from './ssh-private-keys.js'
import { tokenSection } from './tokens.js'
import { twoStepSection } from './two-step.js'

/** Every part of the account pages; those with a label stand in the navigation in this order. */
export const sections: readonly Section[] = [
  signInSection,
  secondStepSection,
  enrolmentSection,
  reauthenticationSection,
  passwordSection,
  apiKeySection,
  tokenSection,
  sshKeySection,
  sshPrivateKeySection,
  twoStepSection,
  sessionSection,
  activitySection,
  adminUserSection,
  adminPolicySection,

  adminHostSection,
  adminGrantSection,
  adminCredentialSection,
  adminActivitySection,
]
