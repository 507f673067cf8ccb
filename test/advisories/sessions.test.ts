import assert from 'node:assert/strict'
import { it } from 'mocha'
import { mint } from '../../src/crypto/secret.js'
import { secondStepScene } from '../contract/adapter/second-step/scene.js'
import type { App } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { passwordStep } from '../support/factors.js'
import { invalidToken, refused, unauthenticated } from '../support/problems.js'
import { newPassword } from '../support/secrets.js'
import { onBoth } from './on-both.js'

onBoth('sessions', (app) => {
  const { withApp, pending } = secondStepScene(app)

  /** A browser that sends what somebody else put into it. */
  const withCookies = (cookies: Readonly<Record<string, string>>): TestClient => {
    const client = app().client()
    for (const [name, value] of Object.entries(cookies)) client.cookies.set(name, value)
    return client
  }
  const cookieOf = ({ cookies }: TestClient, name = 'keyward'): string => cookies.get(name) ?? ''

  for (const [how, signIn] of Object.entries(waysIn(app))) {
    it(`CVE-2022-25896, CVE-2023-29019, CVE-2026-7507: a cookie that was planted is not the session after a sign-in by ${how}`, async () => {
      const thief = await app().signedIn()
      const planted = cookieOf(thief)
      const victim = withCookies({ keyward: planted })
      const userId = await signIn(victim)
      assert.equal((await victim.get('/session')).body.user.id, userId)
      assert.notEqual(cookieOf(victim), planted)
      unauthenticated(await thief.get('/session'))
      unauthenticated(await withCookies({ keyward: planted }).get('/api/hello'))
    })
  }

  it('CVE-2022-25896, CVE-2026-7507: a secret that keyward never made is not taken for one', async () => {
    const { username } = await app().user()
    const planted = mint('kw', 'session').reveal()
    const victim = withCookies({ keyward: planted })
    assert.equal((await victim.post('/session', { username, password: app().password })).status, 201)
    assert.notEqual(cookieOf(victim), planted)
    unauthenticated(await withCookies({ keyward: planted }).get('/session'))
  })

  it('CVE-2024-28197: a pending sign-in that was planted, and one from before the second step, are no session after it', async () => {
    const { user, phone } = await withApp()
    const client = await pending(user)
    const before = cookieOf(client, 'keyward-pending')
    assert.equal((await client.post('/session/totp', { code: phone.code() })).status, 201)
    assert.notEqual(cookieOf(client), before)
    for (const name of ['keyward', 'keyward-pending']) {
      unauthenticated(await withCookies({ [name]: before }).get('/session'))
    }
    const again = await withCookies({ 'keyward-pending': before }).post('/session/totp', {
      code: phone.code(),
    })
    refused(again, 410, 'expired')
  })

  it('CVE-2025-12390: who signs in after somebody else in one browser gets no id and no right of theirs', async () => {
    const { user: first, phone } = await withApp()
    const browser = await pending(first)
    assert.equal((await browser.post('/session/totp', { code: phone.code() })).status, 201)
    const old = cookieOf(browser)
    const { id } = (await browser.get('/session')).body.session
    const { username, id: secondId } = await app().user()
    assert.equal((await browser.post('/session', { username, password: app().password })).status, 201)
    const { session, user, amr } = (await browser.get('/session')).body
    assert.deepEqual([user.id, amr], [secondId, ['pwd']])
    assert.notEqual(session.id, id)
    unauthenticated(await withCookies({ keyward: old }).get('/session'))
  })

  it('GHSA-xg6x-h9c9-2m83: nothing that a browser has before the second step passes a guard, nor what it had before', async () => {
    const { owner, user, phone } = await withApp()
    const old = cookieOf(owner)
    // A guard remembers the session; the same browser then begins anew.
    assert.equal((await owner.get('/api/hello')).status, 200)
    const answer = await owner.post('/session', { username: user.username, password: app().password })
    assert.equal(answer.status, 202)
    for (const path of ['/session', '/api/hello', '/api/mfa', '/api-keys']) {
      unauthenticated(await owner.get(path))
      unauthenticated(await withCookies({ keyward: old }).get(path))
      unauthenticated(await withCookies({ keyward: cookieOf(owner, 'keyward-pending') }).get(path))
    }
    assert.equal((await owner.post('/session/totp', { code: phone.code() })).status, 201)
    assert.equal((await owner.get('/api/mfa')).status, 200)
  })

  it('CVE-2023-48309: a secret of another purpose is no session', async () => {
    const owner = await app().signedIn()
    const { key } = (await owner.post('/api-keys', { name: 'a' })).body
    const { token } = (await owner.post('/tokens', {})).body
    const device = (await app().client().post('/device/code', { client_id: 'other-cli' })).body.device_code
    const link = (await app().keyward.users.passwordResetLink(owner.user.id)).url.reveal()
    const { user } = await withApp()
    const waiting = cookieOf(await pending(user), 'keyward-pending')
    for (const value of [key, token, device, new URL(link).hash.slice(1), waiting]) {
      for (const path of ['/session', '/api/hello']) {
        unauthenticated(await withCookies({ keyward: value }).get(path))
      }
    }
    for (const bearer of [cookieOf(owner), device, new URL(link).hash.slice(1), waiting]) {
      invalidToken(await app().client().get('/api/hello', { bearer }))
    }
  })

  it('CVE-2026-25748: a malformed cookie is a 401, on each kind of route, and never waved through', async () => {
    const good = cookieOf(await app().signedIn())
    const bad = [
      '%E0%A4%A',
      '"',
      good.slice(0, -1),
      `${good}A`,
      'x'.repeat(5000),
      `${good}; keyward=x`,
      `x; keyward=${good}`,
    ]
    for (const value of [...bad, '\u00ff\u00fe', '{"user":1}', '[object Object]']) {
      for (const path of ['/session', '/api/hello', '/api/vault', '/api-keys', '/admin/users']) {
        const headers = { Cookie: `keyward=${value}` }
        unauthenticated(await app().client().get(path, { headers }))
      }
    }
  })

  it('GHSA-2vg6-77g8-24mp: sessions, keys, tokens and sign-ins under way end with their user', async () => {
    const { owner, user, phone } = await withApp()
    const { key } = (await owner.post('/api-keys', { name: 'a' })).body
    const { token } = (await owner.post('/tokens', {})).body
    const { client: waiting } = await passwordStep(app(), user)
    for (const bearer of [key, token]) {
      assert.equal((await app().client().get('/api/hello', { bearer })).status, 200)
    }
    const admin = await app().admin()
    assert.equal((await admin.delete(`/admin/users/${user.id}`)).status, 204)
    for (const path of ['/session', '/api/hello', '/api-keys']) unauthenticated(await owner.get(path))
    for (const bearer of [key, token]) invalidToken(await app().client().get('/api/hello', { bearer }))
    refused(await waiting.post('/session/totp', { code: phone.code() }), 410, 'expired')
    // Nor does somebody new of that name get them.
    await app().user({ username: user.username })
    unauthenticated(await owner.get('/session'))
    invalidToken(await app().client().get('/api/hello', { bearer: key }))
  })

  for (const [who, change] of Object.entries(passwordChanges(app))) {
    it(`GHSA-mr34-8733-grr2, CVE-2026-27575: other sessions and all tokens end once the password is changed by ${who}`, async () => {
      const user = await app().user()
      const [owner, thief] = [await app().signedIn(user), await app().signedIn(user)]
      const { token } = (await thief.post('/tokens', {})).body
      assert.equal((await app().client().get('/api/hello', { bearer: token })).status, 200)
      await change(owner, user.id)
      unauthenticated(await thief.get('/session'))
      unauthenticated(await thief.get('/api/hello'))
      invalidToken(await app().client().get('/api/hello', { bearer: token }))
    })
  }
})

