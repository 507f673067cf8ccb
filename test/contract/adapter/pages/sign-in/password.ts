import assert from 'node:assert/strict'
import { it } from 'mocha'
import { pageClient } from '../../../../support/page-client.js'
import { newPassword } from '../../../../support/secrets.js'
import type { App } from '../../../../support/app.js'
import type { SignInPagesScene } from './scene.js'

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

/** Signing in by password, and out again. */
export function passwordPageContract(app: () => App, { browser, signIn }: SignInPagesScene): void {
  it('sign in with a password and go on to the account', async () => {
    const { username } = await app().user()
    const [pages, answer] = await signIn(username)
    assert.deepEqual([answer.status, answer.location], [303, '/auth/account'])
    const account = await pages.follow(answer)
    assert.deepEqual([account.status, account.heading], [200, 'Overview'])
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

  it('the button “Sign out” ends the session, and the way back shows nothing', async () => {
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
}
