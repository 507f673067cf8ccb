import assert from 'node:assert/strict'
import { it } from 'mocha'
import { enrolApp } from '../../../../support/factors.js'
import type { App } from '../../../../support/app.js'
import type { SignInPagesScene } from './scene.js'

/** The second step on a page. */
export function secondStepPageContract(app: () => App, { browser, signIn }: SignInPagesScene): void {
  it('take a second step, one method at a time, without a script', async () => {
    const user = await app().user()
    const phone = await enrolApp(app(), await app().signedIn(user))
    const [pages, answer] = await signIn(user.username, '/reports')
    assert.equal(answer.location, '/auth/sign-in/second-step?to=%2Freports')
    const step = await pages.follow(answer)
    assert.match(step.text, /Enter the 6-digit code from your authenticator app/)
    const wrong = await pages.submit(step, 'Verify', { code: '000 000' })
    assert.equal(wrong.status, 401)
    assert.match(wrong.text, /That code isn’t right/)
    const right = await pages.submit(wrong, 'Verify', { code: phone.code() })
    assert.deepEqual([right.status, right.location], [303, '/reports'])
    assert.equal((await pages.get('/auth/account/sessions')).status, 200)
  })

  it('the second step takes a recovery code in the place of the app’s', async () => {
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
}
