import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { interruptedStore } from '../../../support/interrupted-store.js'
import { invalidToken } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'
import { deviceScene } from './scene.js'

export function overtakenDevicesContract(framework: Framework): void {
  describe('a device, while what lets it in ends at whatever moment', () => {
    const store = interruptedStore()
    const app = appFor(framework, { over: (inner) => store.over(inner) })
    const { begin, poll, approve } = deviceScene(app)
    // No window of one moment is open in the next: an address may begin 20 devices in 10 minutes.
    beforeEach(() => {
      app().clock.advance({ minutes: 11 })
    })

    it('gets no token by a yes from a session that was ended', async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        app().clock.advance({ minutes: 11 })
        const { keyward, signedIn } = app()
        const thief = await signedIn()
        const device = await begin()
        const { answer, happened } = await store.before(
          moment,
          () => keyward.users.endSessions(thief.user.id),
          () => thief.post(`/device/${device.userCode}/approval`, {}),
        )
        if (!happened) {
          assert.equal(answer.status, 204)
          assert.ok(moment > 3)
          return
        }
        const { status, body } = await poll(device)
        assert.equal(status, 400, `moment ${String(moment)}: ${JSON.stringify(body)}`)
      }
    })

    it('is told the whole life of its token, however long the answer takes', async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        app().clock.advance({ minutes: 11 })
        const device = await begin()
        await approve(await app().signedIn(), device, { expiresInHours: 1 })
        const tick = () => Promise.resolve(app().clock.advance({ ms: 1 }))
        const { answer, happened } = await store.before(moment, tick, () => poll(device))
        assert.equal(answer.body.expires_in, 3600, `moment ${String(moment)}`)
        if (!happened) return assert.ok(moment > 3)
      }
    })

    it('holds no token that works once its owner was disabled', async function () {
      this.timeout(120_000)
      for (let moment = 0; ; moment++) {
        app().clock.advance({ minutes: 11 })
        const { keyward, signedIn } = app()
        const owner = await signedIn()
        const device = await begin()
        await approve(owner, device)
        const { answer, happened } = await store.before(
          moment,
          () => keyward.users.disable(owner.user.id),
          () => poll(device),
        )
        if (!happened) {
          assert.equal(answer.status, 200)
          assert.ok(moment > 3)
          return
        }
        await keyward.users.enable(owner.user.id)
        if (answer.status !== 200) {
          assert.equal(answer.body.error, 'access_denied')
          continue
        }
        invalidToken(await app().client().get('/api/hello', { bearer: answer.body.access_token }))
      }
    })
  })
}
