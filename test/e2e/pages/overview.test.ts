import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { violationsIn } from '../../support/axe.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import type { Visitor } from '../../support/page-visitor.js'
import { newcomer } from '../../support/page-visitor.js'
import { siteFor } from '../../support/site.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the overview of an account in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true, options: { passkeys: true } })
    const open = chromiumFor()

    /** Somebody who signed in three minutes ago. */
    async function atHome(page: Page): Promise<Visitor> {
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      site().clock.advance({ minutes: 3 })
      return visitor
    }

    async function addKey({ username }: Visitor, expiresInDays: number): Promise<void> {
      const { id } = (await site().keyward.users.byUsername(username)) ?? { id: '' }
      await site().keyward.apiKeys.create(id, { name: `for ${String(expiresInDays)} days`, expiresInDays })
    }

    it('says how things stand, and how long ago by the browser’s own words', async () => {
      const page = await open({ locale: 'en-GB', timezoneId: 'Asia/Tokyo' })
      const problems: string[] = []
      page.on('console', (message) => problems.push(message.text()))
      page.on('pageerror', (error) => problems.push(error.message))
      const visitor = await atHome(page)
      await addKey(visitor, 30)
      await visitor.go('/account')
      const main = page.locator('main')
      const said = (await main.innerText()).replace(/\s+/g, ' ')
      assert.match(said, /2-Step Verification Off Set up now/)
      assert.match(said, /Passkeys None yet Add a passkey/)
      assert.match(said, /You are signed in here only\. Newest: Chrome \d+, Linux, 3 minutes ago/)
      assert.match(said, /API keys 1 Manage/)
      assert.match(said, /Signed in 3 minutes ago from 127\.0\.0\.1/)
      const time = main.getByText('3 minutes ago').first()
      assert.match((await time.getAttribute('title')) ?? '', /^15 Jan 2026, \d\d:\d\d:\d\d .*(GMT\+9|Japan)/)
      assert.deepEqual(await violationsIn(page), [])
      await visitor.press('See all activity')
      await page.getByLabel('Show').selectOption('My keys and tokens')
      await visitor.press('Filter')
      await page.getByText('Added the API key “for 30 days”').waitFor()
      assert.equal(await page.getByRole('heading', { name: 'Signed in' }).count(), 0)
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'JSON Lines' }).click(),
      ])
      assert.equal(file.suggestedFilename(), 'activity.ndjson')
      assert.deepEqual(problems, [])
    })

    it('says when by the clock, in UTC, without JavaScript', async () => {
      const page = await open({ javaScriptEnabled: false, locale: 'en-GB', timezoneId: 'Asia/Tokyo' })
      const visitor = await atHome(page)
      await visitor.go('/account')
      const said = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
      assert.match(said, /Signed in 15 Jan 2026, \d\d:\d\d UTC from 127\.0\.0\.1/)
      assert.doesNotMatch(said, / ago/)
    })

    it('nudges to turn on 2-step verification, until one says not now', async () => {
      const page = await open()
      const visitor = await atHome(page)
      await visitor.go('/account')
      const nudge = page.getByRole('heading', { name: 'Make your account safer' })
      await nudge.waitFor()
      await visitor.press('Not now')
      await page.waitForURL(/\/auth\/account$/)
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
      assert.equal(await nudge.count(), 0)
      await page.reload()
      assert.equal(await nudge.count(), 0)
    })

    it('leads, on every page, from what needs attention to what it is about', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      for (const days of [30, 60]) await addKey(visitor, days)
      site().clock.advance({ days: 23 })
      await visitor.signIn()
      for (const path of ['/account', '/account/tokens', '/account/activity']) {
        await visitor.go(path)
        const banner = page.locator('.kw-standing')
        assert.match(await banner.innerText(), /One of your API keys expires in 7 days\./)
        assert.deepEqual(await violationsIn(page), [])
      }
      await visitor.press('Renew API keys')
      await page.getByRole('link', { name: 'for 30 days', exact: true }).waitFor()
      assert.equal(await page.getByRole('link', { name: 'for 60 days', exact: true }).count(), 0)
    })
  })
}
