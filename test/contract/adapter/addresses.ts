import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

export function addressesContract(framework: Framework): void {
  throwingContract(framework)
  describe('the address of a client behind a proxy', () => {
    const app = appFor(framework, { throttled: true, proxy: true })
    const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })
    // No window of one test is open in the next.
    beforeEach(() => app().clock.advance({ hours: 2 }))
    const guesses = async (addressOf: (guess: number) => string): Promise<readonly number[]> => {
      const { username } = await app().user()
      const statuses: number[] = []
      for (let guess = 0; guess < 12; guess++) {
        const body = { username, password: newPassword() }
        statuses.push(
          (
            await app()
              .client()
              .post('/session', body, from(addressOf(guess)))
          ).status,
        )
      }
      return statuses
    }
    const tenThen429 = [...Array<number>(10).fill(401), 429, 429]

    it('is the same for its limit from whichever port, zone or spelling', async () => {
      const spellings: readonly ((guess: number) => string)[] = [
        (guess) => `203.0.113.50:${String(40_000 + guess)}`,
        (guess) => (guess % 2 ? '[::ffff:203.0.113.51]:80' : '::FFFF:CB00:7133'),
        (guess) => `[2001:DB8::${String(guess)}]:${String(40_000 + guess)}`,
        (guess) => `fe80::1%eth${String(guess)}`,
      ]
      for (const spelling of spellings) assert.deepEqual(await guesses(spelling), tenThen429)
    })

    it('is the connection’s for its limit where a text is no address', async () => {
      assert.deepEqual(await guesses((guess) => `unknown-${String(guess)}`), tenThen429)
    })

    it('is recorded as an address alone', async () => {
      const { username } = await app().user()
      const signIn = (ip: string) =>
        app().client().post('/session', { username, password: app().password }, from(ip))
      for (const [sent, recorded] of [
        ['203.0.113.7:51234', '203.0.113.7'],
        ['::ffff:cb00:7107', '203.0.113.7'],
        ['[2001:DB8::7]:443', '2001:db8::7'],
        ['1'.repeat(300), null],
        ['unknown', null],
      ] as const) {
        const { status, body } = await signIn(sent)
        assert.deepEqual([status, body.session.ip], [201, recorded], sent)
      }
      const recorded = new Set(app().events.map(({ ip }) => ip))
      assert.ok([...recorded].every((ip) => ip === null || !/[\][%]|\.\d+:\d/.test(ip)))
    })

    it('is one of a host’s own ranges whatever is written around it', async () => {
      const admin = await app().admin()
      const { credential } = (
        await admin.post('/admin/hosts', { name: 'build-1', cidrs: ['203.0.113.0/24', '2001:db8::/32'] })
      ).body
      const ask = (ip: string) =>
        app()
          .client()
          .get('/ssh/authorized_keys/ada', { bearer: credential, ...from(ip) })
      for (const ip of ['203.0.113.7:51234', '::ffff:cb00:7107', '[2001:DB8::7]:443']) {
        assert.equal((await ask(ip)).status, 200, ip)
      }
      for (const ip of ['203.0.114.7:51234', 'unknown', '1'.repeat(300)]) {
        refused(await ask(ip), 403, 'address_not_allowed')
      }
    })
  })
}

/** Whatever a client sends is handed to the host's rule of trust: when that throws, no request may end the process or answer a 500. */
function throwingContract(framework: Framework): void {
  describe('the address of a client whose X-Forwarded-For makes the host’s trust rule throw', () => {
    const app = appFor(framework, { throttled: true, proxy: 'throws' })
    const sent = ['unknown', 'unknown, 10.0.0.1', '', '_hidden', '2001:db8::7', '10.0.0.x, 10.0.0.1']
    const from = (text: string) => ({ headers: { 'X-Forwarded-For': text } })

    it('ends no process when a guard refuses a bearer credential', async () => {
      for (const text of sent) {
        for (const bearer of ['x', 'kwa_unknown']) {
          refused(
            await app()
              .client()
              .get('/api/hello', { bearer, ...from(text) }),
            401,
            'invalid_token',
          )
        }
      }
    })

    it('keeps the refusal of a request that a guard lets nobody make', async () => {
      const browser = await app().signedIn()
      const { key } = (await browser.post('/api-keys', { name: 'a', scopes: ['reports:read'] })).body
      for (const text of sent) {
        const answer = await app()
          .client()
          .get('/api/both-scopes', { bearer: key, ...from(text) })
        refused(answer, 403, 'insufficient_scope')
        refused(await browser.get('/admin/users', from(text)), 403, 'forbidden')
      }
      assert.equal(
        (
          await app()
            .client()
            .get('/api/hello', { bearer: key, ...from('unknown') })
        ).status,
        200,
      )
    })

    it('is none for a sign-in and for a list', async () => {
      for (const text of sent) {
        const { username } = await app().user()
        const browser = app().client()
        const body = { username, password: app().password }
        const answer = await browser.post('/session', body, from(text))
        assert.equal(answer.status, 201, text)
        assert.ok([null, '127.0.0.1', '2001:db8::7'].includes(answer.body.session.ip), text)
        assert.equal((await browser.get('/sessions', from(text))).status, 200, text)
        assert.equal((await browser.get('/api-keys', from(text))).status, 200, text)
      }
    })

    it('is the connection’s for the limit of guesses', async () => {
      const { username } = await app().user()
      const statuses: number[] = []
      for (let guess = 0; guess < 12; guess++) {
        const body = { username, password: newPassword() }
        const answer = await app()
          .client()
          .post('/session', body, from(`unknown-${String(guess)}`))
        statuses.push(answer.status)
      }
      assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429])
    })

    it('is still what the rule says where it says something', async () => {
      const browser = app().client()
      const { username } = await app().user()
      const body = { username, password: app().password }
      const answer = await browser.post('/session', body, from('203.0.113.7, 10.0.0.1'))
      assert.equal(answer.body.session.ip, '203.0.113.7')
    })
  })
}
