import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { origin } from '../../../support/app.js'
import { enrolKey, passwordStep, touch } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'
import { path } from './scene.js'

/** How often passkeys may fail, and how much may be asked of security keys. */
export function passkeyLimitsContract(framework: Framework): void {
  describe('the limits on passkeys', () => {
    const app = appFor(framework, {
      options: { passkeys: true, throttle: { perAddress: { failures: 5, minutes: 15 } } },
    })

    it('let an address begin so often, and again later', async () => {
      const client = app().client()
      // Ten times as often as it may fail: every sign-in page asks for one.
      for (let i = 0; i < 50; i++) assert.equal((await client.post(`${path}/options`)).status, 200)
      const answer = await app().client().post(`${path}/options`)
      refused(answer, 429, 'too_many_attempts')
      assert.ok(Number(answer.headers['retry-after']) > 0)
      app().clock.advance({ minutes: 15 })
      assert.equal((await client.post(`${path}/options`)).status, 200)
      app().clock.advance({ minutes: 15 })
    })

    it('let an address answer wrongly so often, and count no right answer', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner, { passkey: true, verifiesUser: true })
      for (let i = 0; i < 7; i++) assert.equal((await touch(app().client(), path, { device })).status, 201)
      const tamper = { signature: () => Buffer.from('no') }
      const client = app().client()
      const options = (await client.post(`${path}/options`)).body as object
      const response = device.assert(options, { origin, tamper })
      for (let i = 0; i < 5; i++) refused(await client.post(path, { response }), 401, 'invalid_code')
      refused(await client.post(path, { response }), 429, 'too_many_attempts')
    })
  })

  describe('the limits on what is asked of security keys', () => {
    const app = appFor(framework, {
      options: { throttle: { perAddress: { failures: 5, minutes: 15 } } },
      proxy: true,
    })
    const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })
    const elsewhere = from('203.0.113.9')

    /** Somebody in each of the three places where a key is asked for. */
    async function asking() {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner)
      const { client } = await passwordStep(app(), owner.user)
      return { owner, device, client }
    }

    it('let a flood by one user leave five challenges in the database, wherever it asks', async () => {
      const { owner, client } = await asking()
      const before = (await app().database.dump()).keyward_challenge?.length ?? 0
      const places = [
        () => client.post('/session/security-key/options'),
        () => owner.post('/session/reauthentication/security-key/options'),
        () => owner.post('/mfa/security-keys/options'),
      ]
      for (let i = 0; i < 5; i++) assert.equal((await places[i % 3]?.())?.status, 200)
      for (const ask of places) {
        const answer = await ask()
        refused(answer, 429, 'too_many_attempts')
        assert.ok(Number(answer.headers['retry-after']) > 0)
      }
      assert.equal((await app().database.dump()).keyward_challenge?.length, before + 5)
      app().clock.advance({ minutes: 15 })
      assert.equal((await owner.post('/session/reauthentication/security-key/options')).status, 200)
    })

    it('are each user’s own, and each address’s: nobody keeps the key of another from being asked for', async () => {
      const [{ client, owner }, other] = [await asking(), await asking()]
      for (let i = 0; i < 6; i++) await client.post('/session/security-key/options')
      assert.equal((await other.client.post('/session/security-key/options')).status, 200)
      const again = await app()
        .client()
        .post('/session', { username: owner.user.username, password: app().password }, elsewhere)
      assert.equal(again.status, 202)
      assert.equal((await client.post('/session/security-key/options', {}, elsewhere)).status, 200)
    })

    it('count nothing that is answered rightly', async () => {
      const { owner, device } = await asking()
      for (let i = 0; i < 7; i++) {
        const { client } = await passwordStep(app(), owner.user)
        assert.equal((await touch(client, '/session/security-key', { device })).status, 201)
        assert.equal((await touch(client, '/session/reauthentication/security-key', { device })).status, 200)
      }
      for (let i = 0; i < 7; i++) await enrolKey(owner)
    })
  })
}
