import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../../support/app.js'
import { enrolApp, enrolKey, touch } from '../../../../support/factors.js'
import type { PageClient, PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import { newPassword as newPasswordOf, noteSecret } from '../../../../support/secrets.js'
import { signInPagesScene } from '../sign-in/scene.js'
import { twoStepScene } from '../two-step/scene.js'
import type { ActivationScene } from './scene.js'
import { signInFor } from './scene.js'

/** Whatever stands between somebody and the page: it leads to the request all the same, with its code. */
export function activationOnTheWayContract(app: () => App, { signedIn, program }: ActivationScene): void {
  const { browser, signIn } = signInPagesScene(app)
  const { begin, setupOf, codesOf } = twoStepScene(app)

  /** An organisation that may demand a factor of its members. */
  async function organization() {
    const admin = await app().admin()
    const { device } = await enrolKey(admin)
    await touch(admin, '/session/reauthentication/security-key', { device })
    const organizationId = `strict-${admin.user.id}`
    return {
      member: () => app().user({ organizationId }),
      async demand() {
        const path = `/admin/policies/organizations/${organizationId}`
        assert.equal((await admin.put(path, { mfa: { enforceMfa: true, graceDays: 0 } })).status, 200)
      },
    }
  }

  /** Sets an authenticator app up, after which the request is what comes next. */
  async function assertEnrolsAndGoesOn(pages: PageClient, page: PageView, userCode: string): Promise<void> {
    const offer = await begin(pages, page)
    const codes = await pages.make(offer, 'Enable 2FA', { code: setupOf(offer).code() })
    codesOf(codes)
    const onwards = codes.forms.find(({ buttons }) => buttons.includes('Continue'))
    assert.deepEqual([onwards?.action, onwards?.fields], ['/auth/activate', { user_code: userCode }])
  }

  it('leads to the sign-in and back to the request', async () => {
    const { username } = await app().user()
    const { url } = await program()
    assert.equal((await browser().get(url)).location, signInFor(url))
    const [pages, answer] = await signIn(username, url)
    assert.equal(answer.location, url)
    assert.equal((await pages.follow(answer)).heading, 'Let Acme CLI use your account?')
  })

  it('leads over the second step', async () => {
    const user = await app().user()
    const phone = await enrolApp(app(), await app().signedIn(user))
    const { url } = await program()
    const [pages, half] = await signIn(user.username, url)
    const step = await pages.follow(half)
    const answer = await pages.submit(step, 'Verify', { code: phone.code() })
    assert.equal(answer.location, url)
  })

  it('leads over the factor that a policy demands at the door', async () => {
    const { demand, member } = await organization()
    await demand()
    const { username } = await member()
    const { url, userCode } = await program()
    const [pages, ticket] = await signIn(username, url)
    await assertEnrolsAndGoesOn(pages, await pages.follow(ticket), userCode)
    assert.equal((await pages.get(url)).heading, 'Let Acme CLI use your account?')
  })

  it('leads over the factor that a policy demands of somebody who is signed in', async () => {
    const { demand, member } = await organization()
    const pages = await signedIn(await member())
    await demand()
    const { url, userCode } = await program()
    const led = await pages.get(url)
    assert.equal(led.location, `/auth/account/two-step?${new URLSearchParams({ to: url }).toString()}`)
    await assertEnrolsAndGoesOn(pages, await pages.follow(led), userCode)
  })

  it('leads over the change of a password that is good for nothing else', async () => {
    const { id, username } = await app().user()
    const { temporaryPassword } = await app().keyward.users.resetPassword(id)
    const password = temporaryPassword.reveal()
    noteSecret(password)
    const { url } = await program()
    const pages = browser()
    const page = await pages.follow(await pages.get(url))
    const answer = await pages.submit(page, 'Sign in', { username, password })
    const led = await pages.follow(answer)
    assert.equal(led.location, `/auth/account/password?${new URLSearchParams({ to: url }).toString()}`)
    const newPassword = newPasswordOf()
    const fields = { 'proof-password': password, newPassword, newPasswordAgain: newPassword }
    const changed = await pages.submit(await pages.follow(led), 'Change password', fields)
    assert.equal(changed.location, `${url}&done=password.changed`, changed.text)
  })

  it('asks for a proof in place where the last one is too old, and goes on with what was chosen', async () => {
    const pages = await signedIn()
    app().clock.advance({ minutes: 11 })
    const { url, poll } = await program()
    const page = await pages.get(url)
    const asked = await pages.submit(page, 'Allow', { 'scope-0': undefined, expiresInHours: '1' })
    assert.equal(asked.heading, 'Confirm it’s you')
    assert.equal((await poll()).error, 'authorization_pending')
    const answer = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
    assert.equal((await pages.follow(answer)).heading, 'Acme CLI is connected')
    const token = await poll()
    assert.equal(token.scope, 'reports:write')
  })

  it('denies without a proof', async () => {
    const pages = await signedIn()
    app().clock.advance({ minutes: 11 })
    const { url, poll } = await program()
    assert.equal((await pages.submit(await pages.get(url), 'Deny')).status, 303)
    assert.equal((await poll()).error, 'access_denied')
  })

  it('leads back to the request where the session ended before the answer', async () => {
    const pages = await signedIn()
    const { url, poll } = await program()
    const page = await pages.get(url)
    await pages.client.delete('/session')
    for (const button of ['Allow', 'Deny']) {
      assert.equal((await pages.submit(page, button)).location, signInFor(url))
    }
    assert.equal((await poll()).error, 'authorization_pending')
  })

  it('gives an answer that was made for another session back, with nothing done', async () => {
    const user = await app().user()
    const client = await app().signedIn(user)
    const pages = pageClient(app(), client)
    const { url, poll } = await program()
    const page = await pages.get(url)
    await client.post('/session', { username: user.username, password: app().password })
    const headers = { 'Sec-Fetch-Site': 'same-origin' }
    const again = await pages.submit(page, 'Allow', { 'scope-1': undefined }, { headers })
    assert.deepEqual([again.status, again.heading], [403, 'Let Acme CLI use your account?'])
    assert.match(again.text, /Nothing was changed: check what you typed/)
    const denied = await pages.submit(page, 'Deny', {}, { headers })
    assert.equal(denied.html.match(/type="checkbox"[^>]*checked/g)?.length, 2)
    assert.equal((await poll()).error, 'authorization_pending')
    await pages.submit(again, 'Allow')
    assert.equal((await poll()).scope, 'reports:read')
  })
}
