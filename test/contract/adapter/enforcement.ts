import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { enforcedSignInContract } from './enforcement/sign-in.js'
import { overtakenSessionContract } from './enforcement/session.js'
import { demandedFactorContract } from './enforcement/demanded-factor.js'
import { blockingContract } from './enforcement/blocking.js'
import { settingContract } from './enforcement/setting.js'
import { factorGuardContract } from './enforcement/guard.js'
import { enforcementScene } from './enforcement/scene.js'

export function enforcementContract(framework: Framework): void {
  const app = appFor(framework)
  const scene = enforcementScene(app)
  enforcedSignInContract(app, scene)
  overtakenSessionContract(app, scene)
  demandedFactorContract(app, scene)
  blockingContract(app, scene)
  settingContract(app, scene)
  factorGuardContract(app)
}
