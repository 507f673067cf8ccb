import { beforeEach, describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { deviceAnswersContract } from './devices/answers.js'
import { deviceBeginningContract } from './devices/beginning.js'
import { deviceCollectionContract } from './devices/collection.js'
import { deviceEndsContract } from './devices/ends.js'
import { overtakenDevicesContract } from './devices/overtaken.js'
import { deviceScene } from './devices/scene.js'
import { withoutDevicesContract } from './devices/without.js'

export function devicesContract(framework: Framework): void {
  describe('devices that sign in', () => {
    const app = appFor(framework)
    // No window of one test is open in the next: an address may begin 20 devices in 10 minutes.
    beforeEach(() => {
      app().clock.advance({ minutes: 11 })
    })
    const scene = deviceScene(app)
    deviceBeginningContract(app, scene)
    deviceAnswersContract(app, scene)
    deviceCollectionContract(app, scene)
    deviceEndsContract(app, scene)
  })
  overtakenDevicesContract(framework)
  withoutDevicesContract(framework)
}
