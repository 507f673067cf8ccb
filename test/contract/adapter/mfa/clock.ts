import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { enrolApp, passwordStep } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import { codeAt } from '../../../support/totp.js'

/** A clock that runs ahead for a while, and is set back. */
export function clockContract(app: () => App): void {
  describe('a clock that was an hour ahead, and is set back', () => {
    /** Somebody who has used their authenticator app while the clock was ahead. */
    async function usedAhead() {
      const client = await app().signedIn()
      const phone = await enrolApp(app(), client)
      app().clock.advance({ hours: 1 })
      const ahead = await passwordStep(app(), client.user)
      const code = phone.code()
      assert.equal((await ahead.client.post('/session/totp', { code })).status, 201)
      app().clock.advance({ hours: -1 })
      return { client, phone, ahead, code, now: () => codeAt(phone.secret, app().clock.now()) }
    }
    const reasonsOf = (userId: string) =>
      app().events.flatMap((event) =>
        event.type === 'second_factor.refused' && event.userId === userId ? [event.reason] : [],
      )

    it('refuses the right code, which may have been used, says why in the audit, warns once, and counts no attempt', async () => {
      const codes: unknown[] = []
      const hear = (warning: Error & { code?: string }): void => void codes.push(warning.code)
      process.on('warning', hear)
      const { client, phone, now } = await usedAhead()
      const { user } = client
      const step = await passwordStep(app(), user)
      for (let i = 0; i < 12; i++) {
        app().clock.advance({ minutes: 1 / 6 })
        refused(await step.client.post('/session/totp', { code: now() }), 401, 'invalid_code')
      }
      process.off('warning', hear)
      const warned = codes.filter((code) => code === 'KEYWARD_CLOCK_WENT_BACK')
      assert.deepEqual([warned.length, ...new Set(reasonsOf(user.id))], [1, 'clock_went_back'])
      assert.equal((await app().store.accounts.byId(user.id))?.codeFailures, 0)
      const [recovery] = phone.recoveryCodes
      assert.equal((await step.client.post('/session/recovery-code', { code: recovery })).status, 201)
    })

    it('guessing while the clock is wrong: counts wrong codes as ever', async () => {
      const { client, now } = await usedAhead()
      const step = await passwordStep(app(), client.user)
      const wrong = now() === '000000' ? '000001' : '000000'
      for (let i = 0; i < 5; i++) {
        refused(await step.client.post('/session/totp', { code: wrong }), 401, 'invalid_code')
      }
      refused(await step.client.post('/session/totp', { code: now() }), 410, 'expired')
    })

    it('a replay: no code that was accepted before is accepted again, whichever way the clock went', async () => {
      const { client, code, now } = await usedAhead()
      const seen = now()
      app().clock.advance({ hours: 1 })
      const { client: again } = await passwordStep(app(), client.user)
      for (const used of [code, seen])
        refused(await again.post('/session/totp', { code: used }), 401, 'invalid_code')
      app().clock.advance({ minutes: 2 })
      assert.equal((await again.post('/session/totp', { code: now() })).status, 201)
    })

    it('takes no proof from the future for a recent one, and takes a new one', async () => {
      const { ahead, phone } = await usedAhead()
      refused(await ahead.client.get('/api/vault'), 403, 'reauthentication_required')
      const [recoveryCode] = phone.recoveryCodes
      assert.equal((await ahead.client.post('/session/reauthentication', { recoveryCode })).status, 200)
      assert.equal((await ahead.client.get('/api/vault')).status, 200)
      app().clock.advance({ minutes: 10 })
      refused(await ahead.client.get('/api/vault'), 403, 'reauthentication_required')
    })

    it('leaves a session that began meanwhile, which ends later by no more than the clock was ahead', async () => {
      const { ahead } = await usedAhead()
      const { session } = (await ahead.client.get('/session')).body
      assert.equal((await ahead.client.get('/api/hello')).status, 200)
      const left = Date.parse(session.expiresAt) - app().clock.now()
      app().clock.advance({ ms: left, hours: 1 })
      assert.equal((await ahead.client.get('/api/hello')).status, 401)
    })
  })
}
