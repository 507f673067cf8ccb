import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { newcomer } from '../../support/page-visitor.js'
import { siteFor } from '../../support/site.js'
import { newKeys } from '../../support/ssh-keys.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the words that users know in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages() })
    const open = chromiumFor()

    it('stand on the pages for keys and tokens', async () => {
      const page = await open()
      const visitor = await newcomer(site(), page)
      await visitor.signIn()
      await visitor.go('/account/api-keys')
      await visitor.press('Add Key')
      await page.getByLabel('Key Name', { exact: true }).waitFor()
      await page.getByLabel('Expiration', { exact: true }).waitFor()
      await says(page, 'Shorter expiration periods are more secure.')
      await visitor.go('/account/api-keys')
      await visitor.press('Generate Token')
      await page
        .getByLabel('Expiration', { exact: true })
        .locator('option', { hasText: /^\s*1 hour \(.*\d:\d\d/ })
        .waitFor({ state: 'attached' })
      await page.getByRole('button', { name: 'Add Token', exact: true }).waitFor()
      await visitor.go('/account/ssh-keys')
      await visitor.press('Add Key')
      await page.getByLabel('Key Name', { exact: true }).fill('laptop')
      await page.getByLabel('Key', { exact: true }).fill(newKeys['ssh-ed25519']())
      await visitor.press('Add Key')
      await page.getByRole('button', { name: 'Copy the public key of laptop', exact: true }).waitFor()
      const command = page.getByLabel('Command to log in to host', { exact: true })
      const line = `ssh -i /path/to/ssh/private/key ${visitor.username}@host`
      await command.and(page.locator(`[value="${line}"]`)).waitFor()
      await visitor.go('/account/ssh-private-keys')
      await visitor.press('New SSH Private Key')
      await page.getByLabel('Name', { exact: true }).fill('deploy')
      await page.getByLabel('Description', { exact: true }).fill('for the web machines')
      await page.getByLabel('Remote Resource SSH Private Key').waitFor()
      await page.getByLabel('Generate a new Ed25519 key').check()
      await visitor.press('Create SSH Private Key')
      await says(page, 'SSH Private Key created successfully')
      await visitor.press('Delete deploy')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Delete credentials', exact: true })
        .waitFor()
    })
  })
}

async function says(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).first().waitFor()
}
