import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { PageClient } from '../../../support/page-client.js'
import { invalidToken } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { AdminPagesScene } from './scene.js'
import { hostile, root } from './scene.js'

/** The pages for service accounts, and for the keys of each. */
export function serviceAccountsPageContract(
  app: () => App,
  { administrator, shownOnce }: AdminPagesScene,
): void {
  describe('the pages for service accounts', () => {
    const path = `${root}/service-accounts`
    const use = (bearer: string) => app().client().get('/api/reports', { bearer })

    /** Adds a service account by its form; answers its own page. */
    async function added(pages: PageClient, fields: Record<string, string>) {
      const sent = await pages.submit(await pages.get(`${path}/new`), 'Add service account', fields)
      const page = await pages.follow(sent)
      const [, id = ''] = /service-accounts\/([^/?]+)/.exec(sent.location ?? '') ?? []
      return { page, own: `${path}/${id}`, id }
    }

    /** The boxes of scopes in a form, by scope. */
    function boxesIn(html: string): Readonly<Record<string, string>> {
      const boxes = [...html.matchAll(/name="(scope-\d+)" value="([^"]+)"/g)]
      return Object.fromEntries(boxes.map(([, name = '', scope = '']) => [scope, name]))
    }

    it('adds one, changes it, disables and enables it, and deletes it', async () => {
      const pages = await administrator()
      const asked = { name: hostile, description: 'Nightly\nbuilds', 'organization-id': 'acme' }
      const { page, own, id } = await added(pages, asked)
      assert.ok(page.text.includes(`Added “${hostile}”`) && page.text.includes('of acme'))
      assert.ok(!page.html.includes('<script>alert'))
      const list = await pages.get(path)
      assert.ok(list.text.includes(hostile) && list.text.includes('No keys'))
      const saved = await pages.submit(page, 'Save', { name: `builds ${id}`, description: '' })
      assert.ok((await pages.follow(saved)).text.includes(`Saved “builds ${id}”`))
      const of = async () => (await pages.client.get(`/admin/service-accounts/${id}`)).body
      assert.deepEqual([(await of()).description, (await of()).organizationId], [null, 'acme'])
      const disabling = await pages.get(`${own}/disable`)
      const disabled = await pages.follow(await pages.submit(disabling, 'Disable service account'))
      assert.ok(disabled.text.includes('Disabled') && (await of()).disabled === true)
      await pages.submit(await pages.get(`${own}/enable`), 'Enable service account')
      assert.equal((await of()).disabled, false)
      const deletion = await pages.submit(await pages.get(`${own}/deletion`), 'Delete service account')
      assert.ok((await pages.follow(deletion)).text.includes(`Deleted “builds ${id}”`))
      assert.equal((await pages.client.get(`/admin/service-accounts/${id}`)).status, 404)
    })

    it('adds a key, whose secret is shown once, renews it, disables it and deletes it', async () => {
      const pages = await administrator()
      const { own, id } = await added(pages, { name: `keys ${String(app().clock.now())}` })
      const form = await pages.get(`${own}/api-keys/new`)
      const boxes = boxesIn(form.html)
      assert.deepEqual(Object.keys(boxes), ['*', 'reports:read', 'reports:write', 'keyward:introspect'])
      assert.ok(!form.html.includes('scope-choice'))
      const read = { [boxes['reports:read'] ?? '']: 'reports:read' }
      const made = await pages.make(form, 'Add Key', { name: hostile, 'expires-in-days': '7', ...read })
      const key = shownOnce(made)
      assert.ok(!made.html.includes('<script>alert'))
      assert.deepEqual([(await use(key)).status, (await use(key)).body.user.id], [200, id])
      const { items } = (await pages.client.get(`/admin/service-accounts/${id}/api-keys`)).body
      const [{ id: keyId, scopes }] = items
      const again = await pages.get(`${own}?made=${String(keyId)}`)
      assert.ok(!again.html.includes(key) && !again.html.includes('id="new-secret"'))
      assert.deepEqual(scopes, ['reports:read'])
      const one = `${own}/api-keys/${String(keyId)}`
      const renewal = await pages.get(`${one}/renewal`)
      const renewed = shownOnce(await pages.make(renewal, 'Renew API Key', { 'overlap-seconds': '0' }))
      invalidToken(await use(key))
      const disabling = await pages.submit(await pages.get(`${one}/disabling`), 'Disable API Key')
      assert.ok((await pages.follow(disabling)).text.includes(`Saved “${hostile}”`))
      invalidToken(await use(renewed))
      await pages.submit(await pages.get(`${one}/enabling`), 'Enable API Key')
      assert.equal((await use(renewed)).status, 200)
      const deletion = await pages.submit(await pages.get(`${one}/deletion`), 'Delete API Key')
      assert.ok((await pages.follow(deletion)).text.includes('This service account has no keys'))
      invalidToken(await use(renewed))
    })

    it('says what is wrong, and shows again what was typed', async () => {
      const pages = await administrator()
      const form = await pages.get(`${path}/new`)
      const refused = await pages.submit(form, 'Add service account', { name: '', description: 'kept' })
      assert.deepEqual([refused.status, /Name: Fill this in/.test(refused.text)], [422, true])
      assert.ok(refused.html.includes('kept'))
      const { own } = await added(pages, { name: `wrong ${String(app().clock.now())}` })
      const noScopes = await pages.submit(await pages.get(`${own}/api-keys/new`), 'Add Key', { name: 'a' })
      assert.equal(noScopes.status, 422)
      assert.match(noScopes.text, /Scopes: /)
    })

    it('binds a key to addresses and a limit where it is made, and tells them on its page', async () => {
      const pages = await administrator()
      const { own, id } = await added(pages, { name: `bound ${String(app().clock.now())}` })
      const form = await pages.get(`${own}/api-keys/new`)
      assert.ok(form.text.includes('For the service account “bound'))
      const read = { [boxesIn(form.html)['reports:read'] ?? '']: 'reports:read' }
      const limit = { 'limit-requests': '2', 'limit-per-seconds': '60' }
      const fields = { name: 'ci', 'allowed-addresses': '127.0.0.1\n10.1.2.3/8', ...limit, ...read }
      const key = shownOnce(await pages.make(form, 'Add Key', fields))
      const [{ id: keyId }] = (await pages.client.get(`/admin/service-accounts/${id}/api-keys`)).body.items
      const page = await pages.get(`${own}/api-keys/${String(keyId)}`)
      assert.match(page.text, /Allowed addresses 127\.0\.0\.1, 10\.0\.0\.0\/8 /)
      assert.match(page.text, /Request limit 2 requests in 60 seconds /)
      assert.match(page.text, /Added the API key “ci”/)
      assert.ok(page.html.includes(`/account/admin/activity?user=${id}`))
      const statuses = [await use(key), await use(key), await use(key)].map(({ status }) => status)
      assert.deepEqual(statuses, [200, 200, 429])
    })

    it('renames a key, and binds it anew after a recent proof', async () => {
      const pages = await administrator()
      const { own, id } = await added(pages, { name: `anew ${String(app().clock.now())}` })
      const made = { name: 'ci', scopes: ['reports:read'], allowedAddresses: ['10.0.0.0/8'] }
      const { body } = await pages.client.post(`/admin/service-accounts/${id}/api-keys`, made)
      const [path, stored] = [`${own}/api-keys/${String(body.id)}`, `/admin/service-accounts/${id}/api-keys`]
      const of = async () => (await pages.client.get(`${stored}/${String(body.id)}`)).body
      const page = await pages.get(path)
      const renamed = await pages.follow(await pages.submit(page, 'Save', { name: hostile }))
      assert.ok(renamed.text.includes(`Saved “${hostile}”`) && !renamed.html.includes('<script>alert'))
      const button = 'Save Addresses and Limit'
      const limit = { 'limit-requests': '5', 'limit-per-seconds': '10' }
      const saved = await pages.submit(page, button, { allowedAddresses: '', ...limit })
      assert.equal(saved.location, `${path}?done=api_key.updated`)
      assert.deepEqual((await of()).limit, { requests: 5, perSeconds: 10 })
      assert.deepEqual((await of()).allowedAddresses, [])
      app().clock.advance({ minutes: 11 })
      const none = { allowedAddresses: '192.0.2.7', 'limit-requests': '', 'limit-per-seconds': '' }
      const asked = await pages.submit(await pages.get(path), button, none)
      assert.equal(asked.heading, 'Confirm it’s you')
      assert.deepEqual((await of()).allowedAddresses, [])
      await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
      assert.deepEqual([(await of()).limit, (await of()).allowedAddresses], [null, ['192.0.2.7']])
    })

    it('says which part of a limit is none, and keeps what was typed', async () => {
      const pages = await administrator()
      const { own, id } = await added(pages, { name: `limit ${String(app().clock.now())}` })
      const made = { name: 'ci', scopes: ['reports:read'] }
      const { body } = await pages.client.post(`/admin/service-accounts/${id}/api-keys`, made)
      const path = `${own}/api-keys/${String(body.id)}`
      for (const [requests, perSeconds, said] of [
        ['0', '60', /Requests: Write a whole number of at least 1/],
        ['ten', '60', /Requests: Write a whole number of at least 1/],
        ['5', '', /Seconds: Fill this in/],
        ['5', '86401', /Seconds: Write a whole number from 1 to 86400/],
      ] as const) {
        const fields = { 'limit-requests': requests, 'limit-per-seconds': perSeconds }
        const refused = await pages.submit(await pages.get(path), 'Save Addresses and Limit', fields)
        assert.deepEqual([refused.status, said.test(refused.text)], [422, true], refused.text)
        assert.ok(refused.html.includes(`name="limit-requests"`) && refused.html.includes(`"${requests}"`))
      }
    })

    it('shows no key under another account, nor does anything to it', async () => {
      const pages = await administrator()
      const { id } = await added(pages, { name: `owner ${String(app().clock.now())}` })
      const other = await added(pages, { name: `other ${String(app().clock.now())}` })
      const made = { name: 'ci', scopes: ['reports:read'] }
      const { body } = await pages.client.post(`/admin/service-accounts/${id}/api-keys`, made)
      const foreign = `${other.own}/api-keys/${String(body.id)}`
      const answer = await pages.get(foreign)
      const unknown = await pages.get(`${other.own}/api-keys/unknown`)
      assert.deepEqual([answer.status, answer.location], [unknown.status, unknown.location])
      assert.ok(!answer.text.includes('ci'))
      const { fields = {} } = other.page.forms.at(-1) ?? {}
      for (const name of ['disabling', 'deletion', 'renewal', 'binding'])
        await pages.send(`${foreign}/${name}`, {
          ...fields,
          'overlap-seconds': '0',
          'allowed-addresses': '10.0.0.1',
        })
      const { items } = (await pages.client.get(`/admin/service-accounts/${id}/api-keys`)).body
      assert.deepEqual([items.length, items[0].disabled, items[0].hint], [1, false, body.hint])
      assert.deepEqual(items[0].allowedAddresses, [])
    })

    it('speaks German, too', async () => {
      const pages = await administrator()
      const { html } = await pages.get(path, { headers: { Accept: 'text/html', 'Accept-Language': 'de' } })
      assert.ok(html.includes('Dienstkonten') && html.includes('Dienstkonto hinzufügen'))
    })
  })
}
