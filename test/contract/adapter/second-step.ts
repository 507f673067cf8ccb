import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { passwordStepContract } from './second-step/password-step.js'
import { totpStepContract } from './second-step/totp.js'
import { recoveryCodeStepContract } from './second-step/recovery-code.js'
import { securityKeyStepContract } from './second-step/security-key.js'
import { codeLimitContract } from './second-step/code-limit.js'
import { pendingContract } from './second-step/pending.js'
import { secondStepScene } from './second-step/scene.js'

export function secondStepContract(framework: Framework): void {
  const app = appFor(framework)
  const scene = secondStepScene(app)
  passwordStepContract(app, scene)
  totpStepContract(app, scene)
  recoveryCodeStepContract(app, scene)
  securityKeyStepContract(app, scene)
  codeLimitContract(app, scene, framework)
  pendingContract(app, scene, framework)
}
