import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken } from '../../../support/problems.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { hostile, root } from './scene.js'

/** The pages that list what everybody holds and does. */
export function listPagesContract(app: () => App, { administrator }: AdminPagesScene): void {
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

    it('limits the requests of anybody’s API key, and of nothing else', async () => {
      const client = await app().signedIn()
      const { user } = client
      const { key, id } = (await client.post('/api-keys', { name: hostile })).body
      const token = (await client.post('/tokens', {})).body
      const pages = await administrator()
      const list = await pages.get(`${path}?user=${user.username}`)
      assert.ok(list.html.includes(`${path}/${id}/limit`) && !list.html.includes(`${path}/${token.id}/limit`))
      const asked = await pages.get(`${path}/${id}/limit`)
      assert.ok(asked.heading.includes(`${hostile} of ${user.username}`))
      const wrong = await pages.submit(asked, 'Save', { 'limit-requests': '0', 'limit-per-seconds': '60' })
      assert.deepEqual([wrong.status, /Requests: Write a whole number/.test(wrong.text)], [422, true])
      const sent = { 'limit-requests': '1', 'limit-per-seconds': '60' }
      const saved = await pages.follow(await pages.submit(wrong, 'Save', sent))
      assert.ok(saved.text.includes(`Saved “${hostile}”`) && !saved.html.includes('<script>alert'))
      const use = async () => (await app().client().get('/api/hello', { bearer: key })).status
      assert.deepEqual([await use(), await use()], [200, 429])
      const again = await pages.get(`${path}/${id}/limit`)
      assert.equal(again.forms.at(-1)?.fields['limit-requests'], '1')
      await pages.submit(again, 'Save', { 'limit-requests': '', 'limit-per-seconds': '' })
      assert.equal((await client.get(`/api-keys/${id}`)).body.limit, null)
      const gone = await pages.get(`${path}/unknown/limit`)
      const other = await pages.get(`${path}/${token.id}/limit`)
      assert.deepEqual([other.status, other.location], [gone.status, gone.location])
    })

    it('leads to the owner of each: a user, or a service account', async () => {
      const pages = await administrator()
      const name = `robot ${String(app().clock.now())}`
      const { id } = (await pages.client.post('/admin/service-accounts', { name })).body
      const key = { name: 'ci', scopes: ['reports:read'] }
      assert.equal((await pages.client.post(`/admin/service-accounts/${id}/api-keys`, key)).status, 201)
      const list = await pages.get(`${path}?user=${id}`)
      assert.ok(list.html.includes(`href="${root}/service-accounts/${id}"`))
      assert.ok(!list.html.includes(`${root}/users/${id}`))
    })

    it('says so, as the list of events does, where the user is the id of one and the name of another', async () => {
      const { id } = await app().user()
      await app().keyward.users.create({ username: id })
      const pages = await administrator()
      for (const list of [path, `${root}/activity`]) {
        const page = await pages.get(`${list}?user=${id}`)
        assert.equal(page.status, 422)
        assert.match(page.text, /This is the ID of one and the name of another/)
      }
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

    it('narrows by group, outcome, user and address, and gives away what it found', async () => {
      const client = await app().signedIn()
      const { username } = client.user
      await client.post('/api-keys', { name: '=1+1' })
      await client.post('/session/reauthentication', { password: 'not this one, surely' })
      const pages = await administrator()
      const path = `${root}/activity`
      const keys = await pages.get(`${path}?group=credentials&user=${username}`)
      assert.ok(keys.text.includes('Added the API key “=1+1”') && !keys.text.includes('A wrong password'))
      const refused = await pages.get(`${path}?outcome=refused&user=${username}&ip=127.0.0.1`)
      assert.ok(refused.text.includes('A wrong password') && !refused.text.includes('=1+1'))
      assert.match((await pages.get(`${path}?user=${username}&ip=192.0.2.1`)).text, /Nothing found/)
      const link = /href="([^"]*format=csv[^"]*)"/.exec(keys.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
      assert.ok(link.includes('group=credentials') && link.includes(`user=${username}`))
      const file = await pages.client.get(link.replace('/auth', ''))
      assert.match(String(file.headers['content-disposition']), /^attachment; filename="activity.csv"$/)
      assert.ok(String(file.text).includes(",'=1+1,"))
      assert.equal((await pages.get(`${path}/export?format=pdf`)).status, 422)
    })

    it('shows device and address of sessions, and which one is one’s own', async () => {
      const pages = await administrator()
      const page = await pages.get(`${root}/credentials?kind=session`)
      assert.equal(page.text.split('This session').length, 2)
    })
  })
}
