import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** Which proof makes a session recent enough to change its factors. */
export function recentProofContract(app: () => App): void {
  describe('POST /session/reauthentication', () => {
    it('GHSA-hp74-gm6m-2qm5: asks for the strongest factor that is enrolled', async () => {
      const client = await app().signedIn()
      const prove = (proof: object) => client.post('/session/reauthentication', proof)
      const phone = await enrolApp(app(), client)
      const weaker = await prove({ password: app().password })
      refused(weaker, 403, 'stronger_factor_required')
      assert.deepEqual(weaker.body.methods, ['totp', 'recovery_code'])
      assert.equal((await prove({ code: phone.code() })).status, 200)
      const { device } = await enrolKey(client)
      const stillWeaker = await prove({ code: phone.code() })
      refused(stillWeaker, 403, 'stronger_factor_required')
      assert.deepEqual(stillWeaker.body.methods, ['security_key', 'recovery_code'])
      assert.equal((await touch(client, '/session/reauthentication/security-key', { device })).status, 200)
      assert.equal((await prove({ recoveryCode: phone.recoveryCodes[0] })).status, 200)
      assert.deepEqual((await client.get('/session')).body.amr, ['pwd', 'otp', 'hwk', 'rec'])
    })

    it('does not count a sign-in by the weaker factor as the proof', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      const { device } = await enrolKey(owner)
      const { client } = await passwordStep(app(), owner.user)
      await client.post('/session/totp', { code: phone.code() })
      const answer = await client.post('/api-keys', { name: 'a' })
      refused(answer, 403, 'reauthentication_required')
      assert.deepEqual(answer.body.methods, ['security_key', 'recovery_code'])
      await touch(client, '/session/reauthentication/security-key', { device })
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
    })

    it('is recent for ten minutes by the same measure', async () => {
      const client = await app().signedIn()
      const phone = await enrolApp(app(), client)
      app().clock.advance({ minutes: 10 })
      const answer = await client.get('/api/vault')
      refused(answer, 403, 'reauthentication_required')
      assert.deepEqual(answer.body.methods, ['totp', 'recovery_code'])
      await client.post('/session/reauthentication', { code: phone.code() })
      assert.equal((await client.get('/api/vault')).status, 200)
    })

    it('takes a code once, and one proof at a time', async () => {
      const client = await app().signedIn()
      const phone = await enrolApp(app(), client)
      const code = phone.code()
      const prove = (proof: object) => client.post('/session/reauthentication', proof)
      assert.equal((await prove({ code })).status, 200)
      refused(await prove({ code }), 401, 'invalid_code')
      refusedFields(await prove({ code, password: 'x' }), { code: 'unknown_field' })
      refusedFields(await prove({}), { password: 'required' })
      refused(await prove({ recoveryCode: 'AAAA-BBBB-CCCC-DDDD' }), 401, 'invalid_code')
    })

    it('binds a security key’s answer to the session and to the purpose', async () => {
      const client = await app().signedIn()
      const { device } = await enrolKey(client)
      const browser = (await passwordStep(app(), client.user)).client
      const options = await browser.post('/session/security-key/options')
      const response = device.assert(options.body as object, { origin: 'http://localhost:3000' })
      const answer = await client.post('/session/reauthentication/security-key', { response })
      refused(answer, 401, 'invalid_code')
    })
  })

  describe('GHSA-8g9r-9wjw-37j4: what a session without a recent proof may change of its factors', () => {
    it('a session without a recent proof can neither add nor remove a factor', async () => {
      const client = await app().signedIn()
      await enrolApp(app(), client)
      const { id } = await enrolKey(client)
      app().clock.advance({ minutes: 10 })
      for (const [method, path] of [
        ['post', '/mfa/totp'],
        ['post', '/mfa/totp/confirmation'],
        ['post', '/mfa/security-keys/options'],
        ['post', '/mfa/security-keys'],
        ['post', '/mfa/recovery-codes'],
        ['delete', '/mfa/totp'],
        ['delete', '/mfa'],
        ['delete', `/mfa/security-keys/${id}`],
      ] as const) {
        refused(await client.send(method, path, {}), 403, 'reauthentication_required')
      }
    })
  })
}
