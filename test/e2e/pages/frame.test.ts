import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { violationsIn } from '../../support/axe.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { newcomer } from '../../support/page-visitor.js'
import type { Visitor } from '../../support/page-visitor.js'
import { siteFor } from '../../support/site.js'

const widths = [320, 390, 768, 1280, 1920]

for (const framework of [expressFramework, koaFramework]) {
  describe(`the frame of the account pages in ${framework.name}, in Chromium`, function () {
    this.timeout(180_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true })
    const open = chromiumFor()

    /** Somebody who is signed in, at their API keys. */
    async function atKeys(page: Page): Promise<Visitor> {
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.go('/account/api-keys')
      return visitor
    }

    /** Makes a key, and deletes it on its page. */
    async function deleteKey({ username, go, press }: Visitor, name: string): Promise<void> {
      const { id } = (await site().keyward.users.byUsername(username)) ?? { id: '' }
      const { apiKey } = await site().keyward.apiKeys.create(id, { name })
      await go(`/account/api-keys/${apiKey.id}/deletion`)
      await press('Delete API Key')
    }

    it('opens the menu of the user by the keyboard, and closes it by Escape, by a click elsewhere and by going on', async () => {
      const page = await open()
      const visitor = await atKeys(page)
      const name = page.locator('header summary')
      const out = page.getByRole('button', { name: 'Sign out', exact: true })
      await name.focus()
      await page.keyboard.press('Enter')
      await out.waitFor({ state: 'visible' })
      assert.ok(await page.locator('header').getByRole('link', { name: 'Account', exact: true }).isVisible())
      assert.deepEqual(await violationsIn(page), [])
      await page.keyboard.press('Escape')
      await out.waitFor({ state: 'hidden' })
      assert.equal(await name.evaluate((element) => element.matches(':focus')), true)
      await name.click()
      await page.locator('h1').click()
      await out.waitFor({ state: 'hidden' })
      await name.click()
      for (let i = 0; i < 3; i++) await page.keyboard.press('Tab')
      await out.waitFor({ state: 'hidden' })
      await name.focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForURL(/sign-in/)
      assert.match(await page.locator('main').innerText(), /You are signed out/)
      await visitor.go('/account/api-keys')
      assert.match(page.url(), /sign-in/)
    })

    it('has the menu of the user, and the navigation of a phone, without a script', async () => {
      const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
      const visitor = await atKeys(page)
      const entry = page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Tokens' })
      assert.equal(await entry.isVisible(), false)
      await page.getByRole('button', { name: 'API keys', exact: true }).click()
      await entry.click()
      await page.waitForURL(/account\/tokens$/)
      assert.equal(await entry.isVisible(), false)
      await visitor.signOut()
      await page.waitForURL(/sign-in/)
    })

    it('has a menu for the navigation on a phone, which closes by Escape and by a tap beside it', async () => {
      const page = await open({ viewport: { width: 390, height: 844 } })
      await atKeys(page)
      const menu = page.getByRole('navigation', { name: 'Account' })
      const button = page.getByRole('button', { name: 'API keys', exact: true })
      assert.equal(await menu.count(), 0)
      await button.focus()
      await page.keyboard.press('Enter')
      await menu.waitFor({ state: 'visible' })
      assert.equal(await overflow(page), 0)
      assert.deepEqual(await violationsIn(page), [])
      await page.keyboard.press('Tab')
      const entries = await menu.getByRole('link').count()
      assert.equal(
        await menu.locator(':focus').count(),
        1,
        `of ${String(entries)} entries none has the focus`,
      )
      await page.keyboard.press('Escape')
      await menu.waitFor({ state: 'hidden' })
      await button.click()
      await menu.waitFor({ state: 'visible' })
      await page.mouse.click(380, 600)
      await menu.waitFor({ state: 'hidden' })
    })

    it('names the groups of the navigation, and says the way to the page', async () => {
      const page = await open({ viewport: { width: 1280, height: 800 } })
      const visitor = await atKeys(page)
      const nav = page.getByRole('navigation', { name: 'Account' })
      for (const [group, entries] of [
        ['Authentication', ['API keys', 'Tokens', 'SSH keys', 'SSH private keys']],
        ['Sign-in', ['2-Step Verification Off', 'Password', 'Sessions']],
      ] as const) {
        for (const name of entries) {
          const entry = nav.getByRole('group', { name: group }).getByRole('link', { name, exact: true })
          assert.equal(await entry.count(), 1, `${group}: ${name}`)
        }
      }
      assert.equal(await page.locator('.kw-nav-button').isVisible(), false)
      await visitor.go('/account/api-keys/new')
      const way = page.getByRole('navigation', { name: 'Where you are' })
      const [account, group, section] = await way.getByRole('listitem').allInnerTexts()
      assert.deepEqual([account, group, section], ['Account', 'Authentication', 'API keys'])
      await way.getByRole('link', { name: 'API keys' }).click()
      await page.waitForURL(/account\/api-keys$/)
    })

    it('marks the current entry alone where the system forces its colours', async () => {
      const page = await open({ viewport: { width: 1280, height: 800 } })
      await atKeys(page)
      await page.emulateMedia({ forcedColors: 'active' })
      const marked = await page.locator('.kw-nav a').evaluateAll((links) =>
        links
          .filter((link) =>
            [undefined, '::before', '::after'].some((part) => {
              const style = link.ownerDocument.defaultView?.getComputedStyle(link, part)
              const sides = ['Top', 'Right', 'Bottom', 'Left'] as const
              return (
                style !== undefined &&
                (part === undefined || style.content !== 'none') &&
                sides.some((side) => parseFloat(style[`border${side}Width`]) > 0)
              )
            }),
          )
          .map((link) => link.textContent?.trim()),
      )
      assert.deepEqual(marked, ['API keys'])
    })

    it('tells what was done for eight seconds, and keeps it for screen readers', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await deleteKey(visitor, 'short-lived')
      const told = page.getByRole('status').filter({ hasText: 'Deleted “short-lived”' })
      await told.waitFor()
      assert.match((await told.getAttribute('class')) ?? '', /kw-toast/)
      assert.deepEqual(await violationsIn(page), [])
      await page.waitForSelector('.kw-toast.kw-hidden', { state: 'attached', timeout: 80_000 })
      assert.match(await page.locator('body').ariaSnapshot(), /status.*Deleted “short-lived”/s)
      assert.equal((await told.boundingBox())?.width, 1)
    })

    it('takes away what was done when that is asked for', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await deleteKey(visitor, 'gone')
      await page.getByRole('button', { name: 'Dismiss' }).click()
      assert.equal(await page.locator('.kw-toast:not(.kw-hidden)').count(), 0)
    })

    it('leaves what was done where it is without a script', async () => {
      const page = await open({ javaScriptEnabled: false })
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await deleteKey(visitor, 'plain')
      assert.match(await page.locator('main').innerText(), /Deleted “plain”/)
      assert.equal(await page.locator('.kw-toast').count(), 0)
    })

    it('has a button to delete that is a button: its name, its role, and Space', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      const { id } = (await site().keyward.users.byUsername(visitor.username)) ?? { id: '' }
      await site().keyward.apiKeys.create(id, { name: 'ci-deploy' })
      await visitor.go('/account/api-keys')
      const remove = page.getByRole('button', { name: 'Delete ci-deploy', exact: true })
      if ((await remove.count()) === 0) await page.locator('main summary').first().click()
      await remove.first().focus()
      await page.keyboard.press('Space')
      await page.getByRole('dialog', { name: 'Delete “ci-deploy”?' }).waitFor()
    })

    it('fits every width, and twice the size of the letters', async () => {
      const page = await open()
      const visitor = await atKeys(page)
      for (const path of ['api-keys', 'api-keys/new', 'two-step', 'password', 'sessions', 'activity']) {
        await visitor.go(`/account/${path}`)
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 })
          assert.equal(await overflow(page), 0, `${path} at ${String(width)}`)
        }
        // What a zoom of 200 % leaves of 1280, and letters that a browser draws at twice their size.
        await page.setViewportSize({ width: 640, height: 400 })
        await page.evaluate('document.documentElement.style.fontSize = "200%"')
        assert.equal(await overflow(page), 0, `${path} at 200 %`)
      }
    })

    it('has header, navigation and content on the same edges', async () => {
      const page = await open()
      await atKeys(page)
      for (const width of [1280, 1920]) {
        await page.setViewportSize({ width, height: 800 })
        const [home, group, user, title, action] = await Promise.all(
          ['.kw-home', '.kw-nav-title', 'header summary .kw-icon', 'h1', '.kw-heading .kw-primary'].map(
            (place) => page.locator(place).first().boundingBox(),
          ),
        )
        assert.ok(home && group && user && title && action)
        // The words of the groups stand within their box.
        const padding = 12
        assert.equal(home.x, group.x + padding, `left, at ${String(width)}`)
        assert.equal(user.x + user.width, action.x + action.width, `right, at ${String(width)}`)
      }
    })
  })
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}
