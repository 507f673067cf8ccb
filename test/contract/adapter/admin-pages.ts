import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../src/pages/account-pages.js'
import type { Framework } from '../../support/host.js'
import type { PageClient, PageView } from '../../support/page-client.js'
import { pageClient } from '../../support/page-client.js'
import { invalidToken } from '../../support/problems.js'
import { noteSecret } from '../../support/secrets.js'
import { newKeys } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'

const hostile = `"><script>alert(1)</script>'\`&amp; \${x} {name} “quoted” مرحبا`
const root = '/auth/account/admin'
const paths = ['users', 'policies', 'hosts', 'grants', 'credentials', 'activity']

/** The pages for administrators. */
export function adminPagesContract(framework: Framework): void {
  const app = appFor(framework, { pages: accountPages() })
  const administrator = async (): Promise<PageClient> => pageClient(app(), await app().admin())

  /** The secret that a page shows once. */
  function shownOnce({ html }: PageView): string {
    const secret = /id="new-secret"[^>]*value="([^"]+)"/s.exec(html)?.[1]
    assert.ok(secret, 'the page shows no secret')
    noteSecret(secret)
    return secret
  }

  describe('the pages for administrators', () => {
    it('are refused to others, who do not see them in the navigation', async () => {
      const pages = pageClient(app(), await app().signedIn())
      assert.ok(!(await pages.get('/auth/account/api-keys')).html.includes('/account/admin/'))
      for (const path of paths) {
        const refused = await pages.get(`${root}/${path}`)
        assert.deepEqual([refused.status, refused.heading], [403, 'Not allowed'])
      }
      const sent = await pages.send(`${root}/users`, { username: 'x' })
      assert.equal(sent.status, 403)
    })

    it('stand in a group of their own in the navigation', async () => {
      const pages = await administrator()
      const { html } = await pages.get('/auth/account/api-keys')
      const [, group = ''] = /Administration<\/p>(.*?)<\/nav>/s.exec(html) ?? []
      assert.deepEqual(
        [...group.matchAll(/href="\/auth\/account\/admin\/([^"]*)"/g)].map(([, path]) => path),
        ['users', 'policies', 'hosts', 'credentials', 'activity'],
      )
      for (const path of paths) assert.equal((await pages.get(`${root}/${path}`)).status, 200)
    })

    it('lead back to where they were when the session has ended', async () => {
      const pages = await administrator()
      const page = await pages.get(`${root}/hosts/new`)
      pages.client.cookies.clear()
      const { location } = await pages.submit(page, 'Add host', { name: 'x' })
      assert.equal(location, `/auth/sign-in?to=${encodeURIComponent(`${root}/hosts`)}`)
    })
  })

  describe('the page for users', () => {
    const path = `${root}/users`
    const newName = () => `user-${Math.random().toString(36).slice(2)}`

    it('adds a user with a temporary password, shown once', async () => {
      const pages = await administrator()
      const form = await pages.get(`${path}/new`)
      const username = newName()
      const fields = { username, displayName: hostile, organizationId: hostile.slice(0, 64) }
      const made = await pages.submit(form, 'Add user', fields)
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
      const found = await pages.get(`${path}?user=${user.username.toUpperCase()}`)
      assert.ok(found.text.includes(user.username))
      assert.match((await pages.get(`${path}?user=nobody`)).text, /Nobody found/)
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
      assert.equal((await pages.get(`${path}/${id}`)).status, 404)
    })

    it('resets a password, shown once, and a second factor, with a reason', async () => {
      const pages = await administrator()
      const user = await app().user()
      const ask = await pages.get(`${path}/${user.id}/password`)
      const password = shownOnce(await pages.submit(ask, 'Reset password'))
      assert.equal((await pages.submit(ask, 'Reset password')).location, `${path}?notice=sent-already`)
      const { username } = user
      assert.equal((await app().client().post('/session', { username, password })).status, 201)
      const why = await pages.get(`${path}/${user.id}/mfa-reset`)
      const blank = await pages.submit(why, 'Reset 2-step verification', { reason: ' ' })
      assert.deepEqual([blank.status, /Reason: Fill this in/.test(blank.text)], [422, true])
      const done = await pages.submit(why, 'Reset 2-step verification', { reason: 'called back' })
      assert.ok((await pages.follow(done)).text.includes(`2-step verification of “${username}” is reset`))
      assert.equal(app().events.findLast(({ type }) => type === 'mfa.reset')?.reason, 'called back')
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

  describe('the page for policies', () => {
    const path = `${root}/policies`

    async function open(pages: PageClient, organization: string): Promise<PageView> {
      return pages.get(`${path}?${new URLSearchParams({ organization }).toString()}`)
    }

    it('shows what a change would end before it is saved', async () => {
      const pages = await administrator()
      const organization = `../?#${hostile}`.slice(0, 60)
      const client = await app().signedIn(await app().user({ organizationId: organization }))
      await client.post('/api-keys', { name: 'a', expiresInDays: null })
      app().clock.advance({ days: 8 })
      const admin = pageClient(app(), await app().admin())
      const page = await open(admin, organization)
      assert.ok(page.text.includes(`Policy of the organization “${organization}”`))
      assert.ok(!page.html.includes('<script>alert'))
      assert.equal((await open(pages, organization)).location?.startsWith('/auth/sign-in'), true)
      const change = {
        ...{ 'apiKeys.allowedDays': 'some', 'apiKeys.allowedDays:7': 'on', 'apiKeys.defaultDays': '7' },
        ...{ 'mfa.graceDays': '3', 'tokens.lifetimeChoice': 'off', step: 'review' },
      }
      const review = await admin.submit(page, 'Review changes', change)
      assert.equal(review.heading, 'What this would change')
      assert.match(review.text, /API keys that would stop working: 1/)
      const stored = `/admin/policies/organizations/${encodeURIComponent(organization)}`
      assert.deepEqual((await admin.client.get(stored)).body.policy, {})
      const edit = await admin.submit(review, 'Change something', { step: 'edit' })
      const form = edit.forms.find(({ buttons }) => buttons.includes('Review changes'))
      assert.deepEqual([form?.fields['mfa.graceDays'], form?.fields['apiKeys.allowedDays:7']], ['3', 'on'])
      const saved = await admin.follow(await admin.submit(review, 'Save policy', { step: 'save' }))
      assert.match(saved.text, /Saved the policy/)
      assert.deepEqual((await admin.client.get(stored)).body.policy, {
        apiKeys: { allowedDays: [7], defaultDays: 7 },
        tokens: { lifetimeChoice: false },
        mfa: { graceDays: 3 },
      })
    })

    it('has three states, and says what the platform sets', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      const set = async (at: string, fields: Record<string, string>): Promise<void> => {
        const review = await pages.submit(await open(pages, at), 'Review changes', {
          ...fields,
          step: 'review',
        })
        assert.equal((await pages.submit(review, 'Save policy', { step: 'save' })).status, 303)
      }
      const stored = async () =>
        (await pages.client.get(`/admin/policies/organizations/${organization}`)).body.policy
      await set(organization, { 'enforcement.blockSshKeys': 'on', 'sshKeys.maxDays': '90' })
      assert.deepEqual(await stored(), { enforcement: { blockSshKeys: true }, sshKeys: { maxDays: 90 } })
      await set('', { 'sshKeys.maxDays': '365', 'sshKeys.permit': 'some', 'sshKeys.permit:pty': 'on' })
      try {
        const page = await open(pages, organization)
        assert.match(page.text, /Longest life 365 days Set by the platform/)
        assert.ok(!page.html.includes('<select class="kw-input" id="sshKeys.maxDays"'))
        await set(organization, { 'enforcement.blockSshKeys': 'off' })
        assert.deepEqual(await stored(), { enforcement: { blockSshKeys: false }, sshKeys: { maxDays: 90 } })
      } finally {
        await set('', { 'sshKeys.maxDays': '', 'sshKeys.permit': '' })
      }
      await set(organization, { 'enforcement.blockSshKeys': '', 'sshKeys.maxDays': '' })
      assert.deepEqual(await stored(), {})
    })

    it('refuses a form that is stale, and shows how it stands now', async () => {
      const pages = await administrator()
      const organization = `organization-${Math.random()}`
      const page = await open(pages, organization)
      const review = await pages.submit(page, 'Review changes', { 'mfa.graceDays': '1', step: 'review' })
      const put = { mfa: { graceDays: 9 } }
      await pages.client.put(`/admin/policies/organizations/${organization}`, put)
      const step = { step: 'save' }
      for (const stale of [
        await pages.submit(review, 'Save policy', step),
        await pages.submit(page, 'Review changes', { 'mfa.graceDays': '1', step: 'review' }),
        await pages.submit(review, 'Save policy', { ...step, version: 'x' }),
      ]) {
        assert.equal(stale.status, 412)
        assert.match(stale.text, /Somebody changed this meanwhile/)
        const form = stale.forms.find(({ buttons }) => buttons.includes('Review changes'))
        assert.equal(form?.fields['mfa.graceDays'], '9')
      }
      const { body } = await pages.client.get(`/admin/policies/organizations/${organization}`)
      assert.deepEqual(body.policy, put)
    })

    it('refuses what makes no sense, and what the setter does not live up to', async () => {
      const pages = await administrator()
      const page = await open(pages, 'acme')
      for (const [fields, status, said] of [
        [{ 'mfa.graceDays': 'many' }, 422, /Days to set it up: /],
        [{ 'apiKeys.maxPerUser': '51' }, 422, /API keys per user: This is outside/],
        [{ 'apiKeys.allowedDays': 'some' }, 422, /Expirations to choose from: /],
        [{ 'tokens.maxHours': '1', 'tokens.defaultHours': '2' }, 422, /Default lifetime: /],
        [{ 'mfa.enforceMfa': 'on', step: 'save' }, 409, /Set up yourself what you demand/],
      ] as const) {
        const refused = await pages.submit(page, 'Review changes', { step: 'review', ...fields })
        assert.deepEqual([refused.status, said.test(refused.text)], [status, true], refused.text)
      }
    })
  })

  describe('the page for hosts', () => {
    const path = `${root}/hosts`
    const ask = (bearer: string) => app().client().get('/ssh/authorized_keys/nobody', { bearer })

    it('adds a host with its credential, shown once, renews it and deletes the host', async () => {
      const pages = await administrator()
      const form = await pages.get(`${path}/new`)
      const name = hostile
      const fields = { name, groups: 'web, eu', cidrs: '127.0.0.0/8 ::1' }
      const made = await pages.submit(form, 'Add host', fields)
      const credential = shownOnce(made)
      assert.ok(!made.html.includes('<script>alert'))
      assert.ok(made.text.includes('in web, eu from 127.0.0.0/8, ::1'))
      assert.equal((await pages.submit(form, 'Add host', fields)).location, `${path}?notice=sent-already`)
      assert.equal((await ask(credential)).status, 200)
      const { id } = (await pages.client.get('/admin/hosts')).body.items[0]
      const rotate = await pages.get(`${path}/${id}/rotation`)
      const next = shownOnce(await pages.submit(rotate, 'New credential', { overlapSeconds: '0' }))
      invalidToken(await ask(credential))
      assert.equal((await ask(next)).status, 200)
      const edit = await pages.get(`${path}/${id}`)
      const change = { name: 'box', groups: '', cidrs: '', disabled: 'on' }
      assert.match((await pages.follow(await pages.submit(edit, 'Save', change))).text, /Saved “box”/)
      const host = (await pages.client.get(`/admin/hosts/${id}`)).body
      assert.deepEqual([host.groups, host.cidrs, host.disabled], [[], [], true])
      const deletion = await pages.get(`${path}/${id}/deletion`)
      assert.match((await pages.follow(await pages.submit(deletion, 'Delete host'))).text, /Deleted “box”/)
      invalidToken(await ask(next))
    })

    it('says what is wrong, and shows again what was typed', async () => {
      const pages = await administrator()
      for (const [fields, said] of [
        [{ name: '' }, /Name: Fill this in/],
        [{ name: 'a', cidrs: '10.0.0.0/8, example.com' }, /Addresses it asks from \(optional\): /],
        [{ name: 'a', groups: 'x'.repeat(65) }, /Groups \(optional\): /],
      ] as const) {
        const refused = await pages.submit(await pages.get(`${path}/new`), 'Add host', fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [422, true], refused.text)
        const form = refused.forms.find(({ buttons }) => buttons.includes('Add host'))
        assert.deepEqual({ ...form?.fields, ...fields }, form?.fields)
      }
    })
  })

  describe('the page for grants', () => {
    const path = `${root}/grants`

    it('adds, changes, moves and deletes a line of the list', async () => {
      const pages = await administrator()
      const user = await app().user()
      const grants = async () => {
        const { items } = (await pages.client.get('/admin/ssh-grants')).body
        return items.map(({ id: _, ...grant }: { id: string }) => grant)
      }
      assert.match((await pages.get(path)).text, /Nobody may sign in yet/)
      const add = async (fields: Record<string, string>) =>
        pages.submit(await pages.get(`${path}/new`), 'Save', fields)
      assert.equal((await add({ who: 'user', whom: user.username, group: 'web' })).status, 303)
      const second = await add({
        ...{ who: 'organization', whom: hostile.slice(0, 64), group: 'db', account: 'postgres' },
        ...{ from: '10.0.0.0/8 ::1', permit: 'these', 'permit:pty': 'on' },
      })
      const list = await pages.follow(second)
      assert.match(list.text, /Saved who may sign in to hosts/)
      assert.ok(list.text.includes(`User ${user.username} on web`))
      assert.ok(list.text.includes(`Organization ${hostile.slice(0, 64)} on db`))
      const one = { group: 'web', userId: user.id, account: null }
      const two = {
        ...{ group: 'db', organizationId: hostile.slice(0, 64), account: 'postgres' },
        ...{ permit: ['pty'], from: ['10.0.0.0/8', '::1'] },
      }
      assert.deepEqual(await grants(), [one, two])
      assert.equal((await pages.submit(list, 'Move up')).status, 303)
      assert.deepEqual(await grants(), [two, one])
      const [{ id }] = (await pages.client.get('/admin/ssh-grants')).body.items
      const edit = await pages.get(`${path}/${id}`)
      const change = { who: 'everyone', account: '', from: '', permit: 'policy' }
      assert.equal((await pages.submit(edit, 'Save', change)).status, 303)
      assert.deepEqual((await grants())[0], { group: 'db', everyone: true, account: null })
      const stale = await pages.submit(edit, 'Save', change)
      assert.equal(stale.status, 412)
      assert.match(stale.text, /Somebody changed this meanwhile/)
      const deletion = await pages.get(`${path}/${id}/deletion`)
      assert.equal((await pages.submit(deletion, 'Delete line')).status, 303)
      assert.deepEqual(await grants(), [one])
      assert.equal((await pages.submit(deletion, 'Delete line')).status, 404)
    })

    it('says what is wrong', async () => {
      const pages = await administrator()
      for (const [fields, said] of [
        [{ who: 'user', whom: 'nobody-there' }, /There is no such user/],
        [{ who: 'user', whom: '' }, /Name of the user or organization: Fill this in/],
        [{ who: 'everyone', group: 'a b' }, /Group of hosts: /],
        [{ who: 'everyone', account: 'Root!' }, /Account on the host \(optional\): /],
        [{ who: 'everyone', from: 'example.com' }, /Addresses they come from \(optional\): /],
      ] as const) {
        const refused = await pages.submit(await pages.get(`${path}/new`), 'Save', fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [422, true], refused.text)
      }
    })
  })

  describe('the page for credentials', () => {
    const path = `${root}/credentials`

    it('finds by kind, user and time, and deletes', async () => {
      const client = await app().signedIn()
      const { user } = client
      const { key, id } = (await client.post('/api-keys', { name: hostile })).body
      await client.post('/ssh-keys', { name: 'laptop', publicKey: newKeys['ssh-ed25519']() })
      const pages = await administrator()
      const page = await pages.get(`${path}?user=${user.username}`)
      assert.ok(page.text.includes(hostile) && page.text.includes('laptop'))
      assert.ok(!page.html.includes('<script>alert'))
      const keys = await pages.get(`${path}?user=${user.username}&kind=api_key`)
      assert.ok(keys.text.includes(hostile) && !keys.text.includes('laptop'))
      const soon = await pages.get(`${path}?user=${user.username}&kind=api_key&expiresBefore=2026-01-20`)
      assert.match(soon.text, /Nothing found/)
      assert.equal((await pages.get(`${path}?expiresBefore=soon`)).status, 422)
      const ask = await pages.get(`${path}/${id}/deletion`)
      assert.ok(ask.heading.includes(`${hostile} of ${user.username}`))
      const done = await pages.follow(await pages.submit(ask, 'Delete credential'))
      assert.ok(done.text.includes(`Deleted “${hostile}”`))
      invalidToken(await app().client().get('/credential', { bearer: key }))
    })

    it('keeps the filter from page to page', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 45; i++) await client.post('/tokens', { name: `token ${i}` })
      for (let i = 0; i < 10; i++) await client.post('/api-keys', { name: `key ${i}` })
      const pages = await administrator()
      const first = await pages.get(`${path}?user=${client.user.username}`)
      const older = /href="([^"]*cursor=[^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      assert.ok(older.includes(`user=${client.user.username}`))
      const second = await pages.get(older)
      assert.ok(second.text.includes('token 0') && !second.text.includes('token 44'))
    })
  })

  describe('the page for all activity', () => {
    it('shows what anybody did, by type and by day', async () => {
      const client = await app().signedIn(await app().user({ displayName: hostile }))
      await client.post('/api-keys', { name: hostile })
      const pages = await administrator()
      const path = `${root}/activity`
      const page = await pages.get(path)
      assert.ok(page.text.includes(`Added the API key “${hostile}”`))
      assert.ok(page.text.includes(`by ${client.user.username}`))
      await pages.client.delete(`/admin/users/${client.user.id}/sessions`)
      assert.ok((await pages.get(path)).text.includes(`Account ${client.user.username}`))
      assert.ok(!page.html.includes('<script>alert'))
      const some = await pages.get(`${path}?type=policy.changed`)
      assert.ok(!some.text.includes(hostile))
      const day = new Date(app().clock.now()).toISOString().slice(0, 10)
      assert.ok((await pages.get(`${path}?from=${day}&until=${day}`)).text.includes(hostile))
      assert.ok(!(await pages.get(`${path}?until=2026-01-01`)).text.includes(hostile))
      assert.equal((await pages.get(`${path}?from=yesterday`)).status, 422)
    })
  })
}
