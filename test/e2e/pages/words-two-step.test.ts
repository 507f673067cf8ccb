import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { newcomer } from '../../support/page-visitor.js'
import { noteSecret } from '../../support/secrets.js'
import { siteFor } from '../../support/site.js'
import { codeAt } from '../../support/totp.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the words of 2-step verification in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages({ productName: 'Acme' }), helmet: true })
    const open = chromiumFor()

    it('are those that users know, from off to on and off again', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      const main = page.locator('main')
      const says = async (text: string | RegExp): Promise<void> => main.getByText(text).first().waitFor()
      await visitor.signIn()
      await visitor.go('/account/two-step')
      await main.getByRole('heading', { name: 'Manage MFA Settings', exact: true }).waitFor()
      await main.getByRole('heading', { name: '2-Step Verification Off' }).waitFor()
      await visitor.press('Use Authenticator')
      await main.getByRole('heading', { name: 'Setup Authenticator App', exact: true }).waitFor()
      for (const app of ['1Password', 'Authy', 'Google Authenticator', 'Microsoft Authenticator']) {
        await says(new RegExp(app))
      }
      await main.getByText('Can’t scan the QR code?').click()
      const secret = (await page.locator('#setup-key').inputValue()).replaceAll(' ', '')
      noteSecret(secret)
      await page.getByLabel('Verification code').fill('000000')
      await visitor.press('Enable 2FA')
      await says('Codes change every 30 seconds. Is your phone’s clock right?')
      assert.equal((await page.locator('#setup-key').inputValue()).replaceAll(' ', ''), secret)
      await page.getByLabel('Verification code').fill(codeAt(secret, site().clock.now()))
      await visitor.press('Enable 2FA')
      await main.getByRole('heading', { name: 'MFA setup successful', exact: true }).waitFor()
      const codes = await page.locator('.kw-codes code').allTextContents()
      for (const code of codes) noteSecret(code)
      const waiting = page.waitForEvent('download')
      await main.getByRole('button', { name: 'Download' }).click()
      const file = await waiting
      assert.equal(file.suggestedFilename(), `Acme-${visitor.username}-recovery-codes.txt`)
      assert.match(file.url(), /^blob:/)
      const saved = readFileSync(await file.path(), 'utf8')
      assert.ok(saved.startsWith(`Recovery codes for ${visitor.username} at Acme\nEach works once.\n\n`))
      assert.ok(codes.every((code) => saved.includes(code)))
      await page.getByLabel('I have saved my recovery codes').check()
      await visitor.press('Continue')
      await main.getByRole('heading', { name: '2-Step Verification On' }).waitFor()
      await main
        .getByRole('link', { name: 'Remove Authenticator app' })
        .or(main.getByRole('button', { name: 'Remove Authenticator app' }))
        .first()
        .waitFor()
      await visitor.press('Turn Off')
      await page.getByRole('dialog').getByRole('button', { name: 'Turn off 2-step Verification' }).click()
      await main.getByRole('heading', { name: '2-Step Verification Off' }).waitFor()
    })
  })
}
