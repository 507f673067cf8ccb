import assert from 'node:assert/strict'
import { it } from 'mocha'
import { origin } from '../../../../support/app.js'
import { softwareAuthenticator } from '../../../../support/authenticator.js'
import { enrolApp, enrolKey } from '../../../../support/factors.js'
import { pageClient } from '../../../../support/page-client.js'
import type { App } from '../../../../support/app.js'
import type { TwoStepScene } from './scene.js'

/** Setting factors up and removing them. */
export function factorPagesContract(
  app: () => App,
  { signedIn, setupOf, codesOf, begin }: TwoStepScene,
): void {
  it('set an authenticator app up, and show recovery codes once', async () => {
    const pages = await signedIn()
    const off = await pages.get('/auth/account/two-step')
    assert.equal(off.heading, 'Manage MFA Settings')
    assert.match(off.text, /2-Step Verification Off/)
    const offer = await begin(pages, off)
    const phone = setupOf(offer)
    assert.match(offer.html, /<svg (?!class="kw-icon")[^>]*viewBox/)
    const done = await pages.make(offer, 'Enable 2FA', { code: phone.code() })
    assert.deepEqual([done.status, done.heading], [200, 'MFA setup successful'])
    assert.equal(codesOf(done).length, 10)
    const again = await pages.submit(offer, 'Enable 2FA', { code: phone.code() })
    assert.equal(again.location, '/auth/account/two-step?notice=sent-already')
    const on = await pages.get('/auth/account/two-step')
    assert.match(on.text, /2-Step Verification On/)
    assert.match(on.text, /10 of 10 left/)
  })

  it('make new recovery codes, and warn when few are left', async () => {
    const owner = await app().signedIn()
    const { recoveryCodes } = await enrolApp(app(), owner)
    const pages = pageClient(app(), owner)
    for (const recoveryCode of recoveryCodes.slice(0, 7)) {
      await owner.post('/session/reauthentication', { recoveryCode })
    }
    assert.match((await pages.get('/auth/account/two-step')).text, /running out of recovery codes/)
    const asked = await pages.get('/auth/account/two-step/recovery-codes')
    const shown = await pages.make(asked, 'Make new codes')
    assert.equal(shown.heading, 'Your new recovery codes')
    const codes = codesOf(shown)
    assert.equal(codes.length, 10)
    assert.match(shown.html, /<button[^>]*\sdata-save="recovery-codes"[^>]*\sdata-needs-script\s+hidden/)
    for (const [, address = ''] of shown.html.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
      assert.ok(!codes.some((code) => address.includes(code)))
    }
    assert.equal((await pages.submit(asked, 'Make new codes')).status, 303)
    assert.match((await pages.get('/auth/account/two-step')).text, /10 of 10 left/)
  })

  it('remove the app, and turn everything off', async () => {
    const owner = await app().signedIn()
    await enrolApp(app(), owner)
    await enrolKey(owner, { name: 'Desk' })
    const pages = pageClient(app(), owner)
    const asked = await pages.get('/auth/account/two-step/authenticator/removal')
    const removed = await pages.submit(asked, 'Remove Authenticator app')
    assert.match((await pages.follow(removed)).text, /Removed the authenticator app/)
    const off = await pages.submit(
      await pages.get('/auth/account/two-step/off'),
      'Turn off 2-step Verification',
    )
    assert.match((await pages.follow(off)).text, /2-Step Verification is off/)
    assert.equal((await owner.get('/mfa')).body.enabled, false)
    const none = await pages.submit(asked, 'Remove Authenticator app')
    assert.deepEqual([none.status, none.heading], [404, 'Not found'])
  })

  it('rename and remove a security key', async () => {
    const owner = await app().signedIn()
    const { id } = await enrolKey(owner, { name: 'Desk' })
    const pages = pageClient(app(), owner)
    const form = await pages.get(`/auth/account/two-step/security-keys/${id}`)
    assert.equal((await pages.submit(form, 'Save', { name: '' })).status, 422)
    const renamed = await pages.submit(form, 'Save', { name: 'Drawer' })
    assert.match((await pages.follow(renamed)).text, /Renamed to “Drawer”/)
    const asked = await pages.get(`/auth/account/two-step/security-keys/${id}/removal`)
    assert.equal(asked.heading, 'Remove “Drawer”?')
    const removed = await pages.submit(asked, 'Remove security key')
    assert.match((await pages.follow(removed)).text, /Removed “Drawer”/)
    const gone = await pages.get('/auth/account/two-step/security-keys/other')
    assert.equal(gone.location, '/auth/account/two-step?notice=gone')
  })

  it('add a security key with what a browser answers', async () => {
    const owner = await app().signedIn()
    const pages = pageClient(app(), owner)
    const form = await pages.get('/auth/account/two-step/security-keys/new')
    const options = (await owner.post('/mfa/security-keys/options', {})).body
    const response = JSON.stringify(softwareAuthenticator().register(options as object, { origin }))
    const bad = await pages.submit(form, 'Add security key', { name: 'Desk', response: '{}' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /didn’t answer as expected/)
    const done = await pages.make(bad, 'Add security key', { name: 'Desk', response })
    assert.equal(done.heading, 'MFA setup successful')
    codesOf(done)
  })
}
