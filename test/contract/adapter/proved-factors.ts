import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { provedKindContract } from './proved-factors/kind.js'
import { provedSessionContract } from './proved-factors/session.js'
import { vouchedContract } from './proved-factors/host.js'
import { provedFactorsScene } from './proved-factors/scene.js'

export function provedFactorsContract(framework: Framework): void {
  const app = appFor(framework, { options: { passkeys: true } })
  const scene = provedFactorsScene(app)
  provedKindContract(app, scene)
  provedSessionContract(app, scene)
  vouchedContract(app, scene)
}