/** Signs a new user in, in the browser given, and tells who it is. */
type WayIn = (browser: TestClient) => Promise<string>

function waysIn(app: () => App): Readonly<Record<string, WayIn>> {
  return {
    async password(browser) {
      const { id, username } = await app().user()
      assert.equal((await browser.post('/session', { username, password: app().password })).status, 201)
      return id
    },
    async 'the host'(browser) {
      const { id } = await app().user()
      assert.equal((await browser.post(`/api/sso/${id}`)).body.status, 'signed_in')
      return id
    },
    async 'password and code'(browser) {
      const { user, phone } = await secondStepScene(app).withApp()
      const { username, id } = user
      assert.equal((await browser.post('/session', { username, password: app().password })).status, 202)
      assert.equal((await browser.post('/session/totp', { code: phone.code() })).status, 201)
      return id
    },
  }
}

type PasswordChange = (owner: TestClient, userId: string) => Promise<unknown>

function passwordChanges(app: () => App): Readonly<Record<string, PasswordChange>> {
  return {
    async 'its owner'(owner) {
      const change = { currentPassword: app().password, newPassword: newPassword() }
      assert.equal((await owner.put('/password', change)).status, 204)
    },
    async 'an administrator'(_owner, userId) {
      const admin = await app().admin()
      assert.equal((await admin.post(`/admin/users/${userId}/password`)).status, 201)
    },
    'the host': (_owner, userId) => app().keyward.users.setPassword(userId, newPassword()),
    async 'a link'(_owner, userId) {
      const url = (await app().keyward.users.passwordResetLink(userId)).url.reveal()
      const body = { code: new URL(url).hash.slice(1), newPassword: newPassword() }
      assert.equal((await app().client().post('/one-time-links/password-reset', body)).status, 204)
    },
  }
}
