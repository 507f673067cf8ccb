import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { accountPages } from '../../../src/pages/account-pages.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { newcomer } from '../../support/page-visitor.js'
import { noteSecret } from '../../support/secrets.js'
import { siteFor } from '../../support/site.js'

describe('a secret that is shown once, in Chromium', function () {
  this.timeout(120_000)
  const site = siteFor(expressFramework, { pages: accountPages({ productName: 'Acme' }), helmet: true })
  const open = chromiumFor()

  /** Makes a key; answers its text, which the page shows. */
  async function made(page: Page): Promise<string> {
    const visitor = await newcomer(site(), page)
    await visitor.signIn()
    await visitor.go('/account/api-keys/new')
    await page.locator('#name').fill('ci-deploy')
    await page.getByRole('button', { name: 'Add Key' }).click()
    await page.waitForURL(/\?made=/)
    const key = await page.inputValue('#new-secret')
    noteSecret(key)
    return key
  }

  const isGone = async (page: Page): Promise<void> => {
    await page.getByText('Its key was shown once and can’t be shown again').waitFor()
    assert.equal(await page.locator('#new-secret').count(), 0)
  }

  it('is gone after a refresh, and after Done and Back', async () => {
    const page = await open()
    await made(page)
    await page.reload()
    await isGone(page)
    const other = await open()
    await made(other)
    await other.getByRole('link', { name: 'Done' }).click()
    await other.waitForURL(/api-keys$/)
    await other.goBack()
    await isGone(other)
  })

  it('is saved as a line of an .env file', async () => {
    const page = await open()
    const key = await made(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download .env line' }).click(),
    ])
    assert.equal(file.suggestedFilename(), 'ci-deploy.env')
    assert.match(file.url(), /^blob:/)
    assert.equal(await readFile(await file.path(), 'utf8'), `ACME_API_KEY=${key}\n`)
  })

  for (const javaScriptEnabled of [true, false]) {
    it(`shows one example at a time, ${javaScriptEnabled ? 'with' : 'without'} a script`, async () => {
      const page = await open({ javaScriptEnabled })
      await made(page)
      const shown = page.locator('.kw-tabs pre:visible')
      assert.match(await shown.innerText(), /^curl /)
      for (const [tab, text] of [
        ['JavaScript', /await fetch/],
        ['Python', /import os, requests/],
      ] as const) {
        await page.getByText(tab, { exact: true }).click()
        assert.equal(await shown.count(), 1)
        assert.match(await shown.innerText(), text)
      }
    })
  }
})
