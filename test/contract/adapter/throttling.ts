import { afterEach, beforeEach, describe } from 'mocha'
import type { AppSetup } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import type { StoppedTime } from '../../support/stopped-time.js'
import { stoppedTime } from '../../support/stopped-time.js'
import { appFor } from '../../support/suite.js'
import { throttledAddressesContract } from './throttling/addresses.js'
import { knownBrowsersContract } from './throttling/known-browsers.js'
import { throttleCountingContract } from './throttling/counting.js'
import { throttleScene } from './throttling/scene.js'
import { throttledHostsContract } from './throttling/hosts.js'
import { wrongPasswordContract } from './throttling/wrong-password.js'

export function throttlingContract(framework: Framework, setup: Pick<AppSetup, 'over'> = {}): void {
  describe('the throttle', () => {
    const app = appFor(framework, { ...setup, throttled: true, proxy: true })
    let time: StoppedTime
    beforeEach(() => {
      // No window of one test is open in the next.
      app().clock.advance({ hours: 2 })
      // Many sign in at once here, and none may be told that it waited too long for its turn.
      time = stoppedTime()
    })
    afterEach(() => time[Symbol.dispose]())

    const scene = throttleScene(app)
    throttledAddressesContract(app, scene)
    knownBrowsersContract(app, scene)
    throttleCountingContract(app, scene)
  })
  throttledHostsContract(framework, setup)
  wrongPasswordContract(framework)
}
