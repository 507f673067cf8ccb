import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { rotatedLifeContract } from './rotation/life.js'
import { rotationOverlapContract } from './rotation/overlap.js'
import { refusedRotationContract } from './rotation/refused.js'
import { rotationScene } from './rotation/scene.js'

export function rotationContract(framework: Framework): void {
  describe('POST /api-keys/:id/rotation', () => {
    const app = appFor(framework)
    const scene = rotationScene(app)
    rotatedLifeContract(app, scene)
    rotationOverlapContract(app, scene)
    refusedRotationContract(app, scene)
  })
}
