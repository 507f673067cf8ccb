import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { bearerFormContract } from './bearer/form.js'
import { refusedBearerContract } from './bearer/refused.js'
import { besideBearerContract } from './bearer/beside.js'
import { bearerScene } from './bearer/scene.js'
import { carriersContract } from './bearer/carriers.js'

export function bearerContract(framework: Framework): void {
  describe('a bearer credential', () => {
    const app = appFor(framework)
    const scene = bearerScene(app)
    bearerFormContract(scene)
    refusedBearerContract(app, scene)
    besideBearerContract(app, scene)
  })
  carriersContract(framework)
}
