import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

/** The page that lists where somebody is signed in. */
export function sessionPagesContract(framework: Framework): void {
  describe('the page for sessions', () => {
    const app = appFor(framework, {
      pages: accountPages({ locate: (ip) => (ip === '127.0.0.1' ? 'Vienna, Austria' : null) }),
    })

    it('tells device, place and address, what is in use, and which one is this', async () => {
      const user = await app().user()
      const elsewhere = app().client()
      const given = { username: user.username, password: app().password }
      const headers = { 'User-Agent': firefox }
      assert.equal((await elsewhere.post('/session', given, { headers })).status, 201)
      app().clock.advance({ hours: 2 })
      const pages = pageClient(app(), await app().signedIn(user))
      const { text } = await pages.get('/auth/account/sessions')
      assert.match(text, /Unknown device This session Active now Signed in on/)
      assert.match(text, /Firefox 128, Linux Last active on .* from Vienna, Austria \(127\.0\.0\.1\)/)
    })

    it('offers a new password for a session of somebody else, which ends it in one go, and comes back', async () => {
      const user = await app().user()
      const stranger = await app().signedIn(user)
      const pages = pageClient(app(), await app().signedIn(user))
      const list = await pages.get('/auth/account/sessions')
      assert.match(list.text, /Not you\?/)
      const [, path = ''] = /href="([^"]*password\?to=[^"]*)"/.exec(list.html) ?? []
      const next = newPassword()
      const changed = await pages.submit(await pages.get(path), 'Change password', {
        'proof-password': app().password,
        newPassword: next,
        newPasswordAgain: next,
      })
      assert.equal(changed.location, '/auth/account/sessions?done=password.changed')
      const back = await pages.follow(changed)
      assert.match(back.text, /Your password was changed\. Other sessions are signed out/)
      assert.equal((await stranger.get('/session')).status, 401)
    })

    it('asks nobody who is signed in once whether that is them', async () => {
      const pages = pageClient(app(), await app().signedIn())
      assert.doesNotMatch((await pages.get('/auth/account/sessions')).text, /Not you/)
    })
  })
}
