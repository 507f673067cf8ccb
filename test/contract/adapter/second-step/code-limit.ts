import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../../src/index.js'
import type { Authenticator } from '../../../support/authenticator.js'
import type { TestClient } from '../../../support/client.js'
import type { AuthenticatorApp } from '../../../support/factors.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { refused } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'
import type { App } from '../../../support/app.js'
import type { SecondStepScene } from './scene.js'

type Owner = TestClient & { readonly user: UserRow }

/** How many codes may be wrong before none is judged any more. */
export function codeLimitContract(app: () => App, { pending }: SecondStepScene, framework: Framework): void {
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
      const clients: TestClient[] = []
      // One after the other: passwords wait for each other no longer than 2 s.
      for (let i = 0; i < 20; i++) clients.push(await pending(owner.user))
      const code = phone.code()
      const answers = await Promise.all(clients.map((client) => client.post('/session/totp', { code })))
      assert.equal(answers.filter(({ status }) => status === 201).length, 1)
      assert.equal(answers.filter(({ status }) => status === 401).length, 19)
    })
  })
}
