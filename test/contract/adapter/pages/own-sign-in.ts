import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { createKeyward } from '../../../../src/index.js'
import type { Store } from '../../../../src/index.js'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { enrolApp } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { hostHeader } from '../../../support/host.js'
import type { HostSessions } from '../../../support/host-sessions.js'
import { hostSessions } from '../../../support/host-sessions.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'
import { hostBrowsers } from '../own-sign-in/host-browsers.js'
import type { HostBrowser } from '../own-sign-in/host-browsers.js'

/** The pages, where people sign in to the app by its own means. */
export function ownSignInPagesContract(framework: Framework): void {
  const host = hostSessions()
  const options = { signInPath: '/login', reauthenticateAt: '/login?again=1' }
  const { resolveUser } = host
  const app = appFor(framework, { resolveUser, pages: accountPages({ signIn: false }), options })
  const { atHost, inside } = hostBrowsers(app, host)
  const pagesOf = (browser: HostBrowser) => pageClient(app(), browser)

  describe('the pages of an app with a sign-in of its own', () => {
    it('show the keys to whoever the app has signed in, and take a form from there', async () => {
      const pages = pagesOf(await atHost())
      const page = await pages.get('/auth/account/api-keys')
      assert.deepEqual([page.status, page.heading], [200, 'API keys'])
      assert.doesNotMatch(page.text, /Sign out/)
      const form = await pages.get('/auth/account/api-keys/new')
      const made = await pages.make(form, 'Add Key', { name: 'ci' })
      assert.equal(made.status, 200)
      assert.match(made.text, /Copy your API key now/)
    })

    it('lead nobody to a page of keyward’s, but to the app’s, which is told the way back', async () => {
      const pages = pageClient(app(), app().client())
      const away = await pages.get('/auth/account/api-keys?page=1')
      assert.equal(away.location, '/login?to=%2Fauth%2Faccount%2Fapi-keys%3Fpage%3D1')
      assert.equal((await pages.get('/api/page')).location, '/login?to=%2Fapi%2Fpage')
    })

    it('have no sign-in, and no sign-out, which would be undone by the next request', async () => {
      const client = app().client()
      for (const path of ['/sign-in', '/sign-in?to=%2Fauth%2Faccount']) {
        assert.equal((await client.get(path)).headers[hostHeader.toLowerCase()], 'host')
      }
      assert.equal((await client.post('/sign-out')).headers[hostHeader.toLowerCase()], 'host')
      const ended = await pagesOf(await inside()).get('/auth/account/sessions')
      assert.equal(ended.status, 200)
    })

    it('ask for a second factor where a guard or a page finds it missing, and lead back', async () => {
      const first = await inside()
      const authenticator = await enrolApp(app(), first)
      for (const asked of ['/api/page?month=1', '/auth/account/api-keys']) {
        const pages = pagesOf(await atHost(first.user))
        const away = await pages.get(asked)
        const to = new URLSearchParams({ to: asked }).toString()
        assert.equal(away.location, `/auth/sign-in/second-step?${to}`)
        const step = await pages.follow(away)
        assert.equal(step.heading, 'Verify it’s you')
        assert.match(step.html, /<a class="kw-link" href="\/login\?to=/)
        const done = await pages.submit(step, 'Verify', { code: authenticator.code() })
        assert.equal(done.location, asked)
        assert.equal((await pages.get(asked)).status, 200)
        assert.equal((await pages.get(`/auth/sign-in/second-step?${to}`)).location, asked)
      }
    })

    it('begin the second step anew once it has taken five wrong codes, or too long', async () => {
      const first = await inside()
      const authenticator = await enrolApp(app(), first)
      const pages = pagesOf(await atHost(first.user))
      let step = await pages.get('/auth/sign-in/second-step')
      for (let i = 0; i < 5; i++) step = await pages.submit(step, 'Verify', { code: '000000' })
      const sixth = await pages.submit(step, 'Verify', { code: authenticator.code() })
      assert.equal(sixth.location, '/auth/sign-in/second-step?notice=expired')
      const again = await pages.follow(sixth)
      assert.match(again.text, /That took too long/)
      app().clock.advance({ minutes: 16 })
      const late = await pages.submit(again, 'Verify', { code: authenticator.code() })
      assert.deepEqual([late.status, late.location], [403, null])
      const fresh = await pages.get('/auth/sign-in/second-step')
      const done = await pages.submit(fresh, 'Verify', { code: authenticator.code() })
      assert.equal(done.location, '/auth/account')
    })

    it('the pages have a newcomer set up the factor that the policy demands before they let them in', async () => {
      const admin = await app().admin()
      await enrolApp(app(), admin)
      const organizationId = 'demanding'
      await admin.put(`/admin/policies/organizations/${organizationId}`, { mfa: { enforceMfa: true } })
      const user = await app().user({ organizationId })
      for (const asked of ['/api/page', '/auth/account/api-keys']) {
        const pages = pagesOf(await atHost(user))
        const away = await pages.get(asked)
        assert.equal(away.location, `/auth/sign-in/enrol?${new URLSearchParams({ to: asked }).toString()}`)
        const step = await pages.follow(away)
        assert.equal(step.status, 200)
        assert.equal(pages.client.cookies.has('keyward-pending'), true)
      }
    })

    it('send who has to prove who they are to the app, which comes back with a newer time', async () => {
      const browser = await atHost(undefined, { provedAt: null })
      const pages = pagesOf(browser)
      const away = await pages.get('/api/recent-page')
      assert.equal(away.location, '/auth/account/reauthentication?to=%2Fapi%2Frecent-page')
      assert.equal((await pages.follow(away)).location, '/login?again=1&to=%2Fapi%2Frecent-page')
      const form = await pages.get('/auth/account/api-keys/new')
      const refused = await pages.submit(form, 'Add Key', { name: 'ci' })
      assert.equal(refused.location, '/login?again=1&to=%2Fauth%2Faccount%2Fapi-keys')
      host.signIn(browser, { userId: browser.user.id, amr: ['pwd'], provedAt: app().clock.now() })
      assert.equal((await pages.get('/api/recent-page')).status, 200)
      assert.equal((await pages.make(form, 'Add Key', { name: 'ci' })).status, 200)
    })

    it('ask for the second factor themselves', async () => {
      const browser = await inside()
      const authenticator = await enrolApp(app(), browser)
      app().clock.advance({ minutes: 11 })
      const pages = pagesOf(browser)
      const form = await pages.get('/auth/account/api-keys/new')
      const asked = await pages.submit(form, 'Add Key', { name: 'ci' })
      assert.deepEqual([asked.status, asked.heading], [200, 'Confirm it’s you'])
      const made = await pages.make(asked, 'Confirm', { 'proof-code': authenticator.code() })
      assert.match(made.text, /Copy your API key now/)
    })

    it('tell somebody whom keyward does not let in, and lead them round in no circle', async () => {
      const pages = pagesOf(await atHost(await app().user({ disabled: true })))
      const page = await pages.get('/auth/account/api-keys')
      assert.deepEqual([page.status, page.location], [401, null])
      assert.match(page.text, /Your account isn’t allowed to do this/)
      assert.equal((await pages.get('/api/page')).location, null)
    })

    it('CSRF: take no form of a foreign page, whose token was made for nobody', async () => {
      const pages = pagesOf(await atHost())
      const extra = { headers: { 'Sec-Fetch-Site': 'cross-site' } }
      const answer = await pages.send('/auth/account/api-keys', { name: 'x', 'form-token': 'x' }, extra)
      assert.equal(answer.status, 403)
      assert.equal((await pages.send('/auth/account/api-keys', { name: 'x' })).status, 403)
      assert.deepEqual((await pages.client.get('/api-keys')).body.items, [])
    })
  })

  ownSignInBesideContract(framework, host)

  describe('accountPages({ signIn: false })', () => {
    it('is refused where nobody says at which path the app signs people in', async () => {
      const { keyward } = app()
      const pages = accountPages({ signIn: false })
      assert.equal(
        keyward.adapter.routes({ pages }).some(({ path }) => path === '/sign-in'),
        false,
      )
      const bare = appWithoutPath(app().store)
      assert.throws(() => bare.adapter.routes({ pages }), { name: 'TypeError', message: /needs signInPath/ })
      await bare.close()
    })
  })
}

/** Both at once: the app’s sign-in, and that of the pages. */
function ownSignInBesideContract(framework: Framework, host: HostSessions): void {
  describe('the pages’ own sign-in beside the app’s', () => {
    const both = appFor(framework, { resolveUser: host.resolveUser, pages: accountPages() })
    const browsers = hostBrowsers(both, host)

    it('the sign-in page leads whoever the app has signed in on to the account, or to the step that is missing', async () => {
      const browser = await browsers.inside()
      const pages = pageClient(both(), browser)
      assert.equal((await pages.get('/auth/sign-in')).location, '/auth/account')
      await enrolApp(both(), browser)
      const second = pageClient(both(), await browsers.atHost(browser.user))
      assert.equal((await second.get('/auth/sign-in')).location, '/auth/sign-in/second-step')
    })
  })
}

function appWithoutPath(store: Store) {
  const secrets = ['a secret for this test alone, of 32 bytes or more']
  return createKeyward({ store, secrets, origins: ['http://localhost:3000'] })
}
