import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { origin } from '../../support/app.js'
import { setCookies } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'
import { acceptedSignInContract } from './sign-in/accepted.js'
import { refusedSignInContract } from './sign-in/refused.js'
import { signInBrowserContract } from './sign-in/browser.js'

export function signInContract(framework: Framework): void {
  describe('POST /session', () => {
    const app = appFor(framework)
    acceptedSignInContract(app)
    refusedSignInContract(app)
    signInBrowserContract(app)
  })

  describe('cookies of an app on https', () => {
    const app = appFor(framework, { options: { origins: ['https://app.example.com', origin] } })

    it('cookies of an app on https are named __Host- and marked Secure', async () => {
      const { password, user, client } = app()
      const { username } = await user()
      const browser = client()
      const [line = ''] = setCookies(await browser.post('/session', { username, password }))
      assert.match(line, /^__Host-keyward=kws_\w{36}; /)
      assert.deepEqual(line.split('; ').slice(1).sort(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
      assert.equal((await browser.get('/session')).status, 200)
      const plain = client()
      plain.cookies.set('keyward', browser.cookies.get('__Host-keyward') ?? '')
      unauthenticated(await plain.get('/session'))
    })
  })

  describe('cookies under another name', () => {
    const app = appFor(framework, { options: { cookieName: 'acme' } })

    it('are named as the options say', async () => {
      const client = await app().signedIn()
      assert.deepEqual([...client.cookies.keys()], ['acme'])
      assert.equal((await client.get('/session')).status, 200)
    })
  })
}
