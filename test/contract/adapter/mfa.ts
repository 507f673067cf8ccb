import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { softwareAuthenticator } from '../../support/authenticator.js'
import { enrolApp, enrolKey, passwordStep, registerKey, touch } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'
import { codeAt } from '../../support/totp.js'

const off = {
  enabled: false,
  totp: null,
  securityKeys: [],
  recoveryCodes: { remaining: 0 },
  policy: { enforced: 'off', satisfied: true, deadline: null },
}

export function mfaContract(framework: Framework): void {
  const app = appFor(framework)

  describe('GET /mfa', () => {
    it('shows what is enrolled, and no secret of it', async () => {
      const client = await app().signedIn()
      assert.deepEqual((await client.get('/mfa')).body, off)
      await enrolApp(app(), client)
      const at = app().clock.now()
      await enrolKey(client, { name: 'Blue', transports: ['usb', 'nfc'] })
      const { body } = await client.get('/mfa')
      assert.deepEqual(
        { ...body, securityKeys: [] },
        {
          ...off,
          enabled: true,
          totp: { createdAt: new Date(at).toISOString(), lastUsedAt: null },
          recoveryCodes: { remaining: 10 },
        },
      )
      const [{ id, createdAt, ...key }] = body.securityKeys
      assert.ok(typeof id === 'string' && Date.parse(createdAt) > at)
      assert.deepEqual(key, {
        name: 'Blue',
        lastUsedAt: null,
        transports: ['usb', 'nfc'],
        synced: false,
        passkey: false,
        suspect: false,
      })
    })
  })

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

    it('counts the code as used', async () => {
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

    it('leaves the other factors', async () => {
      const client = await app().signedIn()
      await enrolApp(app(), client)
      const { device } = await enrolKey(client)
      assert.equal((await client.delete('/mfa/totp')).status, 204)
      const { client: browser, answer } = await passwordStep(app(), client.user)
      assert.deepEqual(answer.body.methods, ['security_key', 'recovery_code'])
      assert.equal((await touch(browser, '/session/security-key', { device })).status, 201)
    })
  })

  describe('DELETE /mfa', () => {
    it('removes every factor and code, and ends other sessions', async () => {
      const client = await app().signedIn()
      await enrolApp(app(), client)
      const { device } = await enrolKey(client)
      const { client: browser } = await passwordStep(app(), client.user)
      await touch(browser, '/session/security-key', { device })
      assert.equal((await browser.get('/session')).status, 200)
      assert.equal((await client.delete('/mfa')).status, 204)
      assert.deepEqual((await client.get('/mfa')).body, off)
      unauthenticated(await browser.get('/session'))
      assert.equal((await client.delete('/mfa')).status, 204)
    })
  })

  describe('POST /mfa/recovery-codes', () => {
    it('makes ten new ones; the old ones are void', async () => {
      const client = await app().signedIn()
      const phone = await enrolApp(app(), client)
      const { status, body } = await client.post('/mfa/recovery-codes')
      assert.deepEqual([status, body.codes.length], [201, 10])
      const browser = (await passwordStep(app(), client.user)).client
      const old = await browser.post('/session/recovery-code', { code: phone.recoveryCodes[0] })
      refused(old, 401, 'invalid_code')
      const answer = await browser.post('/session/recovery-code', { code: body.codes[0] })
      assert.deepEqual([answer.status, answer.body.remaining], [201, 9])
    })

    it('answers 409 where there is nothing to recover', async () => {
      refused(await (await app().signedIn()).post('/mfa/recovery-codes'), 409, 'no_factor')
    })
  })

  describe('POST /mfa/security-keys', () => {
    it('registers keys, the first one with recovery codes', async () => {
      const client = await app().signedIn()
      const [first, second] = [await enrolKey(client), await enrolKey(client)]
      assert.deepEqual([first.recoveryCodes.length, second.recoveryCodes.length], [10, 0])
      assert.equal((await client.get('/mfa')).body.securityKeys.length, 2)
    })

    it('asks for what the policy allows, and excludes what is there', async () => {
      const client = await app().signedIn()
      await enrolKey(client)
      const { body } = await client.post('/mfa/security-keys/options')
      assert.deepEqual([body.rp.id, body.attestation], ['localhost', 'none'])
      assert.equal(body.excludeCredentials.length, 1)
      assert.deepEqual(body.authenticatorSelection.residentKey, 'discouraged')
      const passkey = (await client.post('/mfa/security-keys/options', { passkey: true })).body
      assert.deepEqual(passkey.authenticatorSelection.userVerification, 'required')
      assert.equal(passkey.user.id, body.user.id)
    })

    it('GHSA-4vcf-q4xf-f48m: a credential belongs to one user, and stays theirs', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { device } = await enrolKey(owner)
      const theirs = await owner.post('/mfa/security-keys/options')
      const [{ id }] = theirs.body.excludeCredentials
      const answer = await registerKey(thief, device, {
        name: 'mine',
        tamper: {
          parts: () => ({ credentialId: Buffer.from(id, 'base64url') }),
          json: (json) => ({ ...json, id, rawId: id }),
        },
      })
      refused(answer, 409, 'already_registered')
      assert.deepEqual((await thief.get('/mfa')).body, off)
      const browser = (await passwordStep(app(), owner.user)).client
      assert.equal((await touch(browser, '/session/security-key', { device })).status, 201)
    })

    it('refuses names that are taken or no names, and more than ten', async () => {
      const client = await app().signedIn()
      await enrolKey(client, { name: 'Blue' })
      const add = (name: string) => registerKey(client, softwareAuthenticator(), { name })
      refused(await add(' BLUE '), 409, 'name_taken')
      refusedFields(await add('  '), { name: 'required' })
      for (let i = 0; i < 9; i++) await enrolKey(client, { name: `Key ${String(i)}` })
      refused(await add('eleventh'), 403, 'limit_reached')
    })

    it('refuses what is no registration of this session’s', async () => {
      const [client, other] = [await app().signedIn(), await app().signedIn()]
      const device = softwareAuthenticator()
      const options = await other.post('/mfa/security-keys/options')
      const response = device.register(options.body as object, { origin: 'http://localhost:3000' })
      const malformed = { response: 'malformed_response' }
      refusedFields(await client.post('/mfa/security-keys', { name: 'a', response }), malformed)
      refusedFields(await client.post('/mfa/security-keys', { name: 'a', response: {} }), malformed)
      refusedFields(await client.post('/mfa/security-keys', { name: 'a', response: 'x' }), {
        response: 'wrong_type',
      })
      const twice = await other.post('/mfa/security-keys', { name: 'a', response })
      assert.equal(twice.status, 201)
      refusedFields(await other.post('/mfa/security-keys', { name: 'b', response }), malformed)
    })
  })

  describe('PATCH and DELETE /mfa/security-keys/:id', () => {
    it('rename and remove one’s own', async () => {
      const client = await app().signedIn()
      const [first, second] = [
        await enrolKey(client, { name: 'One' }),
        await enrolKey(client, { name: 'Two' }),
      ]
      const renamed = await client.patch(`/mfa/security-keys/${first.id}`, { name: 'Three' })
      assert.deepEqual([renamed.status, renamed.body.name], [200, 'Three'])
      refused(await client.patch(`/mfa/security-keys/${first.id}`, { name: 'two' }), 409, 'name_taken')
      assert.equal((await client.delete(`/mfa/security-keys/${second.id}`)).status, 204)
      const browser = (await passwordStep(app(), client.user)).client
      const options = (await browser.post('/session/security-key/options')).body
      assert.equal(options.allowCredentials.length, 1)
    })

    it('answer 404 for another user’s, and for none', async () => {
      const [owner, thief] = [await app().signedIn(), await app().signedIn()]
      const { id } = await enrolKey(owner)
      await enrolKey(thief)
      for (const target of [id, 'nothing']) {
        refused(await thief.patch(`/mfa/security-keys/${target}`, { name: 'x' }), 404, 'not_found')
        refused(await thief.delete(`/mfa/security-keys/${target}`), 404, 'not_found')
      }
      assert.equal((await owner.get('/mfa')).body.securityKeys.length, 1)
    })

    it('end the other sessions with the removal', async () => {
      const client = await app().signedIn()
      const { id, device } = await enrolKey(client)
      const { client: browser } = await passwordStep(app(), client.user)
      await touch(browser, '/session/security-key', { device })
      await client.delete(`/mfa/security-keys/${id}`)
      unauthenticated(await browser.get('/session'))
      assert.equal((await client.get('/session')).status, 200)
    })
  })

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
    it('is nothing', async () => {
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
      assert.deepEqual([event.subject.id, event.reason], [client.user.id, 'lost the phone'])
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
