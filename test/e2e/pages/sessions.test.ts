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
import { newPassword } from '../../support/secrets.js'
import { siteFor } from '../../support/site.js'

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the sessions of a user in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true })
    const open = chromiumFor()

    /** Somebody at their sessions, who is signed in on a phone as well since two hours ago. */
    async function twice(page: Page): Promise<{ readonly visitor: Visitor; readonly elsewhere: Page }> {
      const visitor = await newcomer(site(), page)
      const elsewhere = await open({ userAgent: phone })
      await signIn(elsewhere, visitor, visitor.password)
      await elsewhere.waitForURL(/\/auth\/account/)
      site().clock.advance({ hours: 2 })
      await visitor.signIn()
      await visitor.go('/account/sessions')
      return { visitor, elsewhere }
    }

    async function signIn(page: Page, { username }: Visitor, password: string): Promise<void> {
      await page.goto(`${site().origin}/auth/sign-in`)
      await page.getByLabel('User name').fill(username)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    }

    /** Whether a browser is asked to sign in when it goes on. */
    async function isOut(page: Page): Promise<boolean> {
      await page.goto(`${site().origin}/auth/account/sessions`)
      return page.url().includes('/auth/sign-in')
    }

    it('tell this one from another, which can be thrown out', async () => {
      const page = await open()
      const { visitor, elsewhere } = await twice(page)
      const rows = page.locator('.kw-row')
      assert.equal(await rows.count(), 2)
      const mine = rows.filter({ hasText: 'This session' })
      assert.match(await mine.innerText(), /Chrome \d+, Linux[^]*Active now/)
      assert.equal(await mine.getByRole('button').count(), 0)
      const other = rows.filter({ hasText: 'Safari 18, iPhone, iOS 18' })
      assert.match(await other.innerText(), /Last active 2 hours ago[^]*from 127\.0\.0\.1/)
      assert.deepEqual(await violationsIn(page), [])
      await visitor.press('Sign out Safari 18, iPhone, iOS 18')
      await page.getByText('That session is signed out').first().waitFor()
      assert.equal(await rows.count(), 1)
      assert.deepEqual([await isOut(elsewhere), await isOut(page)], [true, false])
    })

    for (const javaScriptEnabled of [true, false]) {
      it(`of somebody else end all at once by a new password, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
        const page = await open({ javaScriptEnabled })
        const { visitor, elsewhere } = await twice(page)
        await page.getByRole('heading', { name: 'Not you?' }).waitFor()
        await visitor.press('Change password and sign out the others')
        const next = newPassword()
        await page.getByLabel('Current password').fill(visitor.password)
        await page.getByLabel('New password', { exact: true }).fill(next)
        await page.getByLabel('Repeat new password').fill(next)
        await visitor.press('Change password')
        await page.waitForURL(/\/account\/sessions/)
        await page.getByText('Your password was changed. Other sessions are signed out.').first().waitFor()
        assert.equal(await page.locator('.kw-row').count(), 1)
        assert.deepEqual([await isOut(elsewhere), await isOut(page)], [true, false])
        await signIn(elsewhere, visitor, visitor.password)
        await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
        await signIn(elsewhere, visitor, next)
        await elsewhere.waitForURL(/\/auth\/account/)
      })
    }
  })
}
