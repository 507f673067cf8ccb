import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolKey, passwordStep } from '../../../support/factors.js'
import { unauthenticated } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { SecondStepScene } from './scene.js'

/** The password of somebody who has a second factor opens a second step, and no session. */
export function passwordStepContract(app: () => App, { withApp }: SecondStepScene): void {
  describe('POST /session of a user with a second factor', () => {
    it('answers 202 with what to prove next, and makes no session', async () => {
      const { user } = await withApp()
      const { client, answer } = await passwordStep(app(), user)
      const { expiresAt, ...body } = answer.body
      assert.deepEqual(
        [answer.status, body],
        [202, { status: 'second_factor_required', methods: ['totp', 'recovery_code'] }],
      )
      assert.equal(Date.parse(expiresAt), app().clock.now() + 600_000)
      assert.deepEqual([...client.cookies.keys()], ['keyward-pending'])
      unauthenticated(await client.get('/session'))
    })

    it('names the security key first among the methods of a user who has one', async () => {
      const { owner, user } = await withApp()
      await enrolKey(owner)
      const { answer } = await passwordStep(app(), user)
      assert.deepEqual(answer.body.methods, ['security_key', 'totp', 'recovery_code'])
    })

    it('ends the session that the browser had', async () => {
      const { owner, user } = await withApp()
      const before = owner.cookies.get('keyward') ?? ''
      const answer = await owner.post('/session', { username: user.username, password: app().password })
      assert.equal(answer.status, 202)
      assert.deepEqual([...owner.cookies.keys()], ['keyward-pending'])
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${before}` } }),
      )
    })

    it('asks those for it whom the host signs in, too', async () => {
      const { user } = await withApp()
      const browser = app().client()
      await app().keyward.users.setPassword(user.id, app().password)
      const { answer } = await passwordStep(app(), user)
      assert.equal(answer.status, 202)
      const sso = await browser.post(`/api/sso/${user.id}`)
      // The host's own proof was `otp`: that is a second factor.
      assert.deepEqual([sso.status, sso.body.status], [200, 'signed_in'])
    })
  })
}
