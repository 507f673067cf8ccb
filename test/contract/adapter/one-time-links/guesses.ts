import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import { linkScene } from './scene.js'

const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })

/** How often codes may be guessed. */
export function linkGuessesContract(framework: Framework): void {
  describe('guesses at one-time links', () => {
    const perAddress = { failures: 3, minutes: 15 }
    const app = appFor(framework, { proxy: true, throttled: true, options: { throttle: { perAddress } } })
    const { resetFor } = linkScene(app)
    const guess = (ip: string, code = `kwo_${'a'.repeat(36)}`, password = newPassword()) =>
      app().client().post('/one-time-links/password-reset', { code, newPassword: password }, from(ip))

    it('are counted by address, never among those of the sign-in, and weak passwords are none', async () => {
      const { user, client, password } = app()
      const owner = await user()
      const code = await resetFor(owner)
      for (let i = 0; i < 5; i++) assert.equal((await guess('203.0.113.1', code, 'weak')).status, 422)
      for (let i = 0; i < 3; i++) refused(await guess('203.0.113.1'), 401, 'invalid_code')
      const locked = await guess('203.0.113.1', code)
      refused(locked, 429, 'too_many_attempts')
      assert.ok(Number(locked.headers['retry-after']) > 0)
      // Nor is anybody kept from signing in there, or from using the link elsewhere.
      const { username } = owner
      const signIn = await client().post('/session', { username, password }, from('203.0.113.1'))
      assert.equal(signIn.status, 201)
      assert.equal((await guess('203.0.113.2', code)).status, 204)
    })

    it('are none where a code was a link’s, however many come at once: all are told the same', async () => {
      const owner = await app().user()
      const code = await resetFor(owner)
      const statuses = (await Promise.all(Array.from({ length: 12 }, () => guess('203.0.113.3', code))))
        .map(({ status }) => status)
        .toSorted()
      assert.deepEqual(statuses, [204, ...Array.from({ length: 11 }, () => 401)])
      for (let i = 0; i < 5; i++) refused(await guess('203.0.113.3', code), 401, 'invalid_code')
      assert.equal((await guess('203.0.113.3', await resetFor(await app().user()))).status, 204)
    })
  })
}
