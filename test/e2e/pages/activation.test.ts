import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import { violationsIn } from '../../support/axe.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { newcomer } from '../../support/page-visitor.js'
import { siteFor } from '../../support/site.js'
import { waitingDevice } from '../../support/waiting-device.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`letting a program in, in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true })
    const open = chromiumFor()

    it('goes by the keyboard alone, from the typed code to the way back to the device', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      const device = await waitingDevice(site().origin)
      await visitor.go('/activate')
      await page.waitForFunction('document.activeElement.id === "user_code"')
      await page.keyboard.type(device.userCode.toLowerCase().replace('-', ' '))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Let Acme CLI use your account?' }).waitFor()
      await page.getByText(device.userCode, { exact: true }).waitFor()
      await page.getByRole('checkbox', { name: 'reports:write' }).focus()
      await page.keyboard.press('Space')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate('document.activeElement.textContent.trim()'), 'Allow')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Acme CLI is connected' }).waitFor()
      await page.getByText('You can close this page and go back to your device.').waitFor()
      assert.equal((await device.poll()).scope, 'reports:read')
    })

    it('asks for the password in place where the last proof is too old, without a script as well', async () => {
      for (const javaScriptEnabled of [true, false]) {
        const page = await open({ javaScriptEnabled })
        const visitor = await newcomer(site(), page)
        await visitor.signIn()
        site().clock.advance({ minutes: 11 })
        const device = await waitingDevice(site().origin)
        await visitor.go(device.page)
        await visitor.press('Allow')
        await page.getByRole('heading', { name: 'Confirm it’s you' }).waitFor()
        await page.getByLabel('Password').fill(visitor.password)
        await visitor.press('Confirm')
        await page.getByRole('heading', { name: 'Acme CLI is connected' }).waitFor()
        assert.ok((await device.poll()).access_token !== undefined)
      }
    })

    it('tells a program that was denied, and fits in German on a phone', async () => {
      const page = await open({ locale: 'de-DE', viewport: { width: 390, height: 844 } })
      const visitor = await newcomer(site(), page)
      await visitor.go('/sign-in')
      await page.getByLabel('Benutzername').fill(visitor.username)
      await page.getByLabel('Passwort').fill(visitor.password)
      await visitor.press('Anmelden')
      const device = await waitingDevice(site().origin)
      await visitor.go(device.page)
      assert.deepEqual([await overflow(), await violationsIn(page)], [0, []])
      await visitor.press('Ablehnen')
      await page.getByRole('heading', { name: 'Abgelehnt' }).waitFor()
      assert.deepEqual([await overflow(), await violationsIn(page)], [0, []])
      assert.equal((await device.poll()).error, 'access_denied')

      function overflow(): Promise<number> {
        return page.evaluate('document.documentElement.scrollWidth - innerWidth')
      }
    })
  })
}
