import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { enrolApp } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

/** Paths that lead away from this site, or would in some browser. */
const elsewhere = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'evil.example',
  ' //evil.example',
  '/\n/evil.example',
  '///evil.example',
]

export function signInPagesContract(framework: Framework): void {
  describe('the sign-in pages', () => {
    const app = appFor(framework, { pages: accountPages() })
    const browser = (): PageClient => pageClient(app(), app().client())
    const signIn = async (username: string, to?: string): Promise<[PageClient, PageView]> => {
      const pages = browser()
      const query = to === undefined ? '' : `?${new URLSearchParams({ to }).toString()}`
      const page = await pages.get(`/auth/sign-in${query}`)
      return [pages, await pages.submit(page, 'Sign in', { username, password: app().password })]
    }

    it('sign in with a password and go on to the account', async () => {
      const { username } = await app().user()
      const [pages, answer] = await signIn(username)
      assert.deepEqual([answer.status, answer.location], [303, '/auth/account'])
      const account = await pages.follow(await pages.follow(answer))
      assert.deepEqual([account.status, account.heading], [200, 'API keys'])
    })

    it('lead to the sign-in and back to the page that was asked for', async () => {
      const { username } = await app().user()
      const away = await browser().get('/auth/account/tokens?cursor=abc')
      assert.equal(away.location, '/auth/sign-in?to=%2Fauth%2Faccount%2Ftokens%3Fcursor%3Dabc')
      const [, answer] = await signIn(username, '/auth/account/tokens?cursor=abc')
      assert.equal(answer.location, '/auth/account/tokens?cursor=abc')
    })

    it('go on to paths of this site only', async () => {
      const { username } = await app().user()
      for (const to of elsewhere) {
        const [, answer] = await signIn(username, to)
        assert.deepEqual([answer.status, answer.location], [303, '/auth/account'], JSON.stringify(to))
      }
      for (const to of ['/', '/reports?month=1#top', '/a/%2F%2Fb', '/@evil.example']) {
        const [, answer] = await signIn(username, to)
        assert.equal(answer.location, to)
      }
    })

    it('say one and the same of a wrong password and an unknown user, and keep only the user name', async () => {
      const { username } = await app().user()
      const password = newPassword()
      const texts = []
      for (const name of [username, 'nobody-of-that-name']) {
        const pages = browser()
        const page = await pages.get('/auth/sign-in')
        const answer = await pages.submit(page, 'Sign in', { username: name, password })
        assert.equal(answer.status, 401)
        assert.equal(answer.forms[0]?.fields.username, name)
        assert.equal(answer.forms[0]?.fields.password, '')
        texts.push(answer.text)
      }
      assert.equal(texts[0], texts[1])
      assert.match(texts[0] ?? '', /The user name or password isn’t right/)
    })

    it('send somebody who is signed in on', async () => {
      const pages = pageClient(app(), await app().signedIn())
      assert.equal((await pages.get('/auth/sign-in')).location, '/auth/account')
    })

    it('sign out', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const answer = await pages.submit(await pages.get('/auth/account/api-keys'), 'Sign out')
      assert.equal(answer.location, '/auth/sign-in?notice=signed-out')
      assert.match((await pages.follow(answer)).text, /You are signed out/)
      assert.equal(
        (await pages.get('/auth/account/api-keys')).location,
        '/auth/sign-in?to=%2Fauth%2Faccount%2Fapi-keys',
      )
      assert.equal((await app().client().get('/session')).status, 401)
    })

    it('take a second step, one method at a time, without a script', async () => {
      const user = await app().user()
      const phone = await enrolApp(app(), await app().signedIn(user))
      const [pages, answer] = await signIn(user.username, '/reports')
      assert.equal(answer.location, '/auth/sign-in/second-step?to=%2Freports')
      const step = await pages.follow(answer)
      assert.match(step.text, /Enter the code that your authenticator app shows/)
      const wrong = await pages.submit(step, 'Verify', { code: '000 000' })
      assert.equal(wrong.status, 401)
      assert.match(wrong.text, /That code isn’t right/)
      const right = await pages.submit(wrong, 'Verify', { code: phone.code() })
      assert.deepEqual([right.status, right.location], [303, '/reports'])
      assert.equal((await pages.get('/auth/account/sessions')).status, 200)
    })

    it('take a recovery code instead', async () => {
      const user = await app().user()
      const { recoveryCodes } = await enrolApp(app(), await app().signedIn(user))
      const [pages] = await signIn(user.username)
      const step = await pages.get('/auth/sign-in/second-step?method=recovery_code')
      assert.match(step.text, /Enter one of your recovery codes/)
      const right = await pages.submit(step, 'Verify', { code: recoveryCodes[0] })
      assert.deepEqual([right.status, right.location], [303, '/auth/account'])
    })

    it('begin again when it took too long', async () => {
      const user = await app().user()
      await enrolApp(app(), await app().signedIn(user))
      const [pages, answer] = await signIn(user.username)
      app().clock.advance({ minutes: 11 })
      const late = await pages.follow(answer)
      assert.equal(late.location, '/auth/sign-in?notice=expired')
      assert.match((await pages.follow(late)).text, /That took too long/)
      assert.equal((await browser().get('/auth/sign-in/second-step')).status, 303)
    })

    it('say that there were too many attempts', async () => {
      const user = await app().user()
      await enrolApp(app(), await app().signedIn(user))
      const [pages, answer] = await signIn(user.username)
      let page = await pages.follow(answer)
      for (let i = 0; i < 5; i++) page = await pages.submit(page, 'Verify', { code: '000000' })
      assert.equal(page.status, 401)
      const sixth = await pages.submit(page, 'Verify', { code: '000000' })
      assert.equal(sixth.location, '/auth/sign-in?notice=expired')
    })
  })

  describe('guard({ redirect: true })', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('sends a browser without a session to sign-in, and from there back', async () => {
      const pages = pageClient(app(), app().client())
      const away = await pages.get('/api/page?month=1')
      assert.deepEqual([away.status, away.location], [303, '/auth/sign-in?to=%2Fapi%2Fpage%3Fmonth%3D1'])
      const { username } = await app().user()
      const page = await pages.follow(away)
      const answer = await pages.submit(page, 'Sign in', { username, password: app().password })
      assert.equal(answer.location, '/api/page?month=1')
      assert.equal((await pages.get('/api/page?month=1')).status, 200)
    })

    it('leaves everybody else the refusal', async () => {
      const client = app().client()
      assert.equal((await client.get('/api/page')).status, 401)
      assert.equal((await client.get('/api/page', { headers: { Accept: 'application/json' } })).status, 401)
      const headers = { Accept: 'text/html' }
      assert.equal((await client.post('/api/page', {}, { headers })).status, 401)
      assert.equal((await client.get('/api/page', { headers, bearer: 'nonsense' })).status, 401)
      assert.equal((await client.get('/api/hello', { headers })).status, 401)
    })

    it('leads to no other site, whatever path was asked for', async () => {
      const pages = pageClient(app(), app().client())
      const { username } = await app().user()
      const page = await pages.get('/auth/sign-in?to=%2F%2Fevil.example%2Fapi%2Fpage')
      const answer = await pages.submit(page, 'Sign in', { username, password: app().password })
      assert.equal(answer.location, '/auth/account')
    })
  })
}
