import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../../src/pages/account-pages.js'
import { origin } from '../../../../support/app.js'
import { enrolKey } from '../../../../support/factors.js'
import type { Framework } from '../../../../support/host.js'
import { pageClient } from '../../../../support/page-client.js'
import { newPassword } from '../../../../support/secrets.js'
import { appFor } from '../../../../support/suite.js'

const path = '/auth/sign-in'
const elsewhere = /You were signed out on another device, or your session has ended/

/** What the sign-in page tells whoever comes to it. */
export function signInReasonsContract(framework: Framework): void {
  describe('the reasons on the sign-in page', () => {
    const app = appFor(framework, {
      pages: accountPages(),
      options: { throttle: { perAccountAndAddress: { failures: 3, minutes: 15 } } },
    })

    it('say that a session has ended whose time was over', async () => {
      const pages = pageClient(app(), await app().signedIn())
      app().clock.advance({ hours: 24 * 400 })
      const page = await pages.follow(await pages.get('/auth/account/sessions'))
      assert.match(page.text, /Your session has ended\. Please sign in again\./)
      assert.doesNotMatch(page.text, elsewhere)
    })

    it('say that somebody was signed out on another device, and nothing once they have signed in', async () => {
      const user = await app().user()
      const [here, there] = [await app().signedIn(user), await app().signedIn(user)]
      assert.equal((await there.delete('/sessions')).status, 204)
      const pages = pageClient(app(), here)
      const page = await pages.follow(await pages.get('/auth/account/sessions'))
      assert.match(page.text, elsewhere)
      const { username } = user
      await pages.submit(page, 'Sign in', { username, password: app().password })
      await pages.submit(await pages.get('/auth/account/sessions'), 'Sign out')
      assert.doesNotMatch((await pages.get(path)).text, /ended|signed out/)
    })

    it('say nothing to a stranger, whatever the address says, and one and the same to every dead cookie', async () => {
      const stranger = pageClient(app(), app().client())
      for (const query of ['', '?ended=expired', '?notice=ended', '?notice=expired-session']) {
        assert.doesNotMatch((await stranger.get(`${path}${query}`)).text, /ended|another device/)
      }
      const user = await app().user()
      const client = await app().signedIn(user)
      const admin = await app().admin()
      assert.equal((await admin.patch(`/admin/users/${user.id}`, { disabled: true })).status, 200)
      assert.match((await pageClient(app(), client).get(path)).text, elsewhere)
    })

    it('say until when it is locked after too many attempts', async () => {
      const { username } = await app().user()
      const pages = pageClient(app(), app().client())
      const form = await pages.get(path)
      for (let i = 0; i < 3; i++) await pages.submit(form, 'Sign in', { username, password: newPassword() })
      const locked = await pages.submit(form, 'Sign in', { username, password: newPassword() })
      assert.equal(locked.status, 429)
      assert.match(locked.text, /Too many attempts\. Try again at \d\d:\d\d UTC\./)
      const [, at = ''] = /<time datetime="([^"]*)" data-clock>/.exec(locked.html) ?? []
      const wait = Date.parse(at) - app().clock.now()
      const least = Number(locked.response.headers['retry-after']) * 1000
      assert.ok(wait >= least && wait < least + 60_000, `${String(wait)} for ${String(least)}`)
    })

    it('say the same where somebody signed in proves who they are', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const form = await pages.get('/auth/account/reauthentication')
      const guess = () => pages.submit(form, 'Confirm', { 'proof-password': newPassword() })
      for (let i = 0; i < 3; i++) assert.equal((await guess()).status, 401)
      const locked = await guess()
      assert.equal(locked.status, 429)
      assert.match(locked.text, /Too many attempts\. Try again at \d\d:\d\d UTC\./)
      assert.match(locked.html, /<time datetime="[^"]*" data-clock>/)
    })
  })

  describe('the sign-in page as a host has it', () => {
    const app = appFor(framework, {
      pages: accountPages({
        logoUrl: '/logo.svg',
        passwordHelpUrl: '/help/password',
        username: { label: 'E-mail address', type: 'email' },
      }),
    })
    const bare = appFor(framework, { pages: accountPages() })

    it('has the host’s logo, its word for the user name and its way for those who forgot their password', async () => {
      const page = await pageClient(app(), app().client()).get(path)
      assert.match(page.html, /<img class="kw-logo" src="\/logo\.svg" alt=""/)
      assert.match(page.html, /<label for="username">E-mail address<\/label>/)
      assert.match(page.html, /name="username"\s+type="email"/)
      assert.match(page.html, /<a href="\/help\/password">Forgot your password\?<\/a>/)
    })

    it('offers no way for those who forgot their password where the host has none', async () => {
      const page = await pageClient(bare(), bare().client()).get(path)
      assert.doesNotMatch(page.text, /Forgot/)
      assert.doesNotMatch(page.html, /kw-logo/)
    })
  })

  describe('a passkey that is refused', () => {
    const app = appFor(framework, { pages: accountPages(), options: { passkeys: true } })

    it('is named to the browser only where it is nobody’s, so that the browser forgets no good one', async () => {
      const owner = await app().signedIn()
      const { device, id } = await enrolKey(owner, { passkey: true, verifiesUser: true })
      const client = app().client()
      const pages = pageClient(app(), client)
      const form = await pages.get(path)
      const answered = async () => {
        const options = (await client.post('/session/passkey/options')).body as object
        return device.assert(options, { origin })
      }
      const late = await answered()
      app().clock.advance({ minutes: 6 })
      const refused = await pages.submit(form, 'Sign in with a passkey', { response: JSON.stringify(late) })
      assert.equal(refused.status, 401)
      assert.doesNotMatch(refused.html, /data-unknown/)
      await app().store.commit([app().store.securityKeys.remove(owner.user.id, id)])
      const gone = (await answered()) as { readonly id: string }
      const unknown = await pages.submit(form, 'Sign in with a passkey', { response: JSON.stringify(gone) })
      assert.equal(unknown.status, 401)
      assert.match(unknown.text, /We don’t know this passkey/)
      assert.ok(unknown.html.includes(`data-unknown="${gone.id}"`))
    })
  })
}
