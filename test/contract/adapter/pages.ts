import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { activationPagesContract } from './pages/activation.js'
import { activityPagesContract } from './pages/activity.js'
import { credentialPagesContract } from './pages/credentials.js'
import { deadEndsContract } from './pages/dead-ends.js'
import { everyFormContract } from './pages/every-form.js'
import { formsContract } from './pages/forms.js'
import { framePagesContract } from './pages/frame.js'
import { hiddenSectionsContract } from './pages/hidden-sections.js'
import { mountsContract } from './pages/mounts.js'
import { oneTimeLinkPagesContract } from './pages/one-time-links.js'
import { overviewPagesContract } from './pages/overview.js'
import { hostOptionsContract } from './pages/host-options.js'
import { ownSignInPagesContract } from './pages/own-sign-in.js'
import { passkeyPagesContract } from './pages/passkeys.js'
import { shownOnceContract } from './pages/shown-once.js'
import { signInPagesContract } from './pages/sign-in.js'
import { sessionPagesContract } from './pages/sessions.js'
import { standingPagesContract } from './pages/standing.js'
import { twoStepPagesContract } from './pages/two-step.js'
import { unaskedKeysContract } from './pages/unasked-keys.js'

const parts = {
  frame: framePagesContract,
  'sign-in': signInPagesContract,
  'one-time links': oneTimeLinkPagesContract,
  forms: formsContract,
  'dead ends': deadEndsContract,
  'host options': hostOptionsContract,
  'every form': everyFormContract,
  'hidden sections': hiddenSectionsContract,
  mounts: mountsContract,
  overview: overviewPagesContract,
  activity: activityPagesContract,
  credentials: credentialPagesContract,
  'shown once': shownOnceContract,
  sessions: sessionPagesContract,
  'standing facts': standingPagesContract,
  'two-step': twoStepPagesContract,
  passkeys: passkeyPagesContract,
  activation: activationPagesContract,
  'unasked keys': unaskedKeysContract,
  'own sign-in': ownSignInPagesContract,
}

/** What the account pages promise, without a script. */
export function pagesContract(framework: Framework): void {
  for (const [name, part] of Object.entries(parts)) describe(name, () => part(framework))
}
