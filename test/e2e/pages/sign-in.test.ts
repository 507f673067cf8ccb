import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import type { Visitor } from '../../support/page-visitor.js'
import { newcomer } from '../../support/page-visitor.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { siteFor } from '../../support/site.js'
import type { VirtualAuthenticator } from '../../support/virtual-authenticator.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the way in, in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true, options: { passkeys: true } })
    const open = chromiumFor()

    it('shows a password while its button is pressed, and sends it as a password', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.go('/sign-in')
      await page.getByLabel('User name').fill(visitor.username)
      const field = page.locator('#password')
      await field.fill(visitor.password)
      const button = page.getByRole('button', { name: 'Show password' })
      const state = async () => [await field.getAttribute('type'), await button.getAttribute('aria-pressed')]
      await button.click()
      assert.deepEqual(await state(), ['text', 'true'])
      await button.click()
      assert.deepEqual(await state(), ['password', 'false'])
      await button.press('Enter')
      assert.deepEqual(await state(), ['text', 'true'])
      await page.evaluate(
        `addEventListener('submit', () => sessionStorage.setItem('sent', document.getElementById('password').type))`,
      )
      await visitor.press('Sign in')
      await page.waitForURL(/account/)
      assert.equal(await page.evaluate(`sessionStorage.getItem('sent')`), 'password')
    })

    it('tells in the browser’s own zone until when it is locked', async () => {
      const page = await open({ timezoneId: 'Asia/Tokyo', locale: 'en-GB' })
      const visitor = await newcomer(site(), page)
      await visitor.go('/sign-in')
      for (let i = 0; i < 11; i++) {
        await page.getByLabel('User name').fill(visitor.username)
        await page.locator('#password').fill(newPassword())
        await visitor.press('Sign in')
      }
      const alert = await page.getByRole('alert').innerText()
      assert.match(alert, /Too many attempts\. Try again at \d\d:\d\d\.$/)
      const at = await page.locator('time[data-clock]').getAttribute('datetime')
      const tokyo = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Tokyo' })
      assert.ok(alert.includes(tokyo.format(new Date(at ?? ''))))
    })

    it('asks for one challenge, which serves the passkeys that a browser proposes and the button', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      const complaints = complaintsOf(page)
      const phone = await withPasskey(visitor, page)
      await phone.rest()
      const asked: string[] = []
      page.on('request', (request) => {
        if (request.url().endsWith('/session/passkey/options')) asked.push(request.method())
      })
      await page.context().clearCookies()
      await visitor.go('/sign-in')
      await page.waitForLoadState('networkidle')
      assert.deepEqual(asked, ['POST'])
      await phone.wake()
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await page.waitForURL(/account/)
      assert.deepEqual([asked, complaints], [['POST'], []])
    })
  })
}

async function withPasskey(visitor: Visitor, page: Page): Promise<VirtualAuthenticator> {
  await visitor.signIn()
  const phone = await visitor.plug('internal')
  await visitor.go('/account/passkeys/new')
  await visitor.press('Add a passkey')
  await page.waitForSelector('text=MFA setup successful')
  for (const code of await page.locator('.kw-codes code').allTextContents()) noteSecret(code)
  return phone
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}
