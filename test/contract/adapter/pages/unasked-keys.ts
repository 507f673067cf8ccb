import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { enrolApp, enrolKey } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { appFor } from '../../../support/suite.js'

/** A form that is sent without the answer of a security key, since the browser was refused what it asks one with. */
export function unaskedKeysContract(framework: Framework): void {
  describe('the pages, where a security key could not be asked', () => {
    const throttle = { perAddress: { failures: 3, minutes: 15 } }
    const app = appFor(framework, { pages: accountPages(), options: { passkeys: true, throttle } })

    it('say at the sign-in that there were too many attempts, and not that the passkey is unknown', async () => {
      const pages = pageClient(app(), app().client())
      const page = await pages.get('/auth/sign-in')
      const press = (response: string) => pages.submit(page, 'Sign in with a passkey', { response })
      const unknown = await press('{}')
      assert.deepEqual([unknown.status, /We don’t know this passkey/.test(unknown.text)], [422, true])
      let answer = await press('')
      assert.equal(answer.status, 200)
      for (let i = 0; i < 200 && answer.status === 200; i++) answer = await press('')
      assert.equal(answer.status, 429)
      assert.match(answer.text, /Too many attempts/)
      assert.doesNotMatch(answer.text, /We don’t know this passkey/)
    })

    it('say so at the second step', async () => {
      const owner = await app().signedIn()
      await enrolApp(app(), owner)
      const { id } = await enrolKey(owner)
      const pages = pageClient(app(), app().client())
      const { username } = owner.user
      const given = { username, password: app().password }
      const step = await pages.follow(await pages.submit(await pages.get('/auth/sign-in'), 'Sign in', given))
      assert.doesNotMatch((await pages.submit(step, 'Use passkey or security key')).html, /role="alert"/)
      await app().store.commit([app().store.securityKeys.suspect(id)])
      const answer = await pages.submit(step, 'Use passkey or security key')
      assert.equal(answer.status, 409)
      assert.match(answer.html, /role="alert"/)
    })

    it('say so where somebody is asked again who they are', async () => {
      const owner = await app().signedIn()
      await enrolApp(app(), owner)
      const { id } = await enrolKey(owner)
      const pages = pageClient(app(), owner)
      const alone = await pages.get('/auth/account/reauthentication')
      app().clock.advance({ minutes: 11 })
      const inPlace = await pages.submit(await pages.get('/auth/account/api-keys/new'), 'Add Key', {
        name: 'a',
      })
      for (const asked of [alone, inPlace]) {
        assert.doesNotMatch((await pages.submit(asked, 'Use passkey or security key')).html, /role="alert"/)
      }
      await app().store.commit([app().store.securityKeys.suspect(id)])
      for (const asked of [alone, inPlace]) {
        const answer = await pages.submit(asked, 'Use passkey or security key')
        assert.equal(answer.status, 409)
        assert.match(answer.html, /role="alert"/)
      }
    })
  })
}
