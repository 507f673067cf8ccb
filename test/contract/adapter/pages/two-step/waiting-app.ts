import assert from 'node:assert/strict'
import { it } from 'mocha'
import { origin } from '../../../../support/app.js'
import type { App } from '../../../../support/app.js'
import type { PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import type { TwoStepScene } from './scene.js'

/** An authenticator app whose secret waits for its first code. */
export function waitingAppPagesContract(
  app: () => App,
  { signedIn, setupOf, codesOf, begin }: TwoStepScene,
): void {
  const start = '/auth/account/two-step'
  const shows = (page: PageView): boolean => /<svg (?!class="kw-icon")[^>]*viewBox/.test(page.html)

  it('leave the QR code and the setup key where they were after a wrong code', async () => {
    const pages = await signedIn()
    const offer = await begin(pages, await pages.get(start))
    const key = keyOf(offer)
    setupOf(offer)
    let page = offer
    for (let i = 0; i < 3; i++) page = await pages.submit(page, 'Enable 2FA', { code: '000000' })
    assert.equal(page.status, 401)
    assert.ok(shows(page))
    assert.equal(keyOf(page), key)
    assert.match(page.text, /Codes change every 30 seconds\. Is your phone’s clock right\?/)
    const done = await pages.make(page, 'Enable 2FA', { code: setupOf(page).code() })
    assert.equal(done.heading, 'MFA setup successful')
    codesOf(done)
  })

  it('show it again when the page is loaded anew, for the ten minutes that it waits', async () => {
    const pages = await signedIn()
    const answer = await pages.submit(await pages.get(start), 'Use Authenticator')
    assert.equal(answer.status, 303)
    const key = keyOf(await pages.follow(answer))
    app().clock.advance({ minutes: 9 })
    assert.equal(keyOf(await pages.follow(answer)), key)
    const late = await pages.follow(answer)
    app().clock.advance({ minutes: 1 })
    // The proof that the sign-in was is over by then, too.
    const asked = await pages.submit(late, 'Enable 2FA', { code: '000000' })
    const over = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
    assert.equal(over.location, `${start}?notice=setup-over`)
    assert.match((await pages.follow(over)).text, /That QR code is no longer valid/)
    assert.equal((await pages.follow(answer)).location, `${start}?notice=setup-over`)
  })

  it('show it to no other session of the same user, whatever is sent', async () => {
    const user = await app().user()
    const [pages, others] = [await signedIn(user), await signedIn(user)]
    const answer = await pages.submit(await pages.get(start), 'Use Authenticator')
    const offer = await pages.follow(answer)
    setupOf(offer)
    assert.equal((await others.follow(answer)).location, `${start}?notice=setup-over`)
    const ref = new URL(answer.location ?? '', 'http://localhost').searchParams.get('setup') ?? ''
    const token = (await others.get(start)).forms.find(({ action }) => action.endsWith('/authenticator'))
    const fields = { 'form-token': token?.fields['form-token'] ?? '', setup: ref, code: '000000' }
    const wrong = await others.send(`${start}/authenticator/confirmation`, fields)
    assert.equal(wrong.status, 401)
    assert.ok(!shows(wrong))
    assert.doesNotMatch(wrong.html, /setup-key/)
  })

  it('show it with no form that comes too late once the proof is over (a secret read with a stolen cookie)', async () => {
    const pages = await signedIn()
    app().clock.advance({ minutes: 5 })
    const answer = await pages.submit(await pages.get(start), 'Use Authenticator')
    const key = keyOf(await pages.follow(answer))
    const setup = new URL(answer.location ?? '', origin).searchParams.get('setup') ?? ''
    const sendLate = () =>
      pages.send(
        `${start}/authenticator/confirmation`,
        { 'form-token': 'x', setup },
        { headers: { 'Sec-Fetch-Site': 'same-origin' } },
      )
    assert.equal(keyOf(await sendLate()), key)
    app().clock.advance({ minutes: 6 })
    const late = await sendLate()
    assert.deepEqual([late.status, shows(late)], [303, false])
    assert.doesNotMatch(late.html, /setup-key/)
    assert.equal(late.location, `${start}/authenticator?notice=stale`)
    assert.match((await pages.follow(late)).location ?? '', /^\/auth\/account\/reauthentication\?to=/)
    const asked = await pages.follow(await pages.follow(answer))
    const back = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
    assert.equal(keyOf(await pages.follow(back)), key)
  })

  it('show it to whoever enrols on the way in, and to nobody who signs in beside them', async () => {
    const organizationId = `organization-${String(Math.random())}`
    const enforced = { policy: { mfa: { enforceMfa: true } }, switchedOn: {} }
    await app().store.commit([
      app().store.policies.put(`organization:${organizationId}`, enforced, {
        version: 0,
        at: app().clock.now(),
      }),
    ])
    const { username } = await app().user({ organizationId })
    const enter = async () => {
      const pages = pageClient(app(), app().client())
      const form = await pages.get('/auth/sign-in')
      const answer = await pages.submit(form, 'Sign in', { username, password: app().password })
      return { pages, choice: await pages.follow(answer) }
    }
    const [one, other] = [await enter(), await enter()]
    const answer = await one.pages.submit(one.choice, 'Use Authenticator')
    const offer = await one.pages.follow(answer)
    const wrong = await one.pages.submit(offer, 'Enable 2FA', { code: '000000' })
    assert.equal(keyOf(wrong), keyOf(offer))
    setupOf(offer)
    assert.ok(!shows(await other.pages.follow(answer)))
  })
}

function keyOf(page: PageView): string {
  const key = /id="setup-key"[^>]*value="([^"]*)"/.exec(page.html)?.[1]
  assert.ok(key, page.text)
  return key
}
