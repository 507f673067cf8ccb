import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { livesPolicyContract } from './policies/lives.js'
import { impactContract } from './policies/impact.js'
import { policyScene } from './policies/scene.js'
import { policySettingContract } from './policies/setting.js'
import { effectivePolicyContract } from './policies/effective.js'

export function policiesContract(framework: Framework): void {
  policySettingContract(framework)
  effectivePolicyContract(framework)
  describe('a policy for API keys and tokens', () => {
    const app = appFor(framework)
    const scene = policyScene(app)
    livesPolicyContract(app, scene)
    impactContract(app, scene)
  })
}
