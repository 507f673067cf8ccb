import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { Response } from 'supertest'
import { throttleScene } from '../contract/adapter/throttling/scene.js'
import { enrolApp, passwordStep } from '../support/factors.js'
import { countHashes } from '../support/hashes.js'
import { refused, unauthenticated, withoutRequestId } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { onBoth } from './on-both.js'

/** Few, so that fewer passwords are hashed. */
const few = { failures: 5, minutes: 15 }
const throttle = { throttle: { perAccountAndAddress: few } }
const wrong = ['000000', 'AAAA-BBBB-CCCC-DDDD'] as const

onBoth(
  'guessing behind a proxy',
  (app) => {
    const { signIn, fail } = throttleScene(app)

    it('CVE-2025-6004, CVE-2025-54998, CVE-2025-24806, CVE-2026-47203: all spellings of a name share one counter', async () => {
      const { username } = await app().user({ username: 'Hopper' })
      const spellings = ['hopper', 'HOPPER', ' hopper\u00a0', '\u200bhopper', 'ｈopper']
      for (const name of spellings) await fail(1, name)
      for (const name of [username, ...spellings]) {
        refused(await signIn(name, app().password), 429, 'too_many_attempts')
      }
    })

    it('CVE-2026-45364: an address of IPv6 is one bucket however it is written, and so are its neighbours', async () => {
      const { username } = await app().user()
      for (const ip of [
        '2001:db8:5:1::1',
        '2001:0DB8:0005:0001:0000:0000:0000:0001',
        '2001:db8:5:1:0::192.0.2.1',
        '2001:db8:5:1:ffff::',
        '2001:db8:5:1::9%eth0',
      ]) {
        await fail(1, username, ip)
      }
      refused(await signIn(username, app().password, '2001:db8:5:1:a::b'), 429, 'too_many_attempts')
      assert.equal((await signIn(username, app().password, '2001:db8:5:2::1')).status, 201)
    })

    it('CVE-2025-6011, CVE-2025-54999, CVE-2023-3462, CVE-2025-69413, CVE-2026-23511: no answer tells a name that exists from one that does not', async () => {
      const { username } = await app().user()
      const disabled = await app().user({ disabled: true })
      const invited = await app().user({ passwordHash: null })
      const names = [username, 'nobody-here', disabled.username, invited.username, 'no name of ours!']
      const seen = []
      for (const [i, name] of names.entries()) {
        using hashes = countHashes()
        const answers = []
        for (let attempt = 0; attempt < 6; attempt++) {
          const answer = await signIn(name, newPassword(), `192.0.2.${String(i)}`)
          answers.push([answer.status, withoutRequestId(answer), headersOf(answer)])
        }
        seen.push({ answers, hashes: hashes.count })
      }
      assert.deepEqual(
        seen[0]?.answers.map(([status]) => status),
        [...Array<number>(5).fill(401), 429],
      )
      assert.equal(seen[0].hashes, 5)
      for (const one of seen) assert.deepEqual(one, seen[0])
    })

    it('CVE-2020-35177: asking for a link tells no name, either', async () => {
      const { username } = await app().user()
      const disabled = await app().user({ disabled: true })
      const answers = []
      for (const name of [username, disabled.username, 'nobody-here']) {
        const answer = await app().client().post('/password-reset', { username: name })
        answers.push([answer.status, answer.text, headersOf(answer)])
      }
      assert.deepEqual(answers[0]?.slice(0, 2), [202, ''])
      for (const answer of answers) assert.deepEqual(answer, answers[0])
    })

    it('CVE-2026-35597: a failure is counted though the sign-in that failed left nothing else', async () => {
      const { username } = await app().user()
      await fail(4, username)
      const counted = async () =>
        (await app().database.dump()).keyward_attempt?.length ?? assert.fail('there is no such table')
      const before = await counted()
      await fail(1, username, '192.0.2.200')
      assert.ok((await counted()) > before)
      await fail(1, username)
      refused(await signIn(username, app().password), 429, 'too_many_attempts')
    })
  },
  { throttled: true, proxy: true, options: { ...throttle, passwordReset: true, notify: () => undefined } },
)

onBoth(
  'guessing behind no proxy',
  (app) => {
    it('CVE-2026-29794: no header gives a guesser another address', async () => {
      const { username } = await app().user()
      const attempt = (i: number, password: string) => {
        const ip = `192.0.2.${String(i)}`
        const headers = {
          'X-Forwarded-For': ip,
          'X-Real-IP': ip,
          'X-Client-IP': ip,
          'CF-Connecting-IP': ip,
          'True-Client-IP': ip,
          Forwarded: `for=${ip}`,
        }
        return app().client().post('/session', { username, password }, { headers })
      }
      for (let i = 0; i < 5; i++) refused(await attempt(i, newPassword()), 401, 'invalid_credentials')
      refused(await attempt(99, app().password), 429, 'too_many_attempts')
    })
  },
  { throttled: true, options: throttle },
)

onBoth(
  'guessing codes',
  (app) => {
    /** Somebody whose codes were guessed, five times, in as many sign-ins as it takes. */
    async function guessed() {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      // One that begins before the lock.
      const early = await passwordStep(app(), owner.user)
      assert.equal(early.answer.status, 202)
      for (let i = 0; i < 5; i++) {
        const { client, answer } = await passwordStep(app(), owner.user)
        assert.equal(answer.status, 202)
        const path = i % 2 === 0 ? '/session/totp' : '/session/recovery-code'
        refused(await client.post(path, { code: wrong[i % 2] }), 401, 'invalid_code')
      }
      return { owner, phone, early: early.client }
    }

    it('CVE-2025-6015, CVE-2025-55003, CVE-2024-32868, CVE-2025-64102, CVE-2026-27801, CVE-2026-56450: guesses are counted over sign-ins, kinds of codes and surfaces, and a right password forgives none', async () => {
      const { owner, phone } = await guessed()
      const { client, answer } = await passwordStep(app(), owner.user)
      assert.equal(answer.status, 202)
      const [recoveryCode = ''] = phone.recoveryCodes
      for (const again of [
        await client.post('/session/totp', { code: phone.code() }),
        await client.post('/session/totp', { code: ` ${phone.code()} ` }),
        await client.post('/session/recovery-code', { code: recoveryCode }),
        await owner.post('/session/reauthentication', { code: phone.code() }),
        await owner.post('/session/reauthentication', { recoveryCode }),
      ]) {
        refused(again, 429, 'too_many_attempts')
      }
    })

    it('CVE-2026-16103: a sign-in that was begun before the lock does not redeem its code after it', async () => {
      const { phone, early } = await guessed()
      refused(await early.post('/session/totp', { code: phone.code() }), 429, 'too_many_attempts')
      const [code] = phone.recoveryCodes
      refused(await early.post('/session/recovery-code', { code }), 429, 'too_many_attempts')
      unauthenticated(await early.get('/session'))
      unauthenticated(await early.get('/api/hello'))
    })
  },
  { options: { throttle: { codesPerAccount: few } } },
)

/** All headers of an answer but when it was given. */
function headersOf({ headers }: Response): object {
  return { ...headers, date: null }
}
