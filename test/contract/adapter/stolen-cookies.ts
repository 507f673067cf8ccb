import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import type { TestClient } from '../../support/client.js'
import { setCookies } from '../../support/client.js'
import { enrolApp } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { pageClient } from '../../support/page-client.js'
import { refused, unauthenticated } from '../../support/problems.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

export function stolenCookiesContract(framework: Framework): void {
  describe('a stolen cookie whose owner proves who they are', () => {
    const app = appFor(framework, { pages: accountPages() })

    /** The owner's browser, in which the proof was just renewed, and a thief's with the secret from before. */
    async function stolen(given: { readonly admin?: boolean } = {}): Promise<{
      readonly owner: TestClient
      readonly thief: TestClient
    }> {
      const owner = await app().signedIn(await app().user(given))
      const thief = app().client()
      thief.cookies.set('keyward', owner.cookies.get('keyward') ?? '')
      app().clock.advance({ minutes: 11 })
      refused(await thief.post('/mfa/totp'), 403, 'reauthentication_required')
      const proof = await owner.post('/session/reauthentication', { password: app().password })
      assert.equal(proof.status, 200)
      return { owner, thief }
    }

    it('only reads, on every route there is', async () => {
      const { owner, thief } = await stolen({ admin: true })
      const changing = app()
        .keyward.adapter.routes()
        .filter(({ method, level }) => !['get', 'all'].includes(method) && !open.includes(level))
      assert.ok(changing.length > 30)
      for (const { method, path } of changing) {
        const answer = await thief.send(method as 'post', path.replaceAll(/:\w+/g, 'x'), {})
        refused(answer, 403, 'reauthentication_required')
        assert.deepEqual(answer.body.methods, ['password'], path)
        assert.deepEqual(setCookies(answer), [], path)
      }
      for (const path of ['/session', '/sessions', '/api-keys', '/mfa', '/admin/users', '/api/hello']) {
        assert.equal((await thief.get(path)).status, 200, path)
      }
      assert.equal((await owner.get('/mfa')).body.enabled, false)
      assert.deepEqual((await owner.get('/api-keys')).body.items, [])
    })

    it('passes no guard that asks for a recent proof, nor changes anything behind another', async () => {
      const { owner, thief } = await stolen()
      for (const path of ['/api/recent', '/api/vault']) {
        refused(await thief.get(path), 403, 'reauthentication_required')
        assert.equal((await owner.get(path)).status, 200)
      }
      for (const path of ['/api/hello', '/api/optional', '/api/reports']) {
        refused(await thief.post(path), 403, 'reauthentication_required')
      }
      assert.equal((await owner.post('/api/hello')).status, 200)
    })

    it('is refused at once by a guard that remembers it from when it was recent', async () => {
      const owner = await app().signedIn()
      const thief = app().client()
      thief.cookies.set('keyward', owner.cookies.get('keyward') ?? '')
      for (const path of ['/api/recent', '/api/vault']) assert.equal((await thief.get(path)).status, 200)
      assert.equal((await owner.post('/session/reauthentication', { password: app().password })).status, 200)
      for (const path of ['/api/recent', '/api/vault']) {
        refused(await thief.get(path), 403, 'reauthentication_required')
      }
      refused(await thief.post('/api-keys', { name: 'a' }), 403, 'reauthentication_required')
    })

    it('stands for no second factor that was proved since', async () => {
      const user = await app().user()
      const phone = await enrolApp(app(), await app().signedIn(user))
      const browser = app().client()
      const { username } = user
      await browser.post('/session', { username, password: app().password })
      assert.equal((await browser.post('/session/totp', { code: phone.code() })).status, 201)
      const { authInfo } = (await browser.get('/api/mfa')).body
      assert.deepEqual(authInfo.amr, ['pwd', 'otp'])
      const thief = app().client()
      thief.cookies.set('keyward', browser.cookies.get('keyward') ?? '')
      const [recoveryCode] = phone.recoveryCodes
      const until = (await thief.get('/session')).body.recentUntil
      assert.equal((await browser.post('/session/reauthentication', { recoveryCode })).status, 200)
      const seen = (await thief.get('/session')).body
      assert.deepEqual([seen.amr, seen.recentUntil], [['pwd', 'otp'], until])
      assert.deepEqual((await browser.get('/session')).body.amr, ['pwd', 'otp', 'rec'])
    })

    it('gets no secret for a proof, whoever makes it, and none of what it brings', async () => {
      const { owner, thief } = await stolen()
      const proof = { password: app().password }
      const late = await thief.post('/session/reauthentication', proof)
      assert.deepEqual([late.status, setCookies(late)], [200, []])
      refused(await thief.post('/api-keys', { name: 'a' }), 403, 'reauthentication_required')
      refused(await thief.get('/api/recent'), 403, 'reauthentication_required')
      app().clock.advance({ seconds: 10 })
      unauthenticated(await thief.get('/session'))
      assert.equal((await owner.get('/session')).status, 200)
    })

    it('is asked again by the forms of the pages, once, and then the browser has the new secret', async () => {
      const { owner, thief } = await stolen()
      const tab = pageClient(app(), thief)
      const { mounting } = app()
      const form = await tab.get(`${mounting.path}/account/two-step`)
      const fields = { 'proof-password': app().password }
      const asked = await tab.submit(form, 'Use Authenticator', fields)
      assert.equal(asked.status, 200)
      assert.doesNotMatch(asked.html, /setup-key/)
      assert.deepEqual(setCookies(asked.response), [])
      thief.cookies.set('keyward', owner.cookies.get('keyward') ?? '')
      const done = await tab.follow(await tab.submit(asked, 'Confirm', fields))
      assert.match(done.html, /setup-key/)
      const [, secret = ''] = /id="setup-key"[^>]*value="([^"]*)"/.exec(done.html) ?? []
      noteSecret(secret.replaceAll(' ', ''))
    })

    it('lets its owner sign out with it', async () => {
      const { owner, thief } = await stolen()
      assert.equal((await thief.delete('/session')).status, 204)
      unauthenticated(await owner.get('/session'))
    })
  })

  describe('a stolen cookie of a session with a temporary password', () => {
    const app = appFor(framework)

    it('changes no password once its owner has proved who they are', async () => {
      const { username, id } = await app().user()
      const admin = await app().admin()
      const { temporaryPassword } = (await admin.post(`/admin/users/${id}/password`)).body
      const owner = app().client()
      assert.equal((await owner.post('/session', { username, password: temporaryPassword })).status, 201)
      const thief = app().client()
      thief.cookies.set('keyward', owner.cookies.get('keyward') ?? '')
      await owner.post('/session/reauthentication', { password: temporaryPassword })
      const change = { currentPassword: temporaryPassword, newPassword: newPassword() }
      refused(await thief.put('/password', change), 403, 'reauthentication_required')
      assert.equal((await owner.put('/password', change)).status, 204)
    })
  })
}

/** Levels that ask for no session or take none, and proving again who one is, which does nothing for a superseded secret. */
const open: readonly string[] = [
  'anon',
  'pending',
  'host',
  'limited',
  'limitedOrTicket',
  'bearer',
  'introspector',
]
