import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../src/index.js'
import { origin } from '../../support/app.js'
import type { Authenticator } from '../../support/authenticator.js'
import type { TestClient } from '../../support/client.js'
import type { AuthenticatorApp } from '../../support/factors.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import {
  invalidToken,
  refused,
  refusedFields,
  unauthenticated,
  withoutRequestId,
} from '../../support/problems.js'
import { appFor } from '../../support/suite.js'
import { codeAt } from '../../support/totp.js'

type Owner = TestClient & { readonly user: UserRow }

const routes = [
  ['/session/totp', { code: '123456' }],
  ['/session/recovery-code', { code: 'AAAA-BBBB-CCCC-DDDD' }],
  ['/session/security-key/options', {}],
  ['/session/security-key', { response: {} }],
] as const

export function secondStepContract(framework: Framework): void {
  const app = appFor(framework)

  /** A user with an authenticator app. */
  async function withApp() {
    const owner = await app().signedIn()
    return { owner, user: owner.user, phone: await enrolApp(app(), owner) }
  }

  async function pending(user: { username: string }): Promise<TestClient> {
    const { client, answer } = await passwordStep(app(), user)
    assert.equal(answer.status, 202)
    return client
  }

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

    it('names the security key first', async () => {
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

  describe('POST /session/totp', () => {
    it('signs in with the code that the app shows', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      const answer = await client.post('/session/totp', { code: phone.code() })
      assert.deepEqual([answer.status, answer.body.status], [201, 'signed_in'])
      assert.deepEqual(answer.body.session.amr, ['pwd', 'otp'])
      assert.deepEqual([...client.cookies.keys()], ['keyward'])
      assert.deepEqual((await client.get('/session')).body.amr, ['pwd', 'otp'])
    })

    it('takes the code with spaces and dashes, and that of a neighbouring step', async () => {
      const { user, phone } = await withApp()
      const spaced = phone.code().replace(/(...)/, ' $1 - ')
      assert.equal((await (await pending(user)).post('/session/totp', { code: spaced })).status, 201)
      app().clock.advance({ minutes: 5 })
      const late = codeAt(phone.secret, app().clock.now() - 30_000)
      assert.equal((await (await pending(user)).post('/session/totp', { code: late })).status, 201)
      app().clock.advance({ minutes: 5 })
      const early = codeAt(phone.secret, app().clock.now() + 30_000)
      assert.equal((await (await pending(user)).post('/session/totp', { code: early })).status, 201)
    })

    it('answers wrong, replayed and old codes alike', async () => {
      const { user, phone } = await withApp()
      const code = phone.code()
      assert.equal((await (await pending(user)).post('/session/totp', { code })).status, 201)
      const old = codeAt(phone.secret, app().clock.now() - 300_000)
      const answers: object[] = []
      for (const wrong of [code, old, '000000', 'abcdef', '12345', '１２３４５６']) {
        const answer = await (await pending(user)).post('/session/totp', { code: wrong })
        refused(answer, 401, 'invalid_code')
        answers.push(withoutRequestId(answer))
      }
      assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1)
    })

    it('CVE-2025-6014: refuses a replayed code that is spelled otherwise', async () => {
      const { user, phone } = await withApp()
      const code = phone.code()
      assert.equal((await (await pending(user)).post('/session/totp', { code })).status, 201)
      for (const again of [` ${code}`, `${code} `, code.split('').join('-')]) {
        refused(await (await pending(user)).post('/session/totp', { code: again }), 401, 'invalid_code')
      }
    })

    it('refuses an earlier step than the last one, and does not fall over a clock that is set back', async () => {
      const { user, phone } = await withApp()
      app().clock.advance({ minutes: 90 })
      assert.equal((await (await pending(user)).post('/session/totp', { code: phone.code() })).status, 201)
      app().clock.advance({ minutes: -60 })
      const code = codeAt(phone.secret, app().clock.now())
      refused(await (await pending(user)).post('/session/totp', { code }), 401, 'invalid_code')
      app().clock.advance({ minutes: 120 })
    })

    it('takes five attempts; the sixth is too late, right or not', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      for (let i = 0; i < 5; i++) {
        refused(await client.post('/session/totp', { code: '000000' }), 401, 'invalid_code')
      }
      refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
      assert.equal((await (await pending(user)).post('/session/totp', { code: phone.code() })).status, 201)
    })

    it('takes ten minutes', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      app().clock.advance({ minutes: 10 })
      refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
    })

    it('is used up by success', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      const cookie = `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}`
      assert.equal((await client.post('/session/totp', { code: phone.code() })).status, 201)
      const again = await client.post(
        '/session/totp',
        { code: phone.code() },
        { headers: { Cookie: cookie } },
      )
      refused(again, 410, 'expired')
    })

    it('CVE-2025-64175: refuses a code of another user’s', async () => {
      const [one, other] = [await withApp(), await withApp()]
      const client = await pending(one.user)
      refused(await client.post('/session/totp', { code: other.phone.code() }), 401, 'invalid_code')
      const { recoveryCodes } = other.phone
      const stolen = await client.post('/session/recovery-code', { code: recoveryCodes[0] })
      refused(stolen, 401, 'invalid_code')
    })
  })

  describe('POST /session/recovery-code', () => {
    it('signs in once with each code, and tells how many remain', async () => {
      const { user, phone } = await withApp()
      const [first = '', second = ''] = phone.recoveryCodes
      assert.equal(phone.recoveryCodes.length, 10)
      const client = await pending(user)
      const answer = await client.post('/session/recovery-code', { code: first })
      assert.deepEqual(
        [answer.status, answer.body.status, answer.body.remaining, answer.body.session.amr],
        [201, 'signed_in', 9, ['pwd', 'rec']],
      )
      refused(
        await (await pending(user)).post('/session/recovery-code', { code: first }),
        401,
        'invalid_code',
      )
      const typed = second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
      const again = await (await pending(user)).post('/session/recovery-code', { code: typed })
      assert.deepEqual([again.status, again.body.remaining], [201, 8])
    })

    it('SimpleLogin 2132: refuses what is stored of a code', async () => {
      const { user } = await withApp()
      const rows = (await app().database.dump()).keyward_recovery_code ?? []
      const stored = rows.filter((row) => Object.values(row as object).includes(user.id))
      assert.equal(stored.length, 10)
      for (const { digest } of stored.slice(0, 3) as { digest: string }[]) {
        const answer = await (
          await pending(user)
        ).post('/session/recovery-code', { code: digest.slice(0, 19) })
        refused(answer, 401, 'invalid_code')
      }
    })
  })

  describe('POST /session/security-key', () => {
    it('signs in at a touch', async () => {
      const owner = await app().signedIn()
      const { device, id } = await enrolKey(owner)
      const client = await pending(owner.user)
      const answer = await touch(client, '/session/security-key', { device })
      assert.deepEqual([answer.status, answer.body.session.amr], [201, ['pwd', 'hwk']])
      const [key] = (await client.get('/mfa')).body.securityKeys
      assert.deepEqual([key.id, Date.parse(key.lastUsedAt)], [id, app().clock.now() - 1])
    })

    it('lets each of several keys in, and no one else’s', async () => {
      const owner = await app().signedIn()
      const [first, second] = [await enrolKey(owner), await enrolKey(owner)]
      for (const { device } of [first, second]) {
        assert.equal(
          (await touch(await pending(owner.user), '/session/security-key', { device })).status,
          201,
        )
      }
      const stranger = await app().signedIn()
      const foreign = await enrolKey(stranger)
      const theirs = await (await pending(stranger.user)).post('/session/security-key/options')
      const client = await pending(owner.user)
      const options = await client.post('/session/security-key/options')
      const { allowCredentials } = theirs.body
      const response = foreign.device.assert({ ...(options.body as object), allowCredentials }, { origin })
      refused(await client.post('/session/security-key', { response }), 401, 'invalid_code')
    })

    it('accepts an answer once, to a challenge of this sign-in', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner)
      const [first, second] = [await pending(owner.user), await pending(owner.user)]
      const options = await first.post('/session/security-key/options')
      const response = device.assert(options.body as object, { origin })
      refused(await second.post('/session/security-key', { response }), 401, 'invalid_code')
      assert.equal((await first.post('/session/security-key', { response })).status, 201)
      refused(await second.post('/session/security-key', { response }), 401, 'invalid_code')
    })

    it('uses the challenge up whatever the verdict', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner)
      const client = await pending(owner.user)
      const options = await client.post('/session/security-key/options')
      const good = device.assert(options.body as object, { origin })
      const bad = { ...good, response: { ...good.response, signature: 'AAAA' } }
      refused(await client.post('/session/security-key', { response: bad }), 401, 'invalid_code')
      refused(await client.post('/session/security-key', { response: good }), 401, 'invalid_code')
    })

    it('takes five answers; the sixth is too late, right or not', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner)
      const client = await pending(owner.user)
      const tamper = { signature: () => Buffer.from('no') }
      for (let i = 0; i < 5; i++) {
        const wrong = await touch(client, '/session/security-key', { device, tamper })
        refused(wrong, 401, 'invalid_code')
      }
      refused(await touch(client, '/session/security-key', { device }), 410, 'expired')
    })

    it('takes five minutes', async () => {
      const owner = await app().signedIn()
      const { device } = await enrolKey(owner)
      const client = await pending(owner.user)
      const options = await client.post('/session/security-key/options')
      app().clock.advance({ minutes: 5 })
      const response = device.assert(options.body as object, { origin })
      refused(await client.post('/session/security-key', { response }), 401, 'invalid_code')
    })

    it('refuses a cloned key, and marks it', async () => {
      const owner = await app().signedIn()
      const { device, id } = await enrolKey(owner)
      for (let i = 0; i < 3; i++) {
        assert.equal(
          (await touch(await pending(owner.user), '/session/security-key', { device })).status,
          201,
        )
      }
      device.setCounter(1)
      refused(
        await touch(await pending(owner.user), '/session/security-key', { device }),
        401,
        'invalid_code',
      )
      assert.ok(
        app().events.some(({ type, subject }) => type === 'security_key.suspected' && subject?.id === id),
      )
      // Not even with the right counter; and the second step is still asked for.
      device.setCounter(100)
      const client = await pending(owner.user)
      refused(await client.post('/session/security-key/options'), 409, 'no_factor')
    })

    it('answers 422 for what is no answer of a key', async () => {
      const owner = await app().signedIn()
      await enrolKey(owner)
      const client = await pending(owner.user)
      for (const response of [{}, { id: 'a' }, { id: 1, response: [] }]) {
        const answer = await client.post('/session/security-key', { response })
        refusedFields(answer, { response: 'malformed_response' })
      }
    })
  })

  describe('the limit on codes', () => {
    const limited = appFor(framework, {
      options: { throttle: { codesPerAccount: { failures: 10, minutes: 15 } } },
    })

    async function locked(): Promise<{ owner: Owner; phone: AuthenticatorApp; device: Authenticator }> {
      const owner = await limited().signedIn()
      const phone = await enrolApp(limited(), owner)
      const { device } = await enrolKey(owner)
      for (let i = 0; i < 10; i++) {
        const { client } = await passwordStep(limited(), owner.user)
        const [path = '', code] = i % 2 === 0 ? ['totp', '000000'] : ['recovery-code', 'AAAA-BBBB-CCCC-DDDD']
        const headers = { 'X-Forwarded-For': `203.0.113.${String(i)}` }
        refused(await client.post(`/session/${path}`, { code }, { headers }), 401, 'invalid_code')
      }
      return { owner, phone, device }
    }

    it('CVE-2025-6015: is ten in a quarter of an hour, over all kinds, whatever address is claimed', async () => {
      const { owner, phone } = await locked()
      const { client } = await passwordStep(limited(), owner.user)
      const answer = await client.post('/session/totp', { code: phone.code() })
      refused(answer, 429, 'too_many_attempts')
      assert.ok(Number(answer.headers['retry-after']) > 0)
      const code = phone.recoveryCodes[0]
      refused(await client.post('/session/recovery-code', { code }), 429, 'too_many_attempts')
      const again = await owner.post('/session/reauthentication', { recoveryCode: code })
      refused(again, 429, 'too_many_attempts')
      limited().clock.advance({ minutes: 15 })
      const later = await passwordStep(limited(), owner.user)
      assert.equal((await later.client.post('/session/totp', { code: phone.code() })).status, 201)
    })

    it('leaves the password step open, and a security key signs in', async () => {
      const { owner, phone, device } = await locked()
      const { client, answer } = await passwordStep(limited(), owner.user)
      assert.equal(answer.status, 202)
      assert.equal((await touch(client, '/session/security-key', { device })).status, 201)
      // Which forgives the wrong codes.
      const next = await passwordStep(limited(), owner.user)
      assert.equal((await next.client.post('/session/totp', { code: phone.code() })).status, 201)
    })

    it('is a hundred in a row, until a security key signs in', async () => {
      const owner = await limited().signedIn()
      const phone = await enrolApp(limited(), owner)
      const { device } = await enrolKey(owner)
      const { store } = limited()
      for (let i = 0; i < 99; i++) await store.commit([store.accounts.countCode(owner.user.id, 100)])
      const { client } = await passwordStep(limited(), owner.user)
      refused(await client.post('/session/totp', { code: '000000' }), 401, 'invalid_code')
      limited().clock.advance({ days: 1 })
      const next = await passwordStep(limited(), owner.user)
      refused(await next.client.post('/session/totp', { code: phone.code() }), 429, 'too_many_attempts')
      assert.equal((await touch(next.client, '/session/security-key', { device })).status, 201)
      const last = await passwordStep(limited(), owner.user)
      assert.equal((await last.client.post('/session/totp', { code: phone.code() })).status, 201)
    })

    it('has 50 wrong codes at once judged five times at most', async () => {
      const owner = await app().signedIn()
      await enrolApp(app(), owner)
      const client = await pending(owner.user)
      const wrong = Array.from({ length: 50 }, () => client.post('/session/totp', { code: '000000' }))
      const statuses = (await Promise.all(wrong)).map(({ status }) => status)
      assert.equal(statuses.filter((status) => status === 401).length, 5)
      assert.equal(statuses.filter((status) => status === 410).length, 45)
    })

    it('has one code over 20 sign-ins at once make one session', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      const clients = await Promise.all(Array.from({ length: 20 }, () => pending(owner.user)))
      const code = phone.code()
      const answers = await Promise.all(clients.map((client) => client.post('/session/totp', { code })))
      assert.equal(answers.filter(({ status }) => status === 201).length, 1)
      assert.equal(answers.filter(({ status }) => status === 401).length, 19)
    })
  })

  describe('a pending sign-in', () => {
    const carriers = appFor(framework, { options: { carriers: { basic: true, apiKeyHeader: true } } })

    it('CVE-2023-48309: is accepted nowhere in the place of a session, a key or a token', async () => {
      const { user } = await withApp()
      const client = await pending(user)
      const secret = client.cookies.get('keyward-pending') ?? ''
      const stranger = app().client()
      const paths = ['/session', '/api-keys', '/mfa', '/policy', '/sessions', '/events', '/admin/users']
      for (const path of [...paths, '/api/hello', '/api/vault', '/api/recent']) {
        unauthenticated(await client.get(path))
        const cookie = { headers: { Cookie: `keyward=${secret}` } }
        unauthenticated(await stranger.get(path, cookie))
        invalidToken(await stranger.get(path, { bearer: secret }))
      }
      const optional = await client.get('/api/optional')
      assert.deepEqual([optional.status, optional.body.user], [200, null])
    })

    it('is no key in HTTP Basic or X-API-Key, where these are on', async () => {
      const owner = await carriers().signedIn()
      await enrolApp(carriers(), owner)
      const { client } = await passwordStep(carriers(), owner.user)
      const secret = client.cookies.get('keyward-pending') ?? ''
      const basic = `Basic ${Buffer.from(`${secret}:`).toString('base64')}`
      for (const headers of [{ Authorization: basic }, { 'X-API-Key': secret }]) {
        invalidToken(await client.get('/api/hello', { headers }))
        invalidToken(await client.get('/session', { headers }))
      }
    })

    it('CVE-2025-12390: cannot stand in for the cookie of another kind', async () => {
      const owner = await app().signedIn()
      const session = owner.cookies.get('keyward') ?? ''
      for (const [path, body] of routes) {
        const headers = { Cookie: `keyward-pending=${session}` }
        refused(await app().client().post(path, body, { headers }), 410, 'expired')
      }
    })

    it('is needed for the second step', async () => {
      for (const [path, body] of routes) unauthenticated(await app().client().post(path, body))
      const owner = await app().signedIn()
      for (const [path, body] of routes) unauthenticated(await owner.post(path, body))
    })

    it('is nothing to a foreign page', async () => {
      const { user } = await withApp()
      const client = await pending(user)
      for (const [path, body] of routes) {
        refused(await client.post(path, body, { headers: { Origin: 'https://evil.example' } }), 403, 'csrf')
      }
    })

    for (const [what, change] of [
      ['the password changed', async (id: string) => app().keyward.users.setPassword(id, app().password)],
      ['the user was disabled', async (id: string) => app().keyward.users.disable(id)],
      ['the user was removed', async (id: string) => app().keyward.users.remove(id)],
    ] as const) {
      it(`is over once ${what}`, async () => {
        const { user, phone } = await withApp()
        const client = await pending(user)
        await change(user.id)
        refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
      })
    }

    it('is over once a factor changed', async () => {
      const { owner, user, phone } = await withApp()
      const client = await pending(user)
      await enrolKey(owner)
      refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
    })

    it('is ended by DELETE /session', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      const Cookie = `keyward-pending=${client.cookies.get('keyward-pending') ?? ''}`
      const answer = await client.delete('/session')
      assert.deepEqual([answer.status, client.cookies.size], [204, 0])
      const after = await client.post('/session/totp', { code: phone.code() }, { headers: { Cookie } })
      refused(after, 410, 'expired')
    })

    it('CVE-2026-18963: cannot be skipped by the routes of the enrolment', async () => {
      const { user } = await withApp()
      const client = await pending(user)
      for (const path of ['/mfa/totp', '/mfa/security-keys/options', '/mfa/recovery-codes']) {
        unauthenticated(await client.post(path, {}))
      }
    })
  })
}
