import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import { chromiumFor } from '../../support/chromium.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { newcomer } from '../../support/page-visitor.js'
import { siteFor } from '../../support/site.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`the pages of administrators in ${framework.name}, in Chromium`, function () {
    this.timeout(120_000)
    const site = siteFor(framework, { pages: accountPages(), helmet: true })
    const open = chromiumFor()

    it('lead from a part of a name to the user, to what happened to them, and to a file of it', async () => {
      const page = await open()
      const { keyward } = site()
      const { username, go, signIn } = await newcomer(site(), page)
      const { id } = (await keyward.users.byUsername(username)) ?? { id: '' }
      await keyward.users.update(id, { admin: true })
      const found = await keyward.users.create({ username: 'lukasz', displayName: 'Łukasz Śliwa' })
      await keyward.apiKeys.create(found.id, { name: '=1+1' })
      await signIn()
      await go('/account/admin/users')
      await page.getByRole('searchbox').fill('łUKASZ ś')
      await page.getByText('1 entry', { exact: true }).waitFor()
      await page.getByRole('link', { name: 'lukasz', exact: true }).click()
      await page.getByRole('heading', { name: '=1+1', exact: true }).waitFor()
      await page.getByRole('link', { name: 'Show all activity' }).click()
      await page.getByLabel('Group').selectOption('Keys and tokens')
      await page.getByRole('button', { name: 'Filter' }).click()
      await page.getByText('Added the API key “=1+1”').waitFor()
      assert.equal(await page.getByText('The account “lukasz” was created').count(), 0)
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'CSV', exact: true }).click(),
      ])
      assert.equal(file.suggestedFilename(), 'activity.csv')
      const rows = readFileSync(await file.path(), 'utf8')
        .trimEnd()
        .split('\r\n')
      assert.deepEqual([rows.length, rows[1]?.includes(",'=1+1,")], [2, true])
    })
  })
}
