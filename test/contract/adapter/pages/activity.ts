import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { UserRow } from '../../../../src/index.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'

const path = '/auth/account/activity'

/** The page on which somebody sees what has happened in their account. */
export function activityPagesContract(framework: Framework): void {
  describe('the page for one’s own activity', () => {
    const app = appFor(framework, { pages: accountPages() })

    const inFront = async (user: UserRow): Promise<PageClient> =>
      pageClient(app(), await app().signedIn(user))

    it('narrows by words of the user’s own, and says how long ago each thing was', async () => {
      const user = await app().user()
      const { html, text } = await (await inFront(user)).get(path)
      assert.match(text, /Show Everything Signing in and out My keys and tokens My password and/)
      assert.match(text, /Outcome Any Succeeded Refused/)
      assert.match(html, /<time\s+datetime="2026-01-15T[^"]*"\s+data-on="[^"]*"\s+data-relative="ago"/)
      assert.match(text, /Signed in 15 Jan 2026, 12:\d\d UTC/)
    })

    it('names the session that was ended from the list, and calls the user’s own account theirs', async () => {
      const user = await app().user()
      const elsewhere = app().client()
      const firefox = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko/20100101 Firefox/130.0'
      const credentials = { username: user.username, password: app().password }
      await elsewhere.post('/session', credentials, { headers: { 'User-Agent': firefox } })
      const pages = await inFront(user)
      const list = await pages.get('/auth/account/sessions')
      await pages.submit(list, 'Sign out Firefox 130, macOS')
      await app().keyward.users.update(user.id, { displayName: 'Ada' })
      const { text } = await pages.get(path)
      assert.match(text, /Ended the session Firefox 130, macOS/)
      assert.match(text, /Your account was changed/)
    })

    it('says which operator did something from a shell, and why they did', async () => {
      const user = await app().user()
      const { users } = app().keyward.asOperator({ name: 'root', reason: 'she asked <us>' })
      await users.update(user.id, { displayName: 'Ada' })
      const pages = await inFront(user)
      const { text } = await pages.get(path)
      assert.match(text, /Your account was changed .* by the operator root Reason: she asked <us>/)
      const german = await pages.get(path, { headers: { Accept: 'text/html', 'Accept-Language': 'de' } })
      assert.match(german.text, /durch den Operator root Grund: she asked <us>/)
      const administrator = pageClient(app(), await app().admin())
      const all = await administrator.get(`/auth/account/admin/activity?user=${user.id}&type=user.updated`)
      assert.match(all.text, /by the operator root Reason: she asked <us> user\.updated/)
    })

    it('says in words why something was refused', async () => {
      const user = await app().user()
      const wrong = { username: user.username, password: 'not this one, surely' }
      assert.equal((await app().client().post('/session', wrong)).status, 401)
      const { text } = await (await inFront(user)).get(`${path}?outcome=refused`)
      assert.match(text, /Somebody tried to sign in 15 Jan .* the password was not accepted Refused/)
      assert.doesNotMatch(text, /invalid_credentials|session\.refused/)
    })

    it('gives away what it found, and of nobody else, as CSV and as JSON lines', async () => {
      const [user, other] = [await app().user(), await app().user()]
      await app().keyward.apiKeys.create(other.id, { name: 'of somebody else' })
      await app().keyward.apiKeys.create(user.id, { name: 'ci' })
      const pages = await inFront(user)
      const { html } = await pages.get(`${path}?group=credentials&outcome=success`)
      for (const format of ['csv', 'ndjson']) {
        const [, link = ''] = new RegExp(`href="([^"]*format=${format}[^"]*)"`).exec(html) ?? []
        const file = await pages.client.get(link.replace('/auth', '').replaceAll('&amp;', '&'))
        assert.equal(file.status, 200)
        assert.equal(file.headers['content-disposition'], `attachment; filename="activity.${format}"`)
        assert.match(String(file.text), /api_key\.created.*\bci\b/)
        assert.doesNotMatch(String(file.text), /session\.created|of somebody else/)
      }
      assert.equal((await pages.get(`${path}/export?format=pdf`)).status, 422)
    })

    it('offers no file of nothing', async () => {
      const pages = await inFront(await app().user())
      const { text, html } = await pages.get(`${path}?outcome=refused`)
      assert.match(text, /Nothing found/)
      assert.doesNotMatch(html, /format=csv/)
    })
  })
}
