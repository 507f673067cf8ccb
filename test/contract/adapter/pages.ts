import type { Framework } from '../../support/host.js'
import { credentialPagesContract } from './pages/credentials.js'
import { formsContract } from './pages/forms.js'
import { framePagesContract } from './pages/frame.js'
import { signInPagesContract } from './pages/sign-in.js'
import { twoStepPagesContract } from './pages/two-step.js'

const parts = [
  framePagesContract,
  signInPagesContract,
  formsContract,
  credentialPagesContract,
  twoStepPagesContract,
]

/** What the account pages promise, without a script. */
export function pagesContract(framework: Framework): void {
  for (const part of parts) part(framework)
}
