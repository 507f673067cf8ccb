import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { dayMs } from '../../../../src/time.js'
import { enrolApp, enrolKey } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'
import { anApiKey, room } from '../../store/rows.js'

/** The first page of the account. */
export function overviewPagesContract(framework: Framework): void {
  describe('the overview', () => {
    const app = appFor(framework, { pages: accountPages(), options: { passkeys: true } })

    it('says how things stand in each section, and leads there', async () => {
      const user = await app().user()
      const { keyward, store, clock } = app()
      const pages = pageClient(app(), await app().signedIn(user))
      await app().signedIn(user)
      await keyward.apiKeys.create(user.id, { name: 'ci' })
      const soon = anApiKey(user.id, { issuedAt: clock.now() - 90 * dayMs, expiresAt: clock.now() + dayMs })
      await store.commit([store.apiKeys.insert(soon, room)])
      const page = await pages.get('/auth/account')
      assert.equal(page.heading, 'Overview')
      assert.match(page.text, /2-Step Verification Off Set up now/)
      assert.match(page.text, /Passkeys None yet Add a passkey/)
      assert.match(page.text, /Password Never changed Change Password/)
      assert.match(
        page.text,
        /You are signed in on 2 devices or browsers\. Newest: Unknown device, on 15 Jan 2026/,
      )
      assert.match(page.text, /API keys 2 1 expires within 7 days Manage API keys/)
      assert.match(page.text, /SSH keys None Manage SSH keys/)
      assert.match(page.text, /Latest activity See all activity .*Added the API key “ci”/)
    })

    it('shows the last five events and no more', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      for (let i = 0; i < 6; i++) await app().signedIn(user)
      const { html } = await pages.get('/auth/account')
      assert.equal(html.match(/<li class="kw-row">/g)?.length, 5)
    })

    it('says what 2-step verification has, once it is on, and nudges no more', async () => {
      const client = await app().signedIn()
      const pages = pageClient(app(), client)
      assert.match((await pages.get('/auth/account')).text, /Turn on 2-Step Verification/)
      await enrolApp(app(), client)
      const { text } = await pages.get('/auth/account')
      assert.match(text, /2-Step Verification On Manage/)
      assert.match(text, /Recovery codes 10 of 10 left/)
      assert.doesNotMatch(text, /Turn on 2-Step Verification/)
    })

    it('does not nudge for 30 days whoever has put it off, and nobody else of the same browser', async () => {
      const client = await app().signedIn()
      const pages = pageClient(app(), client)
      const put = await pages.submit(await pages.get('/auth/account'), 'Not now')
      assert.equal(put.location, '/auth/account')
      const [cookie = ''] = (put.response.headers['set-cookie'] as unknown as string[]).filter((line) =>
        line.includes('-later='),
      )
      assert.match(cookie, /; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
      assert.doesNotMatch((await pages.get('/auth/account')).text, /Not now/)
      const other = await app().signedIn()
      const [name = ''] = cookie.split('=')
      other.cookies.set(name, client.cookies.get(name) ?? '')
      const seen = await pageClient(app(), other).get('/auth/account')
      assert.match(seen.text, /Not now/)
    })

    it('offers a passkey beside the nudge, and alone once 2-step verification is on, until that is put off', async () => {
      const client = await app().signedIn()
      const pages = pageClient(app(), client)
      const link = /href="\/auth\/account\/passkeys\/new"/
      const nudged = await pages.get('/auth/account')
      assert.match(nudged.text, /Turn on 2-Step Verification Add a passkey Not now/)
      await enrolApp(app(), client)
      const offered = await pages.get('/auth/account')
      assert.match(offered.html, /<section class="kw-banner kw-nudge"[^>]* data-needs-passkeys hidden>/)
      assert.match(offered.text, /Sign in faster next time/)
      assert.match(offered.html, link)
      await pages.submit(offered, 'Not now')
      assert.doesNotMatch((await pages.get('/auth/account')).html, link)
    })

    it('offers no passkey to whoever has one', async () => {
      const client = await app().signedIn()
      await enrolKey(client, { passkey: true, verifiesUser: true, synced: true })
      assert.doesNotMatch((await pageClient(app(), client).get('/auth/account')).html, /kw-nudge/)
    })

    it('is more closely told by the page for activity, which shows one group of events or one outcome', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      await app().keyward.apiKeys.create(user.id, { name: 'ci' })
      const listed = async (query: string): Promise<string> =>
        (await pages.get(`/auth/account/activity?${query}`)).html.match(
          /<li class="kw-row">[^]*<\/ul>/,
        )?.[0] ?? ''
      assert.match(await listed('group=credentials'), /Added the API key/)
      assert.doesNotMatch(await listed('group=credentials'), /Signed in/)
      assert.match(await listed('group=sign_in&outcome=success'), /Signed in/)
      assert.equal(await listed('outcome=refused'), '')
    })

    it('puts the nudge off for no form that was not shown', async () => {
      const pages = pageClient(app(), await app().signedIn())
      assert.equal((await pages.send('/auth/account', {})).status, 403)
    })
  })

  describe('the overview where the host left sections out', () => {
    const only = ['api-keys', 'sessions'] as const
    const app = appFor(framework, { pages: accountPages({ sections: { only } }) })

    it('speaks of no section that is not there', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const { text, html } = await pages.get('/auth/account')
      assert.match(text, /API keys None/)
      assert.match(text, /You are signed in here only/)
      assert.doesNotMatch(text, /Tokens|2-Step|Password|activity|Passkeys/)
      for (const [, path = ''] of html.matchAll(/href="\/auth(\/account[^"?#]*)"/g))
        assert.match(path, /^\/account(\/(api-keys|sessions))?$/)
    })
  })
}
