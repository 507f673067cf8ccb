import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../src/pages/account-pages.js'
import { violationsIn } from '../support/axe.js'
import { chromiumFor } from '../support/chromium.js'
import { expressFramework } from '../support/express-host.js'
import { koaFramework } from '../support/koa-host.js'
import { newcomer } from '../support/page-visitor.js'
import { siteFor } from '../support/site.js'

const widths = [320, 390, 768, 1280]
const schemes = ['light', 'dark'] as const
/** Dark is the same page in other colours. */
const rulesFor = { light: undefined, dark: ['color-contrast'] }

for (const framework of [expressFramework, koaFramework]) {
  describe(`the account pages in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true, options: { passkeys: true } })
    const open = chromiumFor()

    it('show no console message, no accessibility violation and no overflow, on every page, in both schemes, at every width', async () => {
      const page = await open()
      const problems: string[] = []
      page.on('console', (message) => problems.push(`console at ${page.url()}: ${message.text()}`))
      page.on('pageerror', (error) => problems.push(`error at ${page.url()}: ${error.message}`))
      const visitor = await newcomer(site(), page)
      await visitor.tour(async (name) => {
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme })
          for (const width of widths) {
            await page.setViewportSize({ width, height: 800 })
            const where = `${name}, ${colorScheme}, ${String(width)}`
            const over = await overflow(page)
            if (over !== 0) problems.push(`${where}: ${String(over)} px too wide`)
            problems.push(
              ...(await violationsIn(page, rulesFor[colorScheme])).map(
                (violation) => `${where}: ${violation}`,
              ),
            )
          }
        }
      })
      assert.deepEqual(problems, [])
    })
  })
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth')
}
