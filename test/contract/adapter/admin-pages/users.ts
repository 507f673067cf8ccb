import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { pageClient } from '../../../support/page-client.js'
import { invalidToken } from '../../../support/problems.js'
import { newPassword } from '../../../support/secrets.js'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { hostile, root } from './scene.js'

export function usersPageContract(app: () => App, { administrator, shownOnce }: AdminPagesScene): void {
  describe('the page for users', () => {
    const path = `${root}/users`
    const newName = () => `user-${Math.random().toString(36).slice(2)}`

    it('adds a user with a temporary password, shown once', async () => {
      const pages = await administrator()
      const form = await pages.get(`${path}/new`)
      const username = newName()
      const asked = { username, displayName: hostile, organizationId: hostile.slice(0, 64) }
      const fields = { ...asked, firstSignIn: 'password' }
      const made = await pages.make(form, 'Add user', fields)
      assert.equal(made.status, 200)
      const password = shownOnce(made)
      assert.ok(!made.html.includes('<script>alert'))
      const visitor = app().client()
      assert.equal((await visitor.post('/session', { username, password })).status, 201)
      assert.equal((await visitor.get('/api-keys')).body.code, 'password_change_required')
      assert.equal((await pages.submit(form, 'Add user', fields)).location, `${path}?notice=sent-already`)
      const list = await pages.get(path)
      for (const text of [username, hostile, 'No second factor']) assert.ok(list.text.includes(text))
    })

    it('adds a user with an invitation, whose link is shown once, unless a password is asked for', async () => {
      const pages = await administrator()
      const username = newName()
      const page = await pages.make(await pages.get(`${path}/new`), 'Add user', { username })
      const [, code = ''] = shownOnce(page).split('/one-time-links/invitation#')
      const visitor = app().client()
      const password = newPassword()
      const sent = await visitor.post('/one-time-links/invitation', { code, newPassword: password })
      assert.equal(sent.status, 204)
      assert.equal((await visitor.post('/session', { username, password })).status, 201)
      assert.equal((await visitor.get('/api-keys')).status, 200)
    })

    it('keeps the choice of a first sign-in where something else was wrong, and shows a link once', async () => {
      const pages = await administrator()
      const form = await pages.get(`${path}/new`)
      assert.equal(form.forms.at(-1)?.fields['first-sign-in'], 'invitation')
      const wrong = await pages.submit(form, 'Add user', { username: '', firstSignIn: 'password' })
      assert.deepEqual([wrong.status, wrong.forms.at(-1)?.fields['first-sign-in']], [422, 'password'])
      const username = newName()
      const made = await pages.make(wrong, 'Add user', { username, firstSignIn: 'invitation' })
      const url = shownOnce(made)
      assert.ok(!made.text.includes('It is being sent to them as well'))
      const { id } = (await pages.client.get(`/admin/users?q=${username}`)).body.items[0]
      const told = app().events.filter(({ subject }) => subject?.id === id)
      assert.deepEqual(
        told.map(({ type }) => type),
        ['user.created', 'one_time_link.created'],
      )
      const again = await pages.get(`${path}/${String(id)}?made=${String(id)}&what=invitation`)
      assert.ok(!again.html.includes(url) && /was shown once/.test(again.text))
    })

    it('says what is wrong with a new user', async () => {
      const pages = await administrator()
      const { user } = app()
      const { username } = await user()
      for (const [fields, status, said] of [
        [{ username }, 409, /There is a user with this name/],
        [{ username: '' }, 422, /User name: Fill this in/],
        [{ username: 'a b' }, 422, /User name: /],
        [{ username: newName(), displayName: 'a\u0007' }, 422, /Display name \(optional\): /],
      ] as const) {
        const refused = await pages.submit(await pages.get(`${path}/new`), 'Add user', fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [status, true], refused.text)
      }
    })

    it('finds one by name, and changes what is known', async () => {
      const pages = await administrator()
      const user = await app().user()
      const found = await pages.get(`${path}?q=${user.username.slice(2).toUpperCase()}`)
      assert.ok(found.text.includes(user.username) && found.text.includes('1 entry'))
      assert.match((await pages.get(`${path}?q=nobody-at-all`)).text, /Nothing found/)
      const page = await pages.get(`${path}/${user.id}`)
      const changed = { displayName: 'Ada', organizationId: 'acme', admin: 'on' }
      const saved = await pages.follow(await pages.submit(page, 'Save', changed))
      assert.ok(saved.text.includes(`Saved “${user.username}”`))
      const { body } = await pages.client.get(`/admin/users/${user.id}`)
      assert.deepEqual([body.displayName, body.organizationId, body.admin], ['Ada', 'acme', true])
      const again = await pages.get(`${path}/${user.id}`)
      const empty = { displayName: '', organizationId: '', admin: undefined }
      await pages.submit(again, 'Save', empty)
      const after = (await pages.client.get(`/admin/users/${user.id}`)).body
      assert.deepEqual([after.displayName, after.organizationId, after.admin], [null, null, false])
    })

    it('narrows and sorts the list, and leads on and back', async () => {
      const pages = await administrator()
      const organizationId = newName()
      for (let n = 0; n < 52; n++) {
        await app().user({ organizationId, username: `${organizationId}-${String(n).padStart(2, '0')}` })
      }
      const first = await pages.get(`${path}?organization=${organizationId}&sort=username`)
      assert.ok(first.text.includes('1–50 of 52') && first.text.includes(`${organizationId}-00`))
      const to = (page: { readonly html: string }, name: string): string =>
        new RegExp(`href="([^"]*)"\\s*>${name}<`).exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const second = await pages.get(to(first, 'Next'))
      assert.ok(second.text.includes('51–52 of 52') && second.text.includes(`${organizationId}-51`))
      const back = await pages.get(to(second, 'Previous'))
      assert.ok(back.text.includes('1–50 of 52'))
      const asleep = await pages.get(`${path}?organization=${organizationId}&status=disabled`)
      assert.match(asleep.text, /Nothing found/)
      assert.equal((await pages.get(`${path}?status=asleep`)).status, 422)
    })

    it('shows what a user holds, where they are signed in and what happened last', async () => {
      const pages = await administrator()
      const client = await app().signedIn()
      await client.post('/api-keys', { name: hostile })
      await client.post('/session/reauthentication', { password: 'not this one, surely' })
      const page = await pages.get(`${path}/${client.user.id}`)
      for (const text of ['Sessions', hostile, 'A wrong password was typed', 'from 127.0.0.1']) {
        assert.ok(page.text.includes(text), text)
      }
      assert.ok(!page.html.includes('<script>alert'))
      const oneself = await app().admin()
      const own = await pageClient(app(), oneself).get(`${path}/${oneself.user.id}`)
      assert.ok(own.text.includes('This session'))
    })

    it('disables, enables, signs out and deletes, each once confirmed', async () => {
      const pages = await administrator()
      const client = await app().signedIn()
      const { key } = (await client.post('/api-keys', { name: 'a' })).body
      const { id, username } = client.user
      const act = async (name: string, button: string, said: string): Promise<void> => {
        const ask = await pages.get(`${path}/${id}/${name}`)
        assert.ok(ask.heading.includes(username))
        const done = await pages.follow(await pages.submit(ask, button))
        assert.ok(done.text.includes(said), done.text)
      }
      await act('end-sessions', 'Sign out everywhere', `“${username}” is signed out everywhere`)
      assert.equal((await client.get('/session')).status, 401)
      await act('disable', 'Disable user', `“${username}” is disabled`)
      invalidToken(await app().client().get('/credential', { bearer: key }))
      await act('enable', 'Enable user', `“${username}” is enabled`)
      assert.equal((await app().client().get('/credential', { bearer: key })).status, 200)
      await act('deletion', 'Delete user', `Deleted “${username}”`)
      assert.equal((await pages.get(`${path}/${id}`)).location, `${path}?notice=gone`)
    })

    it('resets a password, shown once, and a second factor, with a reason', async () => {
      const pages = await administrator()
      const user = await app().user()
      const ask = await pages.get(`${path}/${user.id}/password`)
      const password = shownOnce(await pages.make(ask, 'Reset password'))
      assert.equal((await pages.submit(ask, 'Reset password')).location, `${path}?notice=sent-already`)
      const { username } = user
      assert.equal((await app().client().post('/session', { username, password })).status, 201)
      const why = await pages.get(`${path}/${user.id}/mfa-reset`)
      const blank = await pages.submit(why, 'Reset 2-step verification', { reason: ' ' })
      assert.deepEqual([blank.status, /Reason: Fill this in/.test(blank.text)], [422, true])
      const done = await pages.submit(why, 'Reset 2-step verification', { reason: 'called back' })
      assert.ok((await pages.follow(done)).text.includes(`2-step verification of “${username}” is reset`))
      assert.equal(app().events.findLast(({ type }) => type === 'mfa.reset')?.note, 'called back')
    })

    it('lets nobody reset, disable or delete themselves', async () => {
      const client = await app().admin()
      const pages = pageClient(app(), client)
      const own = `${path}/${client.user.id}`
      const page = await pages.get(own)
      assert.ok(!page.html.includes(`${own}/deletion`))
      for (const name of ['password', 'mfa-reset', 'disable', 'end-sessions', 'deletion']) {
        const { fields = {} } = (await pages.get(`${own}/${name}`)).forms.at(-1) ?? {}
        const refused = await pages.send(`${own}/${name}`, { ...fields, reason: 'x' })
        assert.equal(refused.status, 403, name)
      }
    })
  })
}
