import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { setCookies } from '../../../support/client.js'
import type { TestClient } from '../../../support/client.js'
import { refused, refusedFields, unauthenticated } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'

export function reauthenticationContract(app: () => App): void {
  describe('POST /session/reauthentication', () => {
    const prove = (client: TestClient, cookie?: string) =>
      client.post(
        '/session/reauthentication',
        { password: app().password },
        cookie === undefined ? {} : { headers: { Cookie: `keyward=${cookie}` } },
      )

    it('the right password makes the proof of the session recent again', async () => {
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

    it('nobody proves themselves again without a session', async () => {
      unauthenticated(await app().client().post('/session/reauthentication', { password: 'x' }))
    })
  })
}
