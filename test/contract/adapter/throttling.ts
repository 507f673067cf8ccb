import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'mocha'
import type { App, AppSetup } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { assertKeepsSecrets } from '../../support/suite.js'

export function throttlingContract(framework: Framework, setup: Pick<AppSetup, 'over'> = {}): void {
  describe('the throttle', () => {
    let app: App
    before(async () => {
      app = await startApp(framework, { ...setup, throttled: true, proxy: true })
    })
    after(async () => {
      try {
        await assertKeepsSecrets(app)
      } finally {
        await app.close()
      }
    })
    // No window of one test is open in the next.
    beforeEach(() => {
      app.clock.advance({ hours: 2 })
    })

    const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })
    const signIn = (
      username: string,
      password: string,
      ip = '192.0.2.1',
      client: TestClient = app.client(),
    ) => client.post('/session', { username, password }, from(ip))
    const fail = async (times: number, username: string, ip?: string) => {
      const answers = await Promise.all(
        Array.from({ length: times }, () => signIn(username, newPassword(), ip)),
      )
      for (const answer of answers) refused(answer, 401, 'invalid_credentials')
    }

    it('refuses the 11th attempt, even with the right password, until the window is over', async () => {
      const { username } = await app.user()
      await fail(10, username)
      const start = app.clock.now()
      app.clock.advance({ minutes: 5 })
      const answer = await signIn(username, app.password)
      refused(answer, 429, 'too_many_attempts')
      const wait = Number(answer.headers['retry-after'])
      assert.ok(wait > 595 && wait <= 600, `${wait}`)
      app.clock.advance({ ms: start + 15 * 60_000 - app.clock.now() })
      assert.equal((await signIn(username, app.password)).status, 201)
    })

    it('counts an unknown name like a known one', async () => {
      await fail(10, 'nobody-at-all')
      refused(await signIn('nobody-at-all', app.password), 429, 'too_many_attempts')
    })

    it('CVE-2025-24806: counts a name as one whatever its case or width', async () => {
      const { username } = await app.user({ username: 'Lovelace' })
      await fail(4, username)
      await fail(3, username.toUpperCase())
      await fail(3, 'ｌovelace')
      for (const name of [username, 'lovelace', 'LOVELACE', 'ｌovelace']) {
        refused(await signIn(name, app.password), 429, 'too_many_attempts')
      }
    })

    it('refuses before it hashes', async () => {
      const { username } = await app.user()
      const timed = async (status: number) => {
        const start = performance.now()
        assert.equal((await signIn(username, newPassword())).status, status)
        return performance.now() - start
      }
      const hashed = []
      for (let i = 0; i < 10; i++) hashed.push(await timed(401))
      const refusals = []
      for (let i = 0; i < 20; i++) refusals.push(await timed(429))
      assert.ok(Math.min(...refusals) < Math.min(...hashed) / 2)
    })

    it('lets the same user in from another address', async () => {
      const { username } = await app.user()
      await fail(10, username)
      assert.equal((await signIn(username, app.password, '192.0.2.2')).status, 201)
      refused(await signIn(username, app.password), 429, 'too_many_attempts')
    })

    it('CVE-2026-45364: counts an IPv6 client by its /64, however the address is written', async () => {
      const { username } = await app.user()
      for (const [i, ip] of [
        '2001:db8:0:1::1',
        '2001:db8:0:1::2',
        '2001:0db8:0000:0001:ffff:ffff:ffff:ffff',
        '2001:DB8:0:1:a::',
        '2001:db8::1:0:0:0:5',
      ].entries()) {
        await fail(2, username, ip)
        assert.ok(i < 5)
      }
      refused(await signIn(username, app.password, '2001:db8:0:1:9:9:9:9'), 429, 'too_many_attempts')
      assert.equal((await signIn(username, app.password, '2001:db8:0:2::1')).status, 201)
    })

    it('counts an IPv4 address written as IPv6 as the same', async () => {
      const { username } = await app.user()
      await fail(5, username, '192.0.2.77')
      await fail(5, username, '::ffff:192.0.2.77')
      refused(await signIn(username, app.password, '192.0.2.77'), 429, 'too_many_attempts')
    })

    it('counts 50 failures of an address, whoever they were for', async () => {
      for (let i = 0; i < 10; i++) await fail(5, `user-${i}`, '198.51.100.9')
      const { username } = await app.user()
      refused(await signIn(username, app.password, '198.51.100.9'), 429, 'too_many_attempts')
      assert.equal((await signIn(username, app.password, '198.51.100.10')).status, 201)
    })

    it('counts 100 failures of an account in an hour, wherever they came from', async () => {
      const { username } = await app.user()
      for (let i = 0; i < 20; i++) await fail(5, username, `203.0.113.${i}`)
      const answer = await signIn(username, app.password, '203.0.113.200')
      refused(answer, 429, 'too_many_attempts')
      assert.ok(Number(answer.headers['retry-after']) > 3000)
    })

    it('forgets, on success, the failures of that account and address only', async () => {
      const { username } = await app.user()
      const ip = '198.51.100.50'
      for (let round = 0; round < 5; round++) {
        await fail(9, username, ip)
        assert.equal((await signIn(username, app.password, ip)).status, 201)
      }
      // 45 of the address's 50 are used up all the same.
      await fail(5, `${username}-x`, ip)
      refused(await signIn(username, app.password, ip), 429, 'too_many_attempts')
    })

    it('counts re-authentication and password changes along with sign-ins', async () => {
      const client = await app.signedIn()
      const { username } = client.user
      await fail(4, username)
      for (let i = 0; i < 3; i++) {
        const wrong = { password: newPassword() }
        refused(
          await client.post('/session/reauthentication', wrong, from('192.0.2.1')),
          401,
          'invalid_credentials',
        )
        const change = { currentPassword: newPassword(), newPassword: newPassword() }
        refused(await client.put('/password', change, from('192.0.2.1')), 401, 'invalid_credentials')
      }
      const right = { password: app.password }
      refused(
        await client.post('/session/reauthentication', right, from('192.0.2.1')),
        429,
        'too_many_attempts',
      )
      const change = { currentPassword: app.password, newPassword: newPassword() }
      refused(await client.put('/password', change, from('192.0.2.1')), 429, 'too_many_attempts')
      refused(await signIn(username, app.password), 429, 'too_many_attempts')
      assert.equal((await client.get('/session')).status, 200)
    })

    it('does not count what is refused before the password is looked at', async () => {
      const { username } = await app.user()
      for (let i = 0; i < 15; i++) {
        refused(await app.client().post('/session', { username }, from('192.0.2.1')), 422, 'invalid_input')
        const foreign = { headers: { ...from('192.0.2.1').headers, Origin: 'null' } }
        refused(await app.client().post('/session', { username, password: 'x' }, foreign), 403, 'csrf')
      }
      assert.equal((await signIn(username, app.password)).status, 201)
    })

    it('lets 20 right sign-ins of one user at once all in', async () => {
      const { username } = await app.user()
      const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(username, app.password)))
      assert.deepEqual(
        answers.map(({ status }) => status),
        Array<number>(20).fill(201),
      )
    })

    it('evaluates at most 10 of 50 wrong ones at once', async () => {
      const { username } = await app.user()
      const wrong = newPassword()
      const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(username, wrong)))
      const count = (status: number) => answers.filter((answer) => answer.status === status).length
      assert.ok(count(401) <= 10, `${count(401)} evaluated`)
      assert.equal(count(401) + count(429) + count(503), 50)
      for (const { status, headers } of answers) {
        if (status !== 401) assert.ok(Number(headers['retry-after']) >= 1)
      }
      refused(await signIn(username, app.password), 429, 'too_many_attempts')
    })
  })

  describe('the throttle of a host behind no proxy', () => {
    let app: App
    before(async () => {
      app = await startApp(framework, { ...setup, throttled: true })
    })
    after(() => app.close())

    it('CVE-2026-29794: does not believe headers about the address', async () => {
      const { username } = await app.user()
      for (let i = 0; i < 11; i++) {
        const ip = `192.0.2.${i}`
        const headers = {
          'X-Forwarded-For': ip,
          'X-Real-IP': ip,
          Forwarded: `for=${ip}`,
          'CF-Connecting-IP': ip,
        }
        const answer = await app.client().post('/session', { username, password: newPassword() }, { headers })
        assert.equal(answer.status, i < 10 ? 401 : 429)
      }
    })
  })
}
