import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import { violationsIn } from '../../support/axe.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import type { Visitor } from '../../support/page-visitor.js'
import { oneOfEach } from '../../support/one-of-each.js'
import { newcomer } from '../../support/page-visitor.js'
import { noteSecret } from '../../support/secrets.js'
import type { Site } from '../../support/site.js'
import { siteFor } from '../../support/site.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the keys of a user in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages() })
    const open = chromiumFor()

    it('are made, found among many, renewed, disabled, enabled and deleted', async () => {
      const page = await open({ viewport: { width: 1280, height: 800 } })
      const problems: string[] = []
      page.on('console', (message) => problems.push(message.text()))
      page.on('pageerror', (error) => problems.push(error.message))
      const visitor = await withKeys(site(), page)
      await visitor.go('/account/api-keys')
      const search = page.getByRole('searchbox')
      await search.fill('NEEDLE')
      await page.getByText('1 entry', { exact: true }).waitFor()
      assert.match(page.url(), /\?q=NEEDLE&/)
      assert.equal(await page.locator('.kw-entry').count(), 1)
      assert.equal(await page.evaluate('document.activeElement.id'), 'q')
      const menu = page.locator('summary', { hasText: 'More actions for the needle' })
      await menu.press('Enter')
      await page.getByRole('link', { name: 'Rename the needle', exact: true }).waitFor()
      assert.deepEqual(await violationsIn(page), [])
      await page.keyboard.press('Escape')
      assert.equal(await page.locator('[data-menu][open]').count(), 0)
      await menu.press('Enter')
      await page.getByRole('link', { name: 'Renew the needle', exact: true }).first().click()
      await page.getByLabel('Keep the current secret working').selectOption('86400')
      await visitor.press('Renew API Key')
      noteSecret(await page.inputValue('#new-secret'))
      await visitor.go('/account/api-keys')
      await visitor.press('the needle')
      assert.deepEqual(await violationsIn(page), [])
      await visitor.press('Disable API Key')
      await page.getByRole('heading', { name: 'the needle Disabled' }).waitFor()
      await visitor.press('Enable API Key')
      await page.getByRole('heading', { name: 'the needle Active' }).waitFor()
      await page.getByRole('heading', { name: 'Recent activity' }).waitFor()
      await visitor.press('Delete API Key')
      await page.getByRole('dialog').getByRole('button', { name: 'Delete API Key' }).click()
      await page.waitForURL(/api-keys(\?done=.*)?$/)
      assert.equal(await page.getByRole('link', { name: 'the needle', exact: true }).count(), 0)
      assert.deepEqual(problems, [])
    })

    it('are put on the clipboard by a button beside each, where they are public', async () => {
      const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
      const visitor = await newcomer(site(), page)
      const { keyward } = site()
      const { id } = (await keyward.users.byUsername(visitor.username)) ?? { id: '' }
      await oneOfEach(keyward, id, 'laptop')
      const [[sshKey], [sshPrivateKey]] = [
        (await keyward.sshKeys.list(id)).rows,
        (await keyward.sshPrivateKeys.list(id)).rows,
      ]
      await visitor.signIn()
      for (const [list, publicKey] of [
        ['ssh-keys', sshKey?.publicKey],
        ['ssh-private-keys', sshPrivateKey?.publicKey],
      ]) {
        await visitor.go(`/account/${String(list)}`)
        await page.evaluate('navigator.clipboard.writeText("")')
        await page.getByRole('button', { name: 'Copy the public key of laptop', exact: true }).click()
        await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
        assert.equal(await page.evaluate('navigator.clipboard.readText()'), publicKey)
        assert.match(String(publicKey), /^(ecdsa-sha2-nistp521|ssh-ed25519) [A-Za-z0-9+/]+=*$/)
      }
    })

    it('are found, renewed and deleted without JavaScript, on a phone', async () => {
      const page = await open({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } })
      const visitor = await withKeys(site(), page)
      await visitor.go('/account/api-keys')
      await page.getByRole('searchbox').fill('needle')
      await visitor.press('Search')
      await page.getByText('1 entry', { exact: true }).waitFor()
      await visitor.press('the needle')
      await page.getByLabel('Key Name').fill('the pin')
      await visitor.press('Save')
      await page.getByRole('heading', { name: 'the pin Active' }).waitFor()
      await visitor.press('Renew')
      await visitor.press('Renew API Key')
      noteSecret(await page.inputValue('#new-secret'))
      await visitor.go('/account/api-keys?q=pin')
      await visitor.press('Delete the pin')
      await visitor.press('Delete API Key')
      await visitor.go('/account/api-keys?q=pin')
      await page.getByText('Nothing found').waitFor()
    })
  })
}

/** Somebody signed in who has thirty keys, one of which is the needle. */
async function withKeys(site: Site, page: Parameters<typeof newcomer>[1]): Promise<Visitor> {
  const visitor = await newcomer(site, page)
  const { id } = (await site.keyward.users.byUsername(visitor.username)) ?? { id: '' }
  for (let i = 0; i < 30; i++) {
    const name = i === 10 ? 'the needle' : `key ${String(i)}`
    await site.keyward.apiKeys.create(id, { name, expiresInDays: 7 })
  }
  await visitor.signIn()
  return visitor
}
