import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../support/client.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

export function sessionContract(framework: Framework): void {
  const app = appFor(framework)

  describe('GET /session', () => {
    it('answers who is signed in, how, and until when the proof is recent', async () => {
      const client = await app().signedIn()
      const { status, body } = await client.get('/session')
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body as object).sort(), [
        'amr',
        'policy',
        'recentUntil',
        'session',
        'status',
        'user',
      ])
      assert.equal(body.status, 'signed_in')
      assert.equal(body.user.id, client.user.id)
      assert.deepEqual(body.amr, ['pwd'])
      assert.deepEqual(body.policy, { satisfied: true, missing: [], deadline: null })
      assert.equal(body.session.current, true)
      assert.equal(Date.parse(body.recentUntil), Date.parse(body.session.createdAt) + 600_000)
    })

    it('answers 401 with a challenge and no error code when nobody is signed in', async () => {
      unauthenticated(await app().client().get('/session'))
    })

    it('CVE-2026-25748: answers 401 to a malformed, empty, cut or doubled cookie', async () => {
      const { signedIn, client } = app()
      const good = (await signedIn()).cookies.get('keyward') ?? ''
      for (const value of [
        '',
        '%E0%A4%A',
        '"',
        good.slice(0, -1),
        `${good}A`,
        ` ${good}x`,
        'x'.repeat(5000),
      ]) {
        unauthenticated(await client().get('/session', { headers: { Cookie: `keyward=${value}` } }))
      }
      unauthenticated(await client().get('/session', { headers: { Cookie: `keyward=x; keyward=${good}` } }))
      unauthenticated(await client().get('/session', { headers: { Cookie: `KEYWARD=${good}` } }))
      unauthenticated(await client().get('/session', { headers: { Cookie: `keyward-pending=${good}` } }))
      assert.equal(
        (await client().get('/session', { headers: { Cookie: `a=b; keyward=${good} ; c` } })).status,
        200,
      )
    })

    it('CVE-2023-48309: a key or token in the cookie is no session', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      const { key } = (await owner.post('/api-keys', { name: 'a' })).body
      const { token } = (await owner.post('/tokens', {})).body
      for (const value of [key, token]) {
        unauthenticated(await client().get('/session', { headers: { Cookie: `keyward=${value}` } }))
      }
    })

    it('is for sessions: a key or token is told so', async () => {
      const { signedIn, client } = app()
      const { token } = (await (await signedIn()).post('/tokens', {})).body
      refused(await client().get('/session', { bearer: token }), 403, 'interactive_session_required')
    })

    it('answers HEAD without a body', async () => {
      const answer = await (await app().signedIn()).send('head', '/session')
      assert.deepEqual([answer.status, answer.text ?? ''], [200, ''])
    })
  })

  describe('the life of a session', () => {
    it('ends after 12 idle hours', async () => {
      const { signedIn, clock } = app()
      const [used, idle] = [await signedIn(), await signedIn()]
      clock.advance({ hours: 11, minutes: 59 })
      // The list is what writes down at once when a session was seen.
      assert.equal((await used.get('/sessions')).status, 200)
      clock.advance({ minutes: 1 })
      unauthenticated(await idle.get('/session'))
      clock.advance({ hours: 11 })
      assert.equal((await used.get('/session')).status, 200)
    })

    it('ends 7 days after the sign-in, however busy', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      for (let hour = 0; hour < 7 * 24 - 12; hour += 12) {
        clock.advance({ hours: 11, minutes: 59, seconds: 59 })
        assert.equal((await client.get('/sessions')).status, 200)
      }
      clock.advance({ hours: 6 })
      const { session } = (await client.get('/session')).body
      assert.equal(Date.parse(session.expiresAt), Date.parse(session.createdAt) + 7 * 24 * 3_600_000)
      clock.advance({ hours: 6, minutes: 1 })
      unauthenticated(await client.get('/session'))
    })
  })

  describe('DELETE /session', () => {
    it('ends the session and clears the cookie', async () => {
      const client = await app().signedIn()
      const secret = client.cookies.get('keyward') ?? ''
      const answer = await client.delete('/session')
      assert.deepEqual([answer.status, answer.text], [204, ''])
      assert.deepEqual(setCookies(answer), ['keyward=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax'])
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${secret}` } }),
      )
    })

    it('answers 204 to anybody', async () => {
      assert.equal((await app().client().delete('/session')).status, 204)
      const stale = await app().signedIn()
      stale.cookies.set('keyward', 'rubbish')
      assert.equal((await stale.delete('/session')).status, 204)
    })

    it('leaves the user’s other sessions alone', async () => {
      const { signedIn, user } = app()
      const owner = await user()
      const [first, second] = [await signedIn(owner), await signedIn(owner)]
      await first.delete('/session')
      assert.equal((await second.get('/session')).status, 200)
    })
  })

  describe('POST /session/reauthentication', () => {
    const prove = (client: TestClient, cookie?: string) =>
      client.post(
        '/session/reauthentication',
        { password: app().password },
        cookie === undefined ? {} : { headers: { Cookie: `keyward=${cookie}` } },
      )

    it('makes the proof recent again', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      clock.advance({ minutes: 10 })
      refused(await client.post('/api-keys', { name: 'a' }), 403, 'reauthentication_required')
      const answer = await prove(client)
      assert.deepEqual([answer.status, Object.keys(answer.body as object)], [200, ['recentUntil']])
      assert.equal(Date.parse(answer.body.recentUntil), clock.now() + 600_000)
      assert.equal((await client.get('/session')).body.recentUntil, answer.body.recentUntil)
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
    })

    it('CVE-2024-28197: changes the secret, not the id; the old secret is good for 10 s more', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      const old = client.cookies.get('keyward') ?? ''
      const { id } = (await client.get('/session')).body.session
      const answer = await prove(client)
      assert.equal(setCookies(answer).length, 1)
      assert.notEqual(client.cookies.get('keyward'), old)
      clock.advance({ seconds: 9 })
      const otherTab = await app()
        .client()
        .get('/session', { headers: { Cookie: `keyward=${old}` } })
      assert.deepEqual([otherTab.status, otherTab.body.session.id], [200, id])
      clock.advance({ seconds: 1 })
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${old}` } }),
      )
      assert.equal((await client.get('/session')).body.session.id, id)
    })

    it('leaves a working cookie behind when two tabs prove at once', async () => {
      const { signedIn, clock } = app()
      for (let round = 0; round < 3; round++) {
        const client = await signedIn()
        const old = client.cookies.get('keyward') ?? ''
        const answers = await Promise.all([prove(app().client(), old), prove(app().client(), old)])
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 200],
        )
        const lines = answers.flatMap(setCookies)
        assert.ok(lines.length > 0)
        clock.advance({ seconds: 11 })
        // Whichever reply came last, its cookie is in the jar.
        for (const line of lines) {
          const Cookie = line.split(';')[0] ?? ''
          assert.equal((await app().client().get('/session', { headers: { Cookie } })).status, 200)
        }
      }
    })

    it('lets a tab with the old secret prove as well, and keeps the new one', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      const old = client.cookies.get('keyward') ?? ''
      await prove(client)
      clock.advance({ seconds: 5 })
      const late = await prove(app().client(), old)
      assert.deepEqual([late.status, setCookies(late)], [200, []])
      clock.advance({ seconds: 60 })
      const { body } = await client.get('/session')
      assert.equal(body.recentUntil, late.body.recentUntil)
    })

    it('refuses a wrong password and changes nothing', async () => {
      const client = await app().signedIn()
      const secret = client.cookies.get('keyward')
      const answer = await client.post('/session/reauthentication', { password: newPassword() })
      refused(answer, 401, 'invalid_credentials')
      assert.equal(client.cookies.get('keyward'), secret)
      assert.equal((await client.get('/session')).status, 200)
    })

    it('refuses another user’s password', async () => {
      const { keyward, signedIn } = app()
      const other = newPassword()
      await keyward.users.create({ username: 'other-owner', password: other })
      const client = await signedIn()
      refused(await client.post('/session/reauthentication', { password: other }), 401, 'invalid_credentials')
    })

    it('names what is missing or unknown', async () => {
      const client = await app().signedIn()
      refusedFields(await client.post('/session/reauthentication', {}), { password: 'required' })
      refusedFields(await client.post('/session/reauthentication', { password: 'x', username: 'y' }), {
        username: 'unknown_field',
      })
    })

    it('needs a session', async () => {
      unauthenticated(await app().client().post('/session/reauthentication', { password: 'x' }))
    })
  })
}
