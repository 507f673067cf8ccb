import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import type { EnforcementScene } from './scene.js'

/** A session from before the policy demanded a factor. */
export function overtakenSessionContract(app: () => App, { organization }: EnforcementScene): void {
  describe('a session that the policy has overtaken', () => {
    it('is downgraded: it may look, prove itself, enrol and leave', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      app().clock.advance({ minutes: 11 })
      await demand({ enforceMfa: true })
      for (const [method, path] of [
        ['get', '/api-keys'],
        ['get', '/sessions'],
        ['get', '/events'],
        ['put', '/password'],
        ['delete', '/mfa'],
        ['get', '/api/hello'],
        ['get', '/api/optional'],
      ] as const) {
        const answer = await client.send(method, path, method === 'put' ? {} : undefined)
        refused(answer, 403, 'enrolment_required')
        assert.deepEqual(answer.body.methods, ['security_key', 'totp'])
      }
      const { policy } = (await client.get('/session')).body
      assert.deepEqual([policy.satisfied, policy.missing], [false, ['security_key', 'totp']])
      assert.equal((await client.get('/mfa')).status, 200)
      assert.equal((await client.get('/policy')).status, 200)
      // A stolen old cookie enrols no key of the thief’s.
      refused(await client.post('/mfa/totp'), 403, 'reauthentication_required')
      await client.post('/session/reauthentication', { password: app().password })
      await enrolApp(app(), client)
      assert.equal((await client.get('/api-keys')).status, 200)
      assert.equal((await client.delete('/session')).status, 204)
    })

    it('is downgraded where it came in by TOTP and a key is demanded, and a touch brings it back', async () => {
      const { demand, member } = await organization()
      const user = await member()
      const owner = await app().signedIn(user)
      const phone = await enrolApp(app(), owner)
      const { device } = await enrolKey(owner)
      const { client } = await passwordStep(app(), user)
      await client.post('/session/totp', { code: phone.code() })
      await demand({ enforceSecurityKey: true })
      const answer = await client.get('/api/hello')
      refused(answer, 403, 'enrolment_required')
      assert.deepEqual(answer.body.methods, ['security_key'])
      await touch(client, '/session/reauthentication/security-key', { device })
      assert.equal((await client.get('/api/hello')).status, 200)
    })

    it('is left alone in the grace period', async () => {
      const { demand, member } = await organization()
      await demand({ enforceMfa: true, graceDays: 1 })
      const user = await member()
      app().clock.advance({ hours: 23 })
      const client = await app().signedIn(user)
      assert.equal((await client.get('/api/hello')).status, 200)
      app().clock.advance({ hours: 1 })
      refused(await client.get('/api/hello'), 403, 'enrolment_required')
    })
  })
}
