import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { setCookies } from '../../../support/client.js'
import { enrolApp } from '../../../support/factors.js'
import type { HostSessions } from '../../../support/host-sessions.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { HostBrowsers } from './host-browsers.js'

export function factorContract(app: () => App, host: HostSessions, { atHost, inside }: HostBrowsers): void {
  async function withApp() {
    const browser = await inside()
    return { browser, authenticator: await enrolApp(app(), browser) }
  }

  describe('a second factor, once enrolled,', () => {
    it('is asked for in a browser that the host alone has signed in, and makes a bound session', async () => {
      const { browser: first, authenticator } = await withApp()
      assert.equal((await first.get('/api/hello')).status, 200)
      const browser = await atHost(first.user)
      for (const path of ['/api/hello', '/session', '/api-keys', '/credential']) {
        const answer = await browser.get(path)
        refused(answer, 401, 'second_factor_required')
        assert.deepEqual(answer.body.methods, ['totp', 'recovery_code'])
        assert.deepEqual(setCookies(answer), [])
      }
      const { status, body } = await browser.get('/api/optional')
      assert.deepEqual([status, body.user], [200, null])
      const proved = await browser.post('/session/totp', { code: authenticator.code() })
      assert.deepEqual([proved.status, proved.body.status], [201, 'signed_in'])
      assert.deepEqual(proved.body.session.amr, ['pwd', 'otp'])
      assert.equal((await browser.get('/api/mfa')).status, 200)
      unauthenticated(await browser.post('/session/totp', { code: authenticator.code() }))
      assert.equal((await browser.get('/api/mfa')).status, 200)
      host.signOut(browser)
      unauthenticated(await browser.get('/api/hello'))
    })

    it('is asked for from the moment on when it is enrolled, in guards that had let the user pass before', async () => {
      const browser = await atHost()
      assert.equal((await browser.get('/api/hello')).status, 200)
      const elsewhere = await inside(browser.user)
      assert.equal((await browser.get('/api/hello')).status, 200)
      await enrolApp(app(), elsewhere)
      refused(await browser.get('/api/hello'), 401, 'second_factor_required')
    })

    it('is not asked for where the host vouches for one, until it no longer does', async () => {
      const { browser: first } = await withApp()
      const browser = await atHost(first.user, { amr: ['pwd', 'mfa'] })
      assert.equal((await browser.get('/api/mfa')).status, 200)
      assert.equal((await browser.get('/session')).status, 200)
      host.signIn(browser, { userId: first.user.id, amr: ['pwd'] })
      refused(await browser.get('/api/hello'), 401, 'second_factor_required')
      refused(await browser.get('/session'), 401, 'second_factor_required')
    })

    it('signing in again: does not go on with the second factor of the sign-in before, of whose end nobody told', async () => {
      const { browser: first, authenticator } = await withApp()
      const browser = await atHost(first.user, { sessionId: 'one' })
      assert.equal((await browser.post('/session/totp', { code: authenticator.code() })).status, 201)
      assert.equal((await browser.get('/api/mfa')).status, 200)
      const { userId, amr } = { userId: first.user.id, amr: ['pwd'] }
      host.signIn(browser, { userId, amr, provedAt: app().clock.now(), sessionId: 'one' })
      assert.equal((await browser.get('/api/mfa')).status, 200)
      host.signIn(browser, { userId, amr, provedAt: app().clock.now(), sessionId: 'two' })
      refused(await browser.get('/api/hello'), 401, 'second_factor_required')
      refused(await browser.get('/session'), 401, 'second_factor_required')
      host.signIn(browser, { userId, amr, sessionId: 'one' })
      refused(await browser.get('/api/hello'), 401, 'second_factor_required')
    })

    it('a sign-in under way is one user’s: it goes on for nobody whom the host does not name', async () => {
      const { browser: first, authenticator } = await withApp()
      const browser = await atHost(first.user)
      refused(await browser.post('/session/totp', { code: '000000' }), 401, 'invalid_code')
      assert.equal(browser.cookies.has('keyward-pending'), true)
      const pending = browser.cookies.get('keyward-pending') ?? ''
      const thief = app().client()
      thief.cookies.set('keyward-pending', pending)
      refused(await thief.post('/session/totp', { code: authenticator.code() }), 410, 'expired')
      const other = await atHost()
      other.cookies.set('keyward-pending', pending)
      refused(await other.post('/session/totp', { code: authenticator.code() }), 410, 'expired')
      const done = await browser.post('/session/totp', { code: authenticator.code() })
      assert.equal(done.status, 201)
    })

    it('planted cookies: goes before a sign-in under way, or a ticket, of somebody else’s by keyward’s own', async () => {
      const { browser: first, authenticator } = await withApp()
      const { username } = first.user
      const attacker = app().client()
      const begun = await attacker.post('/session', { username, password: app().password })
      assert.equal(begun.status, 202)
      const victim = await inside()
      victim.cookies.set('keyward-pending', attacker.cookies.get('keyward-pending') ?? '')
      refused(await victim.post('/session/totp', { code: authenticator.code() }), 410, 'expired')
      const organizationId = 'planting'
      const admin = await app().admin()
      await enrolApp(app(), admin)
      const path = `/admin/policies/organizations/${organizationId}`
      await admin.put(path, { mfa: { enforceMfa: true } })
      const newcomer = await app().user({ organizationId })
      const given = { username: newcomer.username, password: app().password }
      assert.equal((await attacker.post('/session', given)).body.status, 'enrolment_required')
      victim.cookies.set('keyward-pending', attacker.cookies.get('keyward-pending') ?? '')
      const { status, user } = (await victim.get('/session')).body
      assert.deepEqual([status, user.id], ['signed_in', victim.user.id])
    })

    it('guessing codes: six wrong ones end a sign-in, and the account’s limit holds over those begun anew', async () => {
      const { browser: first } = await withApp()
      const browser = await atHost(first.user)
      for (let i = 0; i < 5; i++) {
        refused(await browser.post('/session/totp', { code: '000000' }), 401, 'invalid_code')
      }
      refused(await browser.post('/session/totp', { code: '000000' }), 410, 'expired')
    })

    it('that the policy demands is enrolled with a ticket, by the host’s word', async () => {
      const organizationId = 'enforcing'
      const admin = await app().admin()
      await enrolApp(app(), admin)
      const path = `/admin/policies/organizations/${organizationId}`
      assert.equal((await admin.put(path, { mfa: { enforceMfa: true } })).status, 200)
      const browser = await atHost(await app().user({ organizationId }))
      for (const guarded of ['/api/hello', '/api-keys']) {
        const answer = await browser.get(guarded)
        refused(answer, 403, 'enrolment_required')
        assert.deepEqual(answer.body.methods, ['security_key', 'totp'])
      }
      const begun = await browser.get('/session')
      assert.deepEqual([begun.status, begun.body.status], [200, 'enrolment_required'])
      await enrolApp(app(), browser)
      assert.equal((await browser.get('/api/hello')).status, 200)
      host.signOut(browser)
      unauthenticated(await browser.get('/session'))
    })
  })
}
