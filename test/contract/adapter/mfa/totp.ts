import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import { codeAt } from '../../../support/totp.js'
import type { App } from '../../../support/app.js'
import { off } from './nothing-enrolled.js'

/** Enrolling and removing an authenticator app. */
export function totpContract(app: () => App): void {
  describe('POST /mfa/totp', () => {
    it('offers a secret, three ways, that is no factor until its first code', async () => {
      const client = await app().signedIn()
      const { status, body } = await client.post('/mfa/totp')
      assert.equal(status, 201)
      assert.deepEqual(Object.keys(body as object).sort(), ['expiresAt', 'qrSvg', 'secret', 'uri'])
      assert.match(body.secret, /^[A-Z2-7]{32}$/)
      assert.match(
        body.uri,
        new RegExp(`^otpauth://totp/keyward:${client.user.username}\\?secret=${body.secret}`),
      )
      assert.match(body.qrSvg, /^<svg /)
      assert.equal(Date.parse(body.expiresAt), app().clock.now() + 600_000)
      assert.deepEqual((await client.get('/mfa')).body, off)
      assert.equal((await passwordStep(app(), client.user)).answer.status, 201)
    })
  })

  describe('POST /mfa/totp/confirmation', () => {
    it('turns 2-step verification on, with ten recovery codes, and ends other sessions', async () => {
      const client = await app().signedIn()
      const other = await app().signedIn(client.user)
      const before = client.cookies.get('keyward')
      const { recoveryCodes } = await enrolApp(app(), client)
      const at = app().clock.now()
      assert.equal(new Set(recoveryCodes).size, 10)
      for (const code of recoveryCodes)
        assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
      unauthenticated(await other.get('/session'))
      assert.notEqual(client.cookies.get('keyward'), before)
      const { body } = await client.get('/session')
      assert.deepEqual(body.amr, ['pwd', 'otp'])
      // Enrolling it was a proof.
      assert.equal(Date.parse(body.recentUntil), at + 600_000)
    })

    it('refuses a wrong code and keeps the offer', async () => {
      const client = await app().signedIn()
      const { secret } = (await client.post('/mfa/totp')).body
      refused(await client.post('/mfa/totp/confirmation', { code: '000000' }), 401, 'invalid_code')
      const code = codeAt(secret, app().clock.now())
      assert.equal((await client.post('/mfa/totp/confirmation', { code })).status, 200)
    })

    it('the code that confirmed the app signs in no more', async () => {
      const client = await app().signedIn()
      const phone = await enrolApp(app(), client)
      const browser = (await passwordStep(app(), client.user)).client
      const code = codeAt(phone.secret, app().clock.now())
      refused(await browser.post('/session/totp', { code }), 401, 'invalid_code')
    })

    it('comes too late after ten minutes, twice, or for nothing', async () => {
      const client = await app().signedIn()
      refused(await client.post('/mfa/totp/confirmation', { code: '000000' }), 410, 'expired')
      const { secret } = (await client.post('/mfa/totp')).body
      app().clock.advance({ minutes: 9, seconds: 59 })
      app().clock.advance({ seconds: 1 })
      await client.post('/session/reauthentication', { password: app().password })
      const code = codeAt(secret, app().clock.now())
      refused(await client.post('/mfa/totp/confirmation', { code }), 410, 'expired')
    })

    it('replaces an authenticator, which works until then', async () => {
      const client = await app().signedIn()
      const old = await enrolApp(app(), client)
      await client.post('/mfa/totp')
      const browser = (await passwordStep(app(), client.user)).client
      assert.equal((await browser.post('/session/totp', { code: old.code() })).status, 201)
      await browser.post('/session/reauthentication', { code: old.code() })
      const next = await enrolApp(app(), browser)
      assert.deepEqual(next.recoveryCodes, [])
      const again = (await passwordStep(app(), client.user)).client
      refused(await again.post('/session/totp', { code: old.code() }), 401, 'invalid_code')
      assert.equal((await again.post('/session/totp', { code: next.code() })).status, 201)
    })
  })

  describe('DELETE /mfa/totp', () => {
    it('turns 2-step verification off when it was the last factor; its codes go with it', async () => {
      const client = await app().signedIn()
      const { recoveryCodes } = await enrolApp(app(), client)
      assert.equal((await client.delete('/mfa/totp')).status, 204)
      assert.deepEqual((await client.get('/mfa')).body, off)
      assert.equal((await passwordStep(app(), client.user)).answer.status, 201)
      const proof = await client.post('/session/reauthentication', { recoveryCode: recoveryCodes[0] })
      refused(proof, 401, 'invalid_code')
      refused(await client.delete('/mfa/totp'), 404, 'not_found')
    })

    it('removing the authenticator app leaves the security keys enrolled', async () => {
      const client = await app().signedIn()
      await enrolApp(app(), client)
      const { device } = await enrolKey(client)
      assert.equal((await client.delete('/mfa/totp')).status, 204)
      const { client: browser, answer } = await passwordStep(app(), client.user)
      assert.deepEqual(answer.body.methods, ['security_key', 'recovery_code'])
      assert.equal((await touch(browser, '/session/security-key', { device })).status, 201)
    })
  })
}
