import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../../support/app.js'
import type { ActivationScene } from './scene.js'

/** The answers, and what becomes of each. */
export function activationAnswersContract(app: () => App, { signedIn, program }: ActivationScene): void {
  it('allows what was left of the scopes, for as long as was chosen, and sends the user back to their device', async () => {
    const pages = await signedIn()
    const { url, poll } = await program()
    const page = await pages.get(url)
    const answer = await pages.submit(page, 'Allow', { expiresInHours: '3', 'scope-1': undefined })
    assert.deepEqual([answer.status, answer.location], [303, '/auth/activate?done=device.approved'])
    const done = await pages.follow(answer)
    assert.equal(done.heading, 'Acme CLI is connected')
    assert.match(done.text, /You can close this page and go back to your device\./)
    const { access_token: token = '', scope } = await poll()
    assert.equal(scope, 'reports:read')
    const credential = await app().client().get('/credential', { bearer: token })
    const { expiresAt } = credential.body
    assert.equal(Math.round((Date.parse(expiresAt) - app().clock.now()) / 3_600_000), 3)
  })

  it('allows nothing where no scope is left, and shows the form as it was filled in', async () => {
    const pages = await signedIn()
    const { url, poll } = await program()
    const none = { 'scope-0': undefined, 'scope-1': undefined, expiresInHours: '3' }
    const again = await pages.submit(await pages.get(url), 'Allow', none)
    assert.equal(again.status, 422)
    assert.match(again.text, /What it may do: Choose at least one scope\./)
    assert.doesNotMatch(again.html, /type="checkbox"[^>]*checked/s)
    assert.equal(
      again.forms.find(({ buttons }) => buttons.includes('Allow'))?.fields['expires-in-hours'],
      '3',
    )
    assert.equal((await poll()).error, 'authorization_pending')
  })

  it('denies, tells the program so, and says what to beware of', async () => {
    const pages = await signedIn()
    const { url, poll } = await program()
    const answer = await pages.submit(await pages.get(url), 'Deny')
    assert.deepEqual([answer.status, answer.location], [303, '/auth/activate?done=device.denied'])
    const done = await pages.follow(answer)
    assert.equal(done.heading, 'Denied')
    assert.match(done.text, /Never type a code that somebody sends you\./)
    assert.equal((await poll()).error, 'access_denied')
  })

  it('says that a request was answered already, whichever answer comes second', async () => {
    const pages = await signedIn()
    const { url, poll } = await program()
    const page = await pages.get(url)
    await pages.submit(page, 'Deny')
    for (const button of ['Allow', 'Deny']) {
      const late = await pages.submit(page, button)
      assert.deepEqual([late.status, late.heading], [409, 'Answered already'], button)
    }
    assert.equal((await poll()).error, 'access_denied')
  })

  it('says of a request that has expired under the eyes of its reader that its code is unknown', async () => {
    const { url } = await program()
    app().clock.advance({ minutes: 9 })
    const pages = await signedIn()
    const page = await pages.get(url)
    app().clock.advance({ minutes: 1 })
    for (const button of ['Allow', 'Deny']) {
      const late = await pages.submit(page, button)
      assert.deepEqual([late.status, late.heading], [404, 'Connect a device'], button)
    }
  })

  it('says where room can be made where the user has as many tokens as they may have', async () => {
    const pages = await signedIn()
    for (let n = 0; n < 50; n++) await pages.client.post('/tokens', {})
    const { url, poll } = await program()
    const full = await pages.submit(await pages.get(url), 'Allow')
    assert.equal(full.status, 403)
    assert.match(full.text, /You have as many tokens as you may have\..*Manage tokens/)
    assert.equal((await poll()).error, 'authorization_pending')
    const [token] = (await pages.client.get('/tokens')).body.items
    await pages.client.delete(`/tokens/${String(token.id)}`)
    assert.equal((await pages.submit(full, 'Allow')).status, 303)
  })

  it('says of nothing that it was done which was not', async () => {
    const pages = await signedIn()
    for (const done of ['device.approved', 'device.denied', 'api_key.created']) {
      assert.equal((await pages.get(`/auth/activate?done=${done}`)).heading, 'Connect a device')
    }
    const { url } = await program()
    const answer = await pages.submit(await pages.get(url), 'Allow')
    assert.equal((await pages.get('/auth/activate?done=device.denied')).heading, 'Connect a device')
    app().clock.advance({ minutes: 3 })
    assert.equal((await pages.follow(answer)).heading, 'Connect a device')
  })

  it('takes no answer from another site, without a token of its form, or by GET', async () => {
    const pages = await signedIn()
    const { url, userCode, poll } = await program()
    const page = await pages.get(url)
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    for (const button of ['Allow', 'Deny']) {
      assert.equal((await pages.submit(page, button, {}, { headers })).status, 403)
      assert.equal((await pages.submit(page, button, { 'form-token': undefined })).status, 403)
    }
    for (const answer of ['approval', 'denial']) {
      const led = await pages.get(`/auth/activate/${answer}?user_code=${userCode}`)
      assert.equal(led.location, '/auth/activate')
    }
    assert.equal((await poll()).error, 'authorization_pending')
  })

  it('offers the one life that a policy without a choice leaves', async () => {
    const setter = await app().admin()
    const organizationId = `fixed-${setter.user.id}`
    const tokens = { lifetimeChoice: false, defaultHours: 2 }
    const set = await setter.put(`/admin/policies/organizations/${organizationId}`, { tokens })
    assert.equal(set.status, 200)
    const pages = await signedIn(await app().user({ organizationId }))
    const { url, poll } = await program()
    const page = await pages.get(url)
    assert.match(page.text, /Access ends after 2 hours\. Your organization has set this period\./)
    assert.equal((await pages.submit(page, 'Allow')).status, 303)
    assert.ok((await poll()).access_token !== undefined)
  })
}
