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
import { noteSecret } from '../../support/secrets.js'
import { siteFor } from '../../support/site.js'
import { codeAt } from '../../support/totp.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`second factors in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true, options: { passkeys: true } })
    const open = chromiumFor()

    /** Sets an app up from its QR code's page on; answers the secret that it keeps. */
    async function setUp(page: Page, visitor: Visitor): Promise<string> {
      const secret = (await page.locator('#setup-key').inputValue()).replaceAll(' ', '')
      noteSecret(secret)
      await page.getByLabel('Verification code').fill(codeAt(secret, site().clock.now()))
      await visitor.press('Enable 2FA')
      return secret
    }

    async function recoveryCodes(page: Page): Promise<readonly string[]> {
      await page.getByRole('heading', { name: 'MFA setup successful' }).waitFor()
      const codes = await page.locator('.kw-codes code').allTextContents()
      for (const code of codes) noteSecret(code)
      return codes
    }

    it('outlive a lost phone: a recovery code lets in, and leads to another app', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.go('/account/two-step')
      await visitor.press('Use Authenticator')
      const lost = await setUp(page, visitor)
      const [code = ''] = await recoveryCodes(page)
      await page.getByLabel('I have saved my recovery codes').check()
      await visitor.press('Continue')
      await visitor.signOut()
      await page.waitForURL(/sign-in/)
      site().clock.advance({ minutes: 11 })

      await visitor.signIn()
      await visitor.press('Use a recovery code')
      await page.getByLabel('Recovery code').fill(code)
      await visitor.press('Verify')
      await page.waitForURL(/account$/)
      await page
        .getByText('You signed in with a recovery code. 9 left. Lost your phone? Set up a new one')
        .waitFor()
      await visitor.press('Set up a new one')
      await visitor.press('Replace authenticator app')
      const found = await setUp(page, visitor)
      assert.notEqual(found, lost)
      await page.getByRole('heading', { name: 'Manage MFA Settings' }).waitFor()
      assert.equal(await page.getByText('You signed in with a recovery code').count(), 0)
      await visitor.signOut()
      await page.waitForURL(/sign-in/)
      site().clock.advance({ minutes: 1 })

      await visitor.signIn()
      await page.getByLabel('Verification code').fill(codeAt(lost, site().clock.now()))
      await visitor.press('Verify')
      await page.getByRole('alert').waitFor()
      await page.getByLabel('Verification code').fill(codeAt(found, site().clock.now()))
      await visitor.press('Verify')
      await page.waitForURL(/account$/)
    })

    it('are offered as passkeys after a sign-in by password, where the browser may have one, until put off', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await page.getByRole('heading', { name: 'Make your account safer' }).waitFor()
      const nudge = page.locator('.kw-nudge')
      const offer = nudge.getByRole('link', { name: 'Add a passkey' })
      assert.equal(await offer.count(), 0)
      await visitor.plug('internal')
      await visitor.go('/account')
      await offer.click()
      await page.waitForURL(/passkeys\/new$/)
      await visitor.go('/account')
      await visitor.press('Not now')
      await page.waitForURL(/account$/)
      assert.equal(await nudge.count(), 0)
    })

    it('fit a narrow phone in German, offer and all, and are accessible there', async () => {
      const page = await open({ locale: 'de-DE', viewport: { width: 320, height: 800 } })
      const visitor = await newcomer(site(), page)
      await visitor.go('/sign-in')
      await page.getByLabel('Benutzername').fill(visitor.username)
      await page.locator('#password').fill(visitor.password)
      await visitor.press('Anmelden')
      await visitor.plug('internal')
      const problems: string[] = []
      const paths = [
        '',
        '/two-step',
        '/passkeys',
        '/passkeys/new',
        '/two-step/security-keys/new',
        '/password',
      ]
      for (const path of [...paths, '/reauthentication']) {
        await visitor.go(`/account${path}`)
        if (path === '') await page.locator('.kw-nudge a[data-needs-passkeys]').waitFor()
        const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        problems.push(...(over === 0 ? [] : [`${path}: ${String(over)} px too wide`]))
        problems.push(...(await violationsIn(page)).map((one) => `${path}: ${one}`))
      }
      assert.deepEqual(problems, [])
    })

    it('are waited for in words that are true of a passkey', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      const phone = await visitor.plug('internal')
      await phone.rest()
      await visitor.go('/account/passkeys/new')
      await visitor.press('Add a passkey')
      await page.getByText('It asks for your fingerprint, face or screen lock.').waitFor()
    })
  })
}
