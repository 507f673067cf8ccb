import { describe } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { recordedRefusalsContract } from './refusals/recorded.js'
import { everyCodeContract } from './refusals/every-code.js'
import { refusalAmountContract } from './refusals/amount.js'
import { refusalsScene } from './refusals/scene.js'

export function refusalsContract(framework: Framework): void {
  describe('the record of what is refused', () => {
    const app = appFor(framework, { proxy: true, throttled: true, pages: accountPages() })
    const scene = refusalsScene()
    recordedRefusalsContract(app, scene)
    refusalAmountContract(app, scene)
    everyCodeContract(app)
  })
}
