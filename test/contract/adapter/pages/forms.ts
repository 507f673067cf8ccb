import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { origin } from '../../../support/app.js'
import { enrolApp } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

const foreign = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'cross-site', Origin: origin },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
]

export function formsContract(framework: Framework): void {
  describe('the forms of the pages', () => {
    const app = appFor(framework, { pages: accountPages() })
    const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())
    const keys = async ({ client }: PageClient): Promise<readonly { id: string; name: string }[]> =>
      (await client.get('/api-keys')).body.items

    it('are refused from another site, by Sec-Fetch-Site, Origin, or for want of a token', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      for (const headers of foreign) {
        const answer = await pages.submit(page, 'Add Key', { name: 'a' }, { headers })
        assert.deepEqual([answer.status, answer.heading], [403, 'Form out of date'], JSON.stringify(headers))
      }
      for (const token of [undefined, '', 'x', 'A'.repeat(67)]) {
        const answer = await pages.submit(page, 'Add Key', { name: 'a', 'form-token': token })
        assert.deepEqual([answer.status, answer.heading], [403, 'Form out of date'])
      }
      assert.deepEqual(await keys(pages), [])
    })

    it('are refused with the token of another session, of nobody, or of yesterday', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      const others = await (await signedIn()).get('/auth/account/api-keys/new')
      const nobodys = await pageClient(app(), app().client()).get('/auth/sign-in')
      for (const { forms } of [others, nobodys]) {
        const token = forms.at(-1)?.fields['form-token'] ?? ''
        const answer = await pages.submit(page, 'Add Key', { name: 'a', 'form-token': token })
        assert.equal(answer.status, 403)
      }
      const changed = page.forms.at(-1)?.fields['form-token']?.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))
      assert.equal((await pages.submit(page, 'Add Key', { name: 'a', 'form-token': changed })).status, 403)
      assert.deepEqual(await keys(pages), [])
    })

    it('that make something make it once, however often they are sent', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      const press = () => pages.submit(page, 'Add Key', { name: 'once' })
      const answers = await Promise.all(Array.from({ length: 10 }, press))
      const made = answers.filter(({ location }) => /\?made=/.test(location ?? ''))
      assert.equal(made.length, 1)
      for (const page of made) noteSecret(/kwk_\w{36}/.exec((await pages.follow(page)).html)?.[0] ?? '')
      for (const { status, location } of answers.filter((answer) => !made.includes(answer))) {
        assert.deepEqual([status, location], [303, '/auth/account/api-keys?notice=sent-already'])
      }
      const again = await press()
      assert.equal(again.status, 303)
      assert.match((await pages.follow(again)).text, /already sent this form/)
      assert.equal((await keys(pages)).length, 1)
    })

    it('that were refused do not count as sent: they may be sent again, and make what they ask for once', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      for (const _ of [1, 2]) {
        const refused = await pages.submit(page, 'Add Key', { name: '' })
        assert.deepEqual([refused.status, /already sent this form/.test(refused.text)], [422, false])
      }
      const press = () => pages.submit(page, 'Add Key', { name: 'at last' })
      const answers = await Promise.all([press(), press(), press()])
      const made = answers.filter(({ location }) => /\?made=/.test(location ?? ''))
      assert.equal(made.length, 1)
      for (const page of made) noteSecret(/kwk_\w{36}/.exec((await pages.follow(page)).html)?.[0] ?? '')
      assert.match((await pages.follow(await press())).text, /already sent this form/)
      assert.equal((await keys(pages)).length, 1)
    })

    it('take forms only, and each field once', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      const token = page.forms.at(-1)?.fields['form-token'] ?? ''
      const twice = { raw: `form-token=${token}&name=a&name=b`, type: 'application/x-www-form-urlencoded' }
      assert.equal((await pages.client.post('/account/api-keys', undefined, twice)).status, 422)
      for (const type of ['text/plain', 'multipart/form-data; boundary=x']) {
        const answer = await pages.client.post('/account/api-keys', undefined, { raw: 'name=a', type })
        assert.equal(answer.status, 415)
      }
      const large = { raw: `name=${'a'.repeat(70_000)}`, type: 'application/x-www-form-urlencoded' }
      assert.equal((await pages.client.post('/account/api-keys', undefined, large)).status, 413)
      assert.deepEqual(await keys(pages), [])
    })

    it('ask in place who somebody is, and go on with what was asked', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      app().clock.advance({ minutes: 11 })
      const asked = await pages.submit(page, 'Add Key', { name: 'later', expiresInDays: '7' })
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.deepEqual(await keys(pages), [])
      const wrong = await pages.submit(asked, 'Confirm', { 'proof-password': 'not this one, surely' })
      assert.deepEqual([wrong.status, wrong.heading], [401, 'Confirm it’s you'])
      assert.doesNotMatch(wrong.html, /not this one/)
      const before = pages.client.cookies.get('keyward')
      const made = await pages.make(wrong, 'Confirm', { 'proof-password': app().password })
      assert.equal(made.status, 200)
      const [key = ''] = /kwk_\w{36}/.exec(made.html) ?? []
      noteSecret(key)
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
      const [{ name } = { name: '' }] = await keys(pages)
      assert.equal(name, 'later')
      assert.notEqual(pages.client.cookies.get('keyward'), before)
    })

    it('ask with the strongest factor, and take a recovery code instead', async () => {
      const owner = await app().signedIn()
      const { recoveryCodes } = await enrolApp(app(), owner)
      const pages = pageClient(app(), owner)
      const page = await pages.get('/auth/account/tokens/new')
      app().clock.advance({ minutes: 11 })
      const asked = await pages.submit(page, 'Add Token', { name: 'a' })
      assert.match(asked.text, /Verification code/)
      const weak = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
      assert.equal(weak.heading, 'Confirm it’s you')
      const other = await pages.submit(asked, 'Confirm', { 'proof-method': 'recovery_code' })
      assert.match(other.text, /Recovery code/)
      const made = await pages.make(other, 'Confirm', { 'proof-recovery-code': recoveryCodes[0] })
      noteSecret(/kwt_\w{36}/.exec(made.html)?.[0] ?? '')
      assert.match(made.text, /Copy your token now/)
    })

    it('send no foreign fields on from the page that asks who somebody is', async () => {
      const pages = await signedIn()
      app().clock.advance({ minutes: 11 })
      const answer = await pages.send('/auth/account/api-keys', { name: 'planted' })
      assert.deepEqual([answer.status, answer.heading], [403, 'Form out of date'])
      assert.doesNotMatch(answer.html, /planted/)
    })

    it('lead to sign-in when the session has ended meanwhile', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/api-keys/new')
      await pages.client.delete('/session')
      const answer = await pages.submit(page, 'Add Key', { name: 'a' })
      assert.equal(answer.location, '/auth/sign-in?to=%2Fauth%2Faccount%2Fapi-keys')
    })
  })
}
