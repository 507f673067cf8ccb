import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import { enrolApp } from '../../support/factors.js'
import type { Framework } from '../../support/host.js'
import { pageClient } from '../../support/page-client.js'
import { refused } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

export function ipAddressContract(framework: Framework): void {
  describe('an app that is reached at an IP address', () => {
    const warnings: string[] = []
    const note = (warning: Error & { code?: string }) => {
      if (warning.code === 'KEYWARD_NO_SECURITY_KEYS') warnings.push(warning.message)
    }
    before(() => process.on('warning', note))
    after(() => process.off('warning', note))
    const app = appFor(framework, {
      pages: accountPages(),
      options: { origins: ['http://127.0.0.1:3000'], passkeys: true },
    })
    const code = 'security_keys_unavailable'

    it('starts, and says once that browsers allow no security key there', () => {
      assert.equal(warnings.length, 1)
      assert.match(warnings[0] ?? '', /no security key/)
    })

    it('says so wherever a security key or a passkey would be asked for', async () => {
      const client = await app().signedIn()
      for (const path of ['/mfa/security-keys/options', '/session/reauthentication/security-key/options']) {
        refused(await client.post(path, {}), 409, code)
      }
      refused(await app().client().post('/session/passkey/options', {}), 409, code)
    })

    it('takes and offers all other factors', async () => {
      const client = await app().signedIn()
      await enrolApp(app(), client)
      const { username } = client.user
      const browser = app().client()
      const answer = await browser.post('/session', { username, password: app().password })
      assert.deepEqual([answer.status, answer.body.methods], [202, ['totp', 'recovery_code']])
      refused(await browser.post('/session/security-key/options', {}), 409, code)
    })

    it('offers none on its pages, and says why whoever asks for one all the same', async () => {
      const why = /Browsers allow no security key where a site is reached by an IP address/
      const pages = pageClient(app(), await app().signedIn())
      const overview = await pages.get('/auth/account/two-step')
      assert.doesNotMatch(overview.html, /security-keys\/new/)
      const form = await pages.get('/auth/account/two-step/security-keys/new')
      assert.match(form.text, why)
      assert.doesNotMatch(form.html, /data-webauthn/)
      const token = overview.forms.map(({ fields }) => fields['form-token']).find(Boolean) ?? ''
      const asked = { 'form-token': token, name: 'Desk', response: '' }
      const answer = await pages.send('/auth/account/two-step/security-keys', asked)
      assert.equal(answer.status, 409)
      assert.match(answer.text, why)

      const visitor = pageClient(app(), app().client())
      const signIn = await visitor.get('/auth/sign-in')
      assert.doesNotMatch(signIn.html, /data-webauthn/)
      const sent = { 'form-token': signIn.forms[0]?.fields['form-token'] ?? '', response: '' }
      const refusedSignIn = await visitor.send('/auth/sign-in/passkey', sent)
      assert.equal(refusedSignIn.status, 409)
      assert.match(refusedSignIn.text, why)
    })

    it('offers no security key to whom a policy asks to enrol', async () => {
      const admin = await app().admin()
      await enrolApp(app(), admin)
      const policy = { mfa: { enforceMfa: true } }
      assert.equal((await admin.put('/admin/policies/platform', policy)).status, 200)
      const { username } = await app().user()
      const browser = app().client()
      const answer = await browser.post('/session', { username, password: app().password })
      assert.deepEqual([answer.status, answer.body.methods], [202, ['totp']])
      assert.deepEqual((await browser.get('/session')).body.methods, ['totp'])
      refused(await browser.post('/mfa/security-keys/options', {}), 409, code)
    })
  })
}
