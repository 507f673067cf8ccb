import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import { refused, refusedFields } from '../../../support/problems.js'
import type { BegunDevice, DeviceScene } from './scene.js'
import { refusedByOAuth } from './scene.js'

/** A code that nobody was given, as good as surely. */
const unknown = 'BCDF-GHJK'

export function deviceAnswersContract(app: () => App, { begin, poll, approve }: DeviceScene): void {
  const deny = (who: TestClient, { userCode }: BegunDevice) => who.post(`/device/${userCode}/denial`, {})

  describe('GET /device/:userCode', () => {
    it('says which program asks, from where, for what and until when', async () => {
      const { clock, client, signedIn } = app()
      const agent = { 'User-Agent': 'acme-cli/1.0' }
      const begun = await client().post('/device/code', { client_id: 'other-cli' }, { headers: agent })
      const at = clock.now()
      const { status, body } = await (await signedIn()).get(`/device/${begun.body.user_code}`)
      assert.equal(status, 200)
      assert.match(body.ip, /^(::1|127\.0\.0\.1)$/)
      assert.deepEqual(body, {
        client: { id: 'other-cli', name: 'Other CLI' },
        scopes: ['reports:read'],
        ip: body.ip,
        userAgent: 'acme-cli/1.0',
        createdAt: new Date(at).toISOString(),
        expiresAt: new Date(at + 600_000).toISOString(),
      })
    })

    it('takes the code in any case, with blanks and dashes wherever they are', async () => {
      const { userCode } = await begin()
      const letters = userCode.replace('-', '')
      const who = await app().signedIn()
      const typed = [
        letters,
        letters.toLowerCase(),
        userCode.toLowerCase(),
        `-${letters.split('').join('-')}-`,
      ]
      for (const text of [
        ...typed,
        ` ${letters.split('').join(' ')} `,
        `${letters.slice(0, 4)} – ${letters.slice(4)}`,
      ]) {
        assert.equal((await who.get(`/device/${encodeURIComponent(text)}`)).status, 200, text)
      }
    })

    it('answers 404 for what is no code, or nobody’s, or has expired or was answered', async () => {
      const who = await app().signedIn()
      const [expired, answered] = [await begin(), await begin()]
      await approve(who, answered)
      for (const text of [
        unknown,
        'x',
        'AEIOUAEI',
        'B'.repeat(9),
        'B'.repeat(3000),
        '%20',
        'constructor',
        '%00',
      ]) {
        refused(await (await app().signedIn()).get(`/device/${text}`), 404, 'not_found')
      }
      refused(await who.get(`/device/${answered.userCode}`), 404, 'not_found')
      app().clock.advance({ minutes: 10 })
      refused(await who.get(`/device/${expired.userCode}`), 404, 'not_found')
    })
  })

  describe('codes that nobody was given', () => {
    const tries = [
      (who: TestClient, code: string) => who.get(`/device/${code}`),
      (who: TestClient, code: string) => who.post(`/device/${code}/approval`, {}),
      (who: TestClient, code: string) => who.post(`/device/${code}/denial`, {}),
    ] as const

    it('are counted over all three routes: after 10 in 10 minutes even a right one is refused', async () => {
      const who = await app().signedIn()
      const { userCode } = await begin()
      for (let i = 0; i < 10; i++) {
        const attempt = tries[i % tries.length] ?? tries[0]
        refused(await attempt(who, unknown), 404, 'not_found')
      }
      for (const attempt of tries) {
        const answer = await attempt(who, userCode)
        refused(answer, 429, 'too_many_attempts')
        assert.ok(Number(answer.headers['retry-after']) > 0)
      }
      assert.equal((await (await app().signedIn()).get(`/device/${userCode}`)).status, 200)
      const { items } = (await who.get('/events?type=request.refused')).body
      const reasons = new Set((items as { reason: string }[]).map(({ reason }) => reason))
      assert.deepEqual([...reasons], ['too_many_attempts'])
      app().clock.advance({ minutes: 10 })
      refused(await who.get(`/device/${unknown}`), 404, 'not_found')
    })

    it('of many at once no more than 10 are looked for', async () => {
      const who = await app().signedIn()
      const answers = await Promise.all(Array.from({ length: 30 }, () => who.get(`/device/${unknown}`)))
      const statuses = answers.map(({ status }) => status)
      assert.equal(statuses.filter((status) => status === 404).length, 10)
      assert.equal(statuses.filter((status) => status === 429).length, 20)
    })

    it('right ones are not counted, however often', async () => {
      const who = await app().signedIn()
      const { userCode } = await begin()
      for (let i = 0; i < 25; i++) assert.equal((await who.get(`/device/${userCode}`)).status, 200)
    })
  })

  describe('POST /device/:userCode/approval and /denial', () => {
    it('answer 204, each code once, whoever comes first', async () => {
      const [ada, bob] = [await app().signedIn(), await app().signedIn()]
      const [first, second] = [await begin(), await begin()]
      await approve(ada, first)
      assert.equal((await deny(bob, second)).status, 204)
      for (const device of [first, second]) {
        for (const who of [ada, bob]) {
          refused(await who.post(`/device/${device.userCode}/approval`, {}), 409, 'conflict')
          refused(await deny(who, device), 409, 'conflict')
        }
      }
      assert.equal((await poll(first)).status, 200)
      refusedByOAuth(await poll(second), 'access_denied')
    })

    it('a no takes no fields, and is none where it has some', async () => {
      const who = await app().signedIn()
      const device = await begin()
      const answer = await who.post(`/device/${device.userCode}/denial`, { reason: 'x' })
      refusedFields(answer, { reason: 'unknown_field' })
      refusedByOAuth(await poll(device), 'authorization_pending')
      assert.equal((await who.post(`/device/${device.userCode}/denial`)).status, 204)
    })

    it('answer 404 once the code has expired', async () => {
      const who = await app().signedIn()
      const device = await begin()
      app().clock.advance({ minutes: 9, seconds: 59 })
      await who.post('/session/reauthentication', { password: app().password })
      app().clock.advance({ seconds: 1 })
      refused(await who.post(`/device/${device.userCode}/approval`, {}), 404, 'not_found')
      refused(await deny(who, device), 404, 'not_found')
    })

    it('of a yes and a no at once one counts', async () => {
      const [ada, bob] = [await app().signedIn(), await app().signedIn()]
      for (let round = 0; round < 5; round++) {
        const device = await begin()
        const answers = await Promise.all([
          ada.post(`/device/${device.userCode}/approval`, {}),
          deny(bob, device),
        ])
        assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409])
        const answer = await poll(device)
        if (answers[0]?.status === 204) assert.equal(answer.status, 200)
        else refusedByOAuth(answer, 'access_denied')
      }
    })

    it('a yes may be for fewer scopes and for less time, and for no more', async () => {
      const who = await app().signedIn()
      const device = await begin({ client_id: 'acme-cli', scope: 'reports:read reports:write' })
      const path = `/device/${device.userCode}/approval`
      for (const [how, errors] of [
        [{ scopes: ['reports:read', 'nope'] }, { scopes: 'unknown_scope' }],
        [{ scopes: ['*'] }, { scopes: 'unknown_scope' }],
        [{ scopes: [] }, { scopes: 'required' }],
        [{ expiresInHours: 25 }, { expiresInHours: 'lifetime_not_allowed' }],
        [{ expiresInHours: 0 }, { expiresInHours: 'lifetime_not_allowed' }],
        [{ expiresInHours: '1' }, { expiresInHours: 'wrong_type' }],
        [
          { userId: 'x', userCode: 'y' },
          { userId: 'unknown_field', userCode: 'unknown_field' },
        ],
      ] as const) {
        refusedFields(await who.post(path, how), errors)
      }
      await approve(who, device, { scopes: ['reports:write'], expiresInHours: 2 })
      const { body } = await poll(device)
      assert.deepEqual([body.scope, body.expires_in], ['reports:write', 7200])
    })

    it('a yes is for no scope beyond those that the device asks for, though they exist', async () => {
      const who = await app().signedIn()
      const { userCode } = await begin()
      const answer = await who.post(`/device/${userCode}/approval`, { scopes: ['reports:write'] })
      refusedFields(answer, { scopes: 'unknown_scope' })
    })

    it('refuse a yes at the limit of tokens, which a token less makes room for', async () => {
      const who = await app().signedIn()
      const made = await Promise.all(Array.from({ length: 50 }, () => who.post('/tokens', {})))
      const device = await begin()
      refused(await who.post(`/device/${device.userCode}/approval`, {}), 403, 'limit_reached')
      refusedByOAuth(await poll(device), 'authorization_pending')
      await who.delete(`/tokens/${made[0]?.body.id}`)
      await approve(who, device)
      assert.equal((await poll(device)).status, 200)
    })

    it('leave an event under the name of the program', async () => {
      const who = await app().signedIn()
      const [yes, no] = [await begin(), await begin()]
      await approve(who, yes)
      await deny(who, no)
      const { items } = (await who.get('/events?group=credentials')).body
      const events = items as { type: string; actor: { id: string }; subject: object; outcome: string }[]
      assert.deepEqual(
        events.map(({ type }) => type),
        ['device.denied', 'device.approved'],
      )
      for (const { actor, subject, outcome } of events) {
        assert.deepEqual([actor.id, outcome], [who.user.id, 'success'])
        assert.deepEqual({ ...subject, id: '' }, { kind: 'device', id: '', name: 'Other CLI' })
      }
    })
  })
}
