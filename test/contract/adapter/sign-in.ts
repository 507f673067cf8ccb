import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { origin } from '../../support/app.js'
import { setCookies } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields, unauthenticated, withoutRequestId } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

export function signInContract(framework: Framework): void {
  describe('POST /session', () => {
    const app = appFor(framework)

    it('answers 201 with the user and the session', async () => {
      const { password, user, client, clock } = app()
      const { id, username } = await user({ displayName: 'Grace Hopper', organizationId: 'acme' })
      const answer = await client().post(
        '/session',
        { username, password },
        { headers: { 'User-Agent': 'x'.repeat(300) } },
      )
      assert.equal(answer.status, 201)
      const { session, ...rest } = answer.body
      const shown = { id, username, displayName: 'Grace Hopper', organizationId: 'acme', admin: false }
      assert.deepEqual(rest, { status: 'signed_in', user: shown })
      const at = new Date(clock.now()).toISOString()
      assert.equal(typeof session.id, 'string')
      assert.match(session.ip, /127\.0\.0\.1$/)
      assert.deepEqual(
        { ...session, id: '', ip: '' },
        {
          id: '',
          createdAt: at,
          lastSeenAt: at,
          expiresAt: new Date(clock.now() + 12 * 3_600_000).toISOString(),
          ip: '',
          userAgent: 'x'.repeat(256),
          current: true,
          amr: ['pwd'],
        },
      )
    })

    it('sets a cookie that scripts and other sites do not get', async () => {
      const { password, user, client } = app()
      const { username } = await user()
      const lines = setCookies(await client().post('/session', { username, password }))
      assert.equal(lines.length, 1)
      const [pair = '', ...attributes] = lines[0]?.split('; ') ?? []
      assert.match(pair, /^keyward=kws_[0-9A-Za-z]{36}$/)
      assert.deepEqual(attributes.sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax'])
    })

    it('knows the name whatever its case', async () => {
      const { password, user, client } = app()
      const { username } = await user()
      assert.equal(
        (await client().post('/session', { username: username.toUpperCase(), password })).status,
        201,
      )
    })

    it('gives one answer to an unknown name, a wrong password and a disabled user', async () => {
      const { password, user, client } = app()
      const { username } = await user()
      const disabled = await user({ disabled: true })
      const passwordless = await user({ passwordHash: null })
      const answers = [
        await client().post('/session', { username: 'nobody', password }),
        await client().post('/session', { username: 'no such name!', password }),
        await client().post('/session', { username, password: newPassword() }),
        await client().post('/session', { username: disabled.username, password }),
        await client().post('/session', { username: passwordless.username, password }),
      ]
      for (const answer of answers) {
        refused(answer, 401, 'invalid_credentials')
        assert.deepEqual(withoutRequestId(answer), withoutRequestId(answers[0] ?? answer))
        assert.equal(answer.headers['www-authenticate'], 'Bearer realm="keyward"')
        assert.deepEqual(setCookies(answer), [])
      }
    })

    it('CVE-2026-58422: signing in does not enable a disabled user again', async () => {
      const { password, user, client, store } = app()
      const { id, username } = await user({ disabled: true })
      refused(await client().post('/session', { username, password }), 401, 'invalid_credentials')
      assert.equal((await store.users.byId(id))?.disabled, true)
    })

    it('names what is missing, of a wrong type, too long or unknown', async () => {
      const { client } = app()
      refusedFields(await client().post('/session', {}), { username: 'required', password: 'required' })
      refusedFields(await client().post('/session', { username: 1, password: ['a'] }), {
        username: 'wrong_type',
        password: 'wrong_type',
      })
      refusedFields(await client().post('/session', { username: null, password: {} }), {
        username: 'wrong_type',
        password: 'wrong_type',
      })
      refusedFields(await client().post('/session', { username: '', password: '' }), {
        username: 'required',
        password: 'required',
      })
      refusedFields(
        await client().post('/session', { username: 'a', password: 'b', userId: '1', admin: true }),
        {
          userId: 'unknown_field',
          admin: 'unknown_field',
        },
      )
    })

    it('refuses a password over 1024 bytes before hashing it', async () => {
      const { client } = app()
      const answer = await client().post('/session', { username: 'a', password: 'ä'.repeat(513) })
      refused(answer, 422, 'invalid_input')
      assert.equal(answer.body.errors[0].field, 'password')
    })

    it('CVE-2022-25896: replaces the session of the browser, and never takes over an id it was given', async () => {
      const { password, user, signedIn, client } = app()
      const planted = await signedIn()
      const before = (await planted.get('/session')).body.session.id
      const [secret = ''] = planted.cookies.values()
      const victim = await user()
      const browser = client()
      browser.cookies.set('keyward', secret)
      const answer = await browser.post('/session', { username: victim.username, password })
      assert.equal(answer.status, 201)
      assert.notEqual(answer.body.session.id, before)
      assert.notEqual(browser.cookies.get('keyward'), secret)
      unauthenticated(await planted.get('/session'))
      assert.equal((await browser.get('/session')).body.user.id, victim.id)
    })

    it('takes a dead cookie along without minding it', async () => {
      const { password, user, client } = app()
      const { username } = await user()
      const browser = client()
      browser.cookies.set('keyward', 'rubbish')
      assert.equal((await browser.post('/session', { username, password })).status, 201)
    })

    it('leaves the present session alone when the password is wrong', async () => {
      const client = await app().signedIn()
      const wrong = { username: client.user.username, password: newPassword() }
      refused(await client.post('/session', wrong), 401, 'invalid_credentials')
      assert.equal((await client.get('/session')).status, 200)
    })

    it('records success and refusal, the tried name only where it is a user’s', async () => {
      const { password, user, client, admin } = app()
      const { id, username } = await user()
      await client().post('/session', { username, password })
      await client().post('/session', { username, password: newPassword() })
      const typo = newPassword()
      await client().post('/session', { username: typo, password: newPassword() })
      const { items } = (await (await admin()).get('/admin/events?limit=4')).body
      const told = items.map((event: Record<string, never>) => [event.type, event.outcome, event.subject])
      assert.deepEqual(told.slice(1, 3), [
        ['session.refused', 'refused', null],
        ['session.refused', 'refused', { kind: 'user', id, name: username }],
      ])
      assert.deepEqual(
        [items[3].type, items[3].actor],
        ['session.created', { kind: 'user', id, name: username }],
      )
    })

    it('makes a second session beside one in another browser', async () => {
      const { signedIn, user } = app()
      const owner = await user()
      const [first, second] = [await signedIn(owner), await signedIn(owner)]
      assert.equal((await first.get('/session')).status, 200)
      assert.equal((await second.get('/session')).status, 200)
    })
  })

  describe('cookies of an app on https', () => {
    const app = appFor(framework, { options: { origins: ['https://app.example.com', origin] } })

    it('are named __Host- and Secure', async () => {
      const { password, user, client } = app()
      const { username } = await user()
      const browser = client()
      const [line = ''] = setCookies(await browser.post('/session', { username, password }))
      assert.match(line, /^__Host-keyward=kws_\w{36}; /)
      assert.deepEqual(line.split('; ').slice(1).sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
      assert.equal((await browser.get('/session')).status, 200)
      const plain = client()
      plain.cookies.set('keyward', browser.cookies.get('__Host-keyward') ?? '')
      unauthenticated(await plain.get('/session'))
    })
  })

  describe('cookies under another name', () => {
    const app = appFor(framework, { options: { cookieName: 'acme' } })

    it('are named as the options say', async () => {
      const client = await app().signedIn()
      assert.deepEqual([...client.cookies.keys()], ['acme'])
      assert.equal((await client.get('/session')).status, 200)
    })
  })
}
