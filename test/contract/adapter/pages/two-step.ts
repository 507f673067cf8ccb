import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../../src/index.js'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { origin } from '../../../support/app.js'
import { softwareAuthenticator } from '../../../support/authenticator.js'
import { enrolApp, enrolKey, touch } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { newPassword, noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import { codeAt } from '../../../support/totp.js'

const codePattern = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g

export function twoStepPagesContract(framework: Framework): void {
  describe('the pages for 2-step verification', () => {
    const app = appFor(framework, { pages: accountPages(), options: { passkeys: true } })
    const browser = (): PageClient => pageClient(app(), app().client())
    const signedIn = async (user?: UserRow): Promise<PageClient> =>
      pageClient(app(), await app().signedIn(user))

    const enter = async (
      { username }: UserRow,
      password = app().password,
    ): Promise<[PageClient, PageView]> => {
      const pages = browser()
      return [pages, await pages.submit(await pages.get('/auth/sign-in'), 'Sign in', { username, password })]
    }

    /** The setup key of a page, and what an app would show for it now. */
    function setupOf(page: PageView): { code(): string } {
      const secret = /id="setup-key"[^>]*value="([^"]*)"/.exec(page.html)?.[1]?.replaceAll(' ', '') ?? ''
      noteSecret(secret)
      return { code: () => codeAt(secret, app().clock.now()) }
    }

    function codesOf(page: PageView): readonly string[] {
      const codes = [...new Set(page.text.match(codePattern) ?? [])]
      codes.forEach(noteSecret)
      return codes
    }

    /** An organisation whose policy can be set. */
    async function organization() {
      const organizationId = `organization-${String(Math.random())}`
      const admin = await app().admin()
      await enrolApp(app(), admin)
      const { device } = await enrolKey(admin)
      return {
        member: () => app().user({ organizationId }),
        async demand(mfa: object) {
          await touch(admin, '/session/reauthentication/security-key', { device })
          const path = `/admin/policies/organizations/${organizationId}`
          assert.equal((await admin.put(path, { mfa })).status, 200)
        },
      }
    }

    async function demanding(mfa: object): Promise<UserRow> {
      const { member, demand } = await organization()
      await demand(mfa)
      return member()
    }

    it('set an authenticator app up, and show recovery codes once', async () => {
      const pages = await signedIn()
      const off = await pages.get('/auth/account/two-step')
      assert.match(off.heading, /^2-step verification Off$/)
      const offer = await pages.submit(off, 'Use Authenticator')
      const phone = setupOf(offer)
      assert.match(offer.html, /<svg [^>]*viewBox/)
      const wrong = await pages.submit(offer, 'Enable 2FA', { code: '000000' })
      assert.equal(wrong.status, 401)
      assert.doesNotMatch(wrong.html, /<svg|setup-key/)
      const done = await pages.submit(wrong, 'Enable 2FA', { code: phone.code() })
      assert.deepEqual([done.status, done.heading], [200, 'MFA setup successful'])
      assert.equal(codesOf(done).length, 10)
      const again = await pages.submit(wrong, 'Enable 2FA', { code: phone.code() })
      assert.equal(again.location, '/auth/account/two-step?notice=sent-already')
      const on = await pages.get('/auth/account/two-step')
      assert.match(on.heading, /^2-step verification On$/)
      assert.match(on.text, /10 of 10 left/)
    })

    it('make new recovery codes, and warn when few are left', async () => {
      const owner = await app().signedIn()
      const { recoveryCodes } = await enrolApp(app(), owner)
      const pages = pageClient(app(), owner)
      for (const recoveryCode of recoveryCodes.slice(0, 7)) {
        await owner.post('/session/reauthentication', { recoveryCode })
      }
      assert.match((await pages.get('/auth/account/two-step')).text, /only a few recovery codes left/)
      const asked = await pages.get('/auth/account/two-step/recovery-codes')
      const shown = await pages.submit(asked, 'Make new codes')
      assert.equal(shown.heading, 'Your new recovery codes')
      assert.equal(codesOf(shown).length, 10)
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
      assert.match((await pages.follow(off)).text, /2-step verification is off/)
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
      assert.equal((await pages.get('/auth/account/two-step/security-keys/other')).status, 404)
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
      const done = await pages.submit(bad, 'Add security key', { name: 'Desk', response })
      assert.equal(done.heading, 'MFA setup successful')
      codesOf(done)
    })

    it('take a user whom the policy stops at the door straight to setting a factor up', async () => {
      const user = await demanding({ enforceMfa: true })
      const [pages, answer] = await enter(user)
      assert.equal(answer.location, '/auth/sign-in/enrol')
      const choice = await pages.follow(answer)
      assert.equal(choice.heading, 'Set up 2-step verification')
      const offer = await pages.submit(choice, 'Use Authenticator')
      const done = await pages.submit(offer, 'Enable 2FA', { code: setupOf(offer).code() })
      assert.equal(done.heading, 'MFA setup successful')
      codesOf(done)
      assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
    })

    it('offer only a security key where only that will do', async () => {
      const user = await demanding({ enforceSecurityKey: true })
      const [pages, answer] = await enter(user)
      const choice = await pages.follow(answer)
      assert.deepEqual(choice.forms, [])
      assert.match(choice.text, /requires a security key/)
      const form = await pages.get('/auth/sign-in/enrol/security-keys/new')
      const options = (await pages.client.post('/mfa/security-keys/options', {})).body
      const response = JSON.stringify(softwareAuthenticator().register(options as object, { origin }))
      const done = await pages.submit(form, 'Add security key', { name: 'Desk', response })
      assert.equal(done.heading, 'MFA setup successful')
      codesOf(done)
      assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
    })

    it('lead a session that the policy has overtaken to what is missing', async () => {
      const user = await demanding({ enforceMfa: true, graceDays: 1 })
      const pages = await signedIn(user)
      assert.match(
        (await pages.get('/auth/account/two-step')).text,
        /requires a second factor from 16 Jan 2026/,
      )
      app().clock.advance({ hours: 11 })
      await pages.get('/auth/account/api-keys')
      app().clock.advance({ hours: 11 })
      await pages.get('/auth/account/api-keys')
      app().clock.advance({ hours: 3 })
      const answer = await pages.get('/auth/account/api-keys')
      assert.equal(answer.location, '/auth/account/two-step')
      const page = await pages.follow(answer)
      assert.match(page.text, /Set one up to go on/)
      const asked = await pages.submit(page, 'Use Authenticator')
      assert.equal(asked.heading, 'Confirm it’s you')
      const offer = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
      codesOf(await pages.submit(offer, 'Enable 2FA', { code: setupOf(offer).code() }))
      assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
    })

    it('ask for the key that the policy demands where the session came in without it', async () => {
      const { member, demand } = await organization()
      const user = await member()
      const owner = await app().signedIn(user)
      const phone = await enrolApp(app(), owner)
      const { device } = await enrolKey(owner)
      const [pages] = await enter(user)
      const step = await pages.get('/auth/sign-in/second-step?method=totp')
      await pages.submit(step, 'Verify', { code: phone.code() })
      await demand({ enforceSecurityKey: true })
      const answer = await pages.get('/auth/account/api-keys')
      assert.equal(answer.location, '/auth/account/reauthentication?to=%2Fauth%2Faccount%2Fapi-keys')
      const asked = await pages.follow(answer)
      const options = (await pages.client.post('/session/reauthentication/security-key/options', {})).body
      const response = JSON.stringify(device.assert(options as object, { origin }))
      const wrong = await pages.submit(asked, 'Use security key', { 'proof-response': '{}' })
      assert.match(wrong.text, /didn’t answer as expected/)
      const proved = await pages.submit(wrong, 'Use security key', { 'proof-response': response })
      assert.equal(proved.location, '/auth/account/api-keys')
      assert.equal((await pages.follow(proved)).status, 200)
    })

    it('keep what the policy demands, and say why', async () => {
      const user = await demanding({ enforceMfa: true })
      const [pages, answer] = await enter(user)
      const offer = await pages.submit(await pages.follow(answer), 'Use Authenticator')
      codesOf(await pages.submit(offer, 'Enable 2FA', { code: setupOf(offer).code() }))
      for (const [path, button] of [
        ['authenticator/removal', 'Remove Authenticator app'],
        ['off', 'Turn off 2-step Verification'],
      ] as const) {
        const asked = await pages.get(`/auth/account/two-step/${path}`)
        const refused = await pages.submit(asked, button)
        assert.equal(refused.status, 409)
        assert.match(refused.text, /Your organization requires this/)
      }
    })
  })

  describe('the pages for sessions and the password', () => {
    const app = appFor(framework, { pages: accountPages() })

    it('end one session, and all others', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      const others = [await app().signedIn(user), await app().signedIn(user), await app().signedIn(user)]
      const list = await pages.get('/auth/account/sessions')
      assert.match(list.text, /This session/)
      const ended = await pages.submit(list, 'Sign out Unknown device')
      assert.match((await pages.follow(ended)).text, /That session is signed out/)
      const asked = await pages.get('/auth/account/sessions/others')
      const all = await pages.submit(asked, 'Sign out all other sessions')
      assert.match((await pages.follow(all)).text, /All other sessions are signed out/)
      for (const other of others) assert.equal((await other.get('/session')).status, 401)
      assert.equal((await pages.get('/auth/account/sessions')).status, 200)
    })

    it('tell what happened', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      const page = await pages.get('/auth/account/activity')
      assert.match(page.text, /Signed in 15 Jan 2026, 12:00 UTC from 127\.0\.0\.1/)
    })

    it('show lists a page at a time', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      for (let i = 0; i < 60; i++) await app().signedIn(user)
      const first = await pages.get('/auth/account/activity')
      const [, older = ''] = /href="([^"]*cursor=[^"]*)"/.exec(first.html) ?? []
      const second = await pages.get(older)
      assert.equal(second.html.match(/<li class="kw-row">/g)?.length, 11)
      assert.match(second.text, /Back to the newest/)
      assert.equal((await pages.get('/auth/account/activity?cursor=%22%3E')).status, 422)
    })

    it('change the password, asking for the present one once', async () => {
      const user = await app().user()
      const pages = pageClient(app(), await app().signedIn(user))
      const elsewhere = await app().signedIn(user)
      app().clock.advance({ minutes: 11 })
      const page = await pages.get('/auth/account/password')
      const next = newPassword()
      const typed = { 'proof-password': app().password, newPassword: next, newPasswordAgain: next }
      for (const [change, status, message] of [
        [{ newPasswordAgain: `${next}x` }, 422, /The two don’t match/],
        [{ newPassword: 'short', newPasswordAgain: 'short' }, 422, /This is too short/],
        [{ 'proof-password': 'certainly not this one' }, 401, /isn’t right/],
      ] as const) {
        const answer = await pages.submit(page, 'Change password', { ...typed, ...change })
        assert.equal(answer.status, status, JSON.stringify(Object.keys(change)))
        assert.match(answer.text, message)
        assert.ok(!answer.html.includes(next))
      }
      const done = await pages.submit(page, 'Change password', typed)
      assert.match((await pages.follow(done)).text, /Your password was changed/)
      assert.equal((await elsewhere.get('/session')).status, 401)
      const { username } = user
      assert.equal((await app().client().post('/session', { username, password: next })).status, 201)
    })

    it('show the form again once a second factor was asked for in between: no secret is sent along', async () => {
      const owner = await app().signedIn()
      const phone = await enrolApp(app(), owner)
      const pages = pageClient(app(), owner)
      app().clock.advance({ minutes: 11 })
      const next = newPassword()
      const typed = { 'proof-password': app().password, newPassword: next, newPasswordAgain: next }
      const asked = await pages.submit(await pages.get('/auth/account/password'), 'Change password', typed)
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.ok(!asked.html.includes(next))
      const form = await pages.submit(asked, 'Confirm', { 'proof-code': phone.code() })
      assert.deepEqual([form.status, form.heading], [200, 'Change password'])
      const done = await pages.submit(form, 'Change password', typed)
      assert.equal(done.location, '/auth/account/two-step?done=password.changed')
    })

    it('lead somebody with a temporary password to choosing another, and nowhere else', async () => {
      const admin = await app().admin()
      const user = await app().user()
      const { temporaryPassword } = (await admin.post(`/admin/users/${user.id}/password`, {})).body
      const pages = pageClient(app(), app().client())
      const signIn = await pages.get('/auth/sign-in')
      const { username } = user
      const answer = await pages.submit(signIn, 'Sign in', { username, password: temporaryPassword })
      assert.equal(answer.location, '/auth/account')
      for (const path of ['api-keys', 'sessions', 'two-step/off']) {
        assert.equal((await pages.get(`/auth/account/${path}`)).location, '/auth/account/password')
      }
      const page = await pages.get('/auth/account/password')
      assert.match(page.text, /temporary password/)
      const next = newPassword()
      const typed = { 'proof-password': temporaryPassword, newPassword: next, newPasswordAgain: next }
      assert.equal((await pages.submit(page, 'Change password', typed)).status, 303)
      assert.equal((await pages.get('/auth/account/api-keys')).status, 200)
    })
  })
}
