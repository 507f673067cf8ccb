import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused, withoutRequestId } from '../../../support/problems.js'
import { codeAt } from '../../../support/totp.js'
import type { App } from '../../../support/app.js'
import type { SecondStepScene } from './scene.js'

/** The second step by the code of an authenticator app. */
export function totpStepContract(app: () => App, { withApp, pending }: SecondStepScene): void {
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

    it('takes a code typed in full-width digits, with what nobody sees in it, once; also the name before it', async () => {
      const { user, phone } = await withApp()
      const code = phone.code()
      const wide = [...code].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('')
      const client = await pending({ username: `\u200b${user.username.toUpperCase()}\u00a0` })
      assert.equal((await client.post('/session/totp', { code: `\u2060${wide}\u00a0` })).status, 201)
      refused(await (await pending(user)).post('/session/totp', { code }), 401, 'invalid_code')
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

    it('a code comes too late ten minutes after the password', async () => {
      const { user, phone } = await withApp()
      const client = await pending(user)
      app().clock.advance({ minutes: 10 })
      refused(await client.post('/session/totp', { code: phone.code() }), 410, 'expired')
    })

    it('a pending sign-in is used up once a code has signed in', async () => {
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
}
