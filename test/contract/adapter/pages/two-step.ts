import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import { enrolApp } from '../../../support/factors.js'
import type { Framework } from '../../../support/host.js'
import { pageClient } from '../../../support/page-client.js'
import { newPassword } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'
import { factorPagesContract } from './two-step/factors.js'
import { demandedFactorPagesContract } from './two-step/demanded.js'
import { twoStepScene } from './two-step/scene.js'
import { waitingAppPagesContract } from './two-step/waiting-app.js'

export function twoStepPagesContract(framework: Framework): void {
  describe('the pages for 2-step verification', () => {
    const app = appFor(framework, { pages: accountPages(), options: { passkeys: true } })
    const scene = twoStepScene(app)
    factorPagesContract(app, scene)
    demandedFactorPagesContract(app, scene)
    waitingAppPagesContract(app, scene)
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

    it('the page for activity tells what happened to the account', async () => {
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
        [{ newPasswordAgain: `${next}x` }, 422, /The passwords don’t match/],
        [{ newPassword: 'short', newPasswordAgain: 'short' }, 422, /Use at least 15 characters/],
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

    it('say that the new password is the present one', async () => {
      const pages = pageClient(app(), await app().signedIn())
      const typed = { 'proof-password': app().password, newPassword: app().password }
      const same = { ...typed, newPasswordAgain: app().password }
      const refused = await pages.submit(await pages.get('/auth/account/password'), 'Change password', same)
      assert.equal(refused.status, 422)
      assert.match(refused.text, /New password: This is your current password/)
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
      assert.equal(done.location, '/auth/account/password?done=password.changed')
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
