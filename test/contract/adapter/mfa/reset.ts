import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey, passwordStep } from '../../../support/factors.js'
import { refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** Resetting somebody’s factors, and what is stored of an authenticator app. */
export function resetContract(app: () => App): void {
  describe('POST /admin/users/:id/mfa-reset', () => {
    it('removes all factors, ends sessions, and records why', async () => {
      const [admin, client] = [await app().admin(), await app().signedIn()]
      await enrolApp(app(), client)
      await enrolKey(client)
      const shown = (await admin.get(`/admin/users/${client.user.id}`)).body
      assert.deepEqual(shown.mfa, { totp: true, securityKeys: 1 })
      const path = `/admin/users/${client.user.id}/mfa-reset`
      assert.equal((await admin.post(path, { reason: 'lost the phone' })).status, 204)
      unauthenticated(await client.get('/session'))
      assert.equal((await passwordStep(app(), client.user)).answer.status, 201)
      const [event] = (await admin.get('/admin/events?type=mfa.reset')).body.items
      assert.deepEqual([event.subject.id, event.reason, event.note], [client.user.id, null, 'lost the phone'])
      assert.equal(event.actor.id, admin.user.id)
    })

    it('needs a reason, is never for oneself, and knows its users', async () => {
      const [admin, client] = [await app().admin(), await app().signedIn()]
      const reset = (id: string, body: object) => admin.post(`/admin/users/${id}/mfa-reset`, body)
      refusedFields(await reset(client.user.id, {}), { reason: 'required' })
      refusedFields(await reset(client.user.id, { reason: ' ' }), { reason: 'required' })
      refused(await reset(admin.user.id, { reason: 'x' }), 403, 'forbidden')
      refused(await reset('nobody', { reason: 'x' }), 404, 'not_found')
    })
  })

  describe('a sealed TOTP secret', () => {
    it('copied to another user’s row opens for nobody, and waives nothing', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const mine = await enrolApp(app(), owner)
      await enrolApp(app(), thief)
      await app().database.dataSource.query(
        `UPDATE keyward_totp SET sealed = (SELECT sealed FROM keyward_totp WHERE user_id = '${owner.user.id}') WHERE user_id = '${thief.user.id}'`,
      )
      const { client, answer } = await passwordStep(app(), thief.user)
      assert.equal(answer.status, 202)
      refused(await client.post('/session/totp', { code: mine.code() }), 503, 'unavailable')
      // The owner's own works on.
      const browser = (await passwordStep(app(), owner.user)).client
      assert.equal((await browser.post('/session/totp', { code: mine.code() })).status, 201)
    })
  })
}
