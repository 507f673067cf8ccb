import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { violationsIn } from '../../support/axe.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { newcomer } from '../../support/page-visitor.js'
import { siteFor } from '../../support/site.js'

const journeys = [
  { framework: expressFramework, javaScriptEnabled: true },
  { framework: expressFramework, javaScriptEnabled: false },
  { framework: koaFramework, javaScriptEnabled: true },
  { framework: koaFramework, javaScriptEnabled: false },
]

for (const { framework, javaScriptEnabled } of journeys) {
  const how = javaScriptEnabled ? 'with a script' : 'without a script'

  describe(`the policies in ${framework.name}, ${how}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true })
    const open = chromiumFor()

    it('lead from what holds through one group and its review back to what holds, and to the organisation', async () => {
      const page = await open({ javaScriptEnabled })
      const { keyward } = site()
      const { username, go, press, signIn } = await newcomer(site(), page)
      const { id } = (await keyward.users.byUsername(username)) ?? { id: '' }
      await keyward.users.update(id, { admin: true })
      await signIn()
      await go('/account/admin/policies')
      await page.getByLabel('Organization', { exact: true }).fill('acme')
      await press('Open')
      await page.getByRole('heading', { name: 'Policy of the organization “acme”', level: 1 }).waitFor()
      await press('Edit Tokens')
      assert.equal(await page.locator('fieldset').count(), 1)
      await page.getByLabel('Longest lifetime', { exact: true }).selectOption('2 hours')
      await press('Review changes')
      await page.getByText('Not set → 2 hours').waitFor()
      await page.getByRole('heading', { name: 'What else holds then', exact: true }).waitFor()
      await page.getByText('24 hours → 2 hours').waitFor()
      await press('Save policy')
      await card(page, 'Tokens').getByText('Users choose the lifetime, up to 2 hours.').waitFor()
      await card(page, 'Tokens').getByText('Set here', { exact: true }).waitFor()
      await looksWell(page, { javaScriptEnabled })
      await press('All policies')
      await card(page, 'Tokens').getByText('up to 24 hours').waitFor()
      await looksWell(page, { javaScriptEnabled })
      await press('acme')
      await page.getByRole('heading', { name: 'Policy of the organization “acme”', level: 1 }).waitFor()
      await keyward.policies.replace({ kind: 'organization', id: 'acme' }, {})
    })

    it('say in the review what ends earlier, who will be asked for a factor, and that the setter needs one first', async () => {
      const page = await open({ javaScriptEnabled })
      const { keyward } = site()
      const { username, go, press, signIn } = await newcomer(site(), page)
      const { id } = (await keyward.users.byUsername(username)) ?? { id: '' }
      await keyward.users.update(id, { admin: true, organizationId: 'globex' })
      await keyward.apiKeys.create(id, { name: 'ci', expiresInDays: 90 })
      await signIn()
      await go('/account/admin/policies/edit?organization=globex')
      await press('Review changes')
      await page.getByText('You have changed nothing.').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Save policy' }).count(), 0)
      await press('Back to editing')
      await page.getByLabel('Expirations to choose from', { exact: true }).selectOption('Only these')
      await page.locator('#api-keys-allowed-days-7').check()
      await page.getByLabel('Days to set it up', { exact: true }).fill('366')
      await press('Review changes')
      await page.locator('.kw-field-error').getByText('Enter a whole number from 0 to 365.').waitFor()
      await page.getByLabel('Days to set it up', { exact: true }).fill('14')
      await page.getByLabel('Require a second factor', { exact: true }).selectOption('On')
      await press('Review changes')
      await page.getByText('API keys that will end earlier: 1').waitFor()
      await page.getByText('Users who can’t go on without setting up a second factor: 1').waitFor()
      assert.equal(await page.getByText(`Affected: ${username}`).count(), 2)
      assert.equal(await page.getByRole('button', { name: 'Save policy' }).count(), 0)
      await looksWell(page, { javaScriptEnabled })
      await press('Set it up')
      await page.waitForURL(/\/account\/two-step$/)
    })
  })
}

function card(page: Page, name: string) {
  return page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })
}

async function looksWell(page: Page, { javaScriptEnabled }: { javaScriptEnabled: boolean }): Promise<void> {
  if (!javaScriptEnabled) return
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, String(width))
  }
  assert.deepEqual(await violationsIn(page), [])
}
