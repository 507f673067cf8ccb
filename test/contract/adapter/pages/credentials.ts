import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Framework } from '../../../support/host.js'
import type { PageClient, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import { appFor } from '../../../support/suite.js'

const hostile = `"><script>alert(1)</script>'\`&amp; \${x} {name} “quoted” مرحبا`

export function credentialPagesContract(framework: Framework): void {
  describe('the pages for API keys and tokens', () => {
    const app = appFor(framework, { pages: accountPages() })
    const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

    async function addKey(pages: PageClient, fields: Record<string, string>): Promise<PageView> {
      const page = await pages.submit(await pages.get('/auth/account/api-keys/new'), 'Add key', fields)
      noteSecret(/kwk_\w{36}/.exec(page.html)?.[0] ?? '')
      return page
    }

    it('show a new key once, and a line that works', async () => {
      const pages = await signedIn()
      assert.match((await pages.get('/auth/account/api-keys')).text, /No API keys yet/)
      const made = await addKey(pages, { name: 'ci-deploy', expiresInDays: '60' })
      assert.equal(made.status, 200)
      assert.match(made.text, /You won’t be able to see it again once you leave or refresh this page/)
      const [key = ''] = /kwk_\w{36}/.exec(made.html) ?? []
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
      assert.ok(
        made.text.includes(`curl -H 'Authorization: Bearer ${key}' http://localhost:3000/auth/credential`),
      )
      const list = await pages.get('/auth/account/api-keys')
      assert.match(list.text, /ci-deploy kwk_.{4}….{4} Created 15 Jan 2026 Last used 15 Jan 2026/)
      assert.match(list.text, /Expires 16 Mar 2026/)
    })

    it('choose scopes, or all', async () => {
      const pages = await signedIn()
      await addKey(pages, { name: 'all' })
      await addKey(pages, { name: 'some', 'scope-choice': 'some', 'scope:reports:read': 'on' })
      const none = await addKey(pages, { name: 'none', 'scope-choice': 'some' })
      assert.equal(none.status, 422)
      assert.match(none.text, /Choose at least one scope/)
      const { items } = (await pages.client.get('/api-keys')).body
      assert.deepEqual(
        items.map((key: { name: string; scopes: string[] }) => [key.name, key.scopes]),
        [
          ['some', ['reports:read']],
          ['all', ['*']],
        ],
      )
    })

    it('show the form again, with what was typed, when a field is not acceptable', async () => {
      const pages = await signedIn()
      await addKey(pages, { name: 'taken' })
      for (const [fields, status, message] of [
        [{ name: ' TAKEN ' }, 409, /You have one with this name already/],
        [{ name: ' ' }, 422, /Fill this in/],
        [{ name: 'a'.repeat(101) }, 422, /too long/],
        [{ name: 'a\u202eb' }, 422, /invisible characters/],
        [{ name: 'x', expiresInDays: '365' }, 422, /doesn’t allow this expiration/],
        [{ name: 'x', expiresInDays: 'soon' }, 422, /doesn’t allow this expiration/],
      ] as const) {
        const answer = await addKey(pages, fields)
        assert.equal(answer.status, status, JSON.stringify(fields))
        assert.match(answer.text, message)
        assert.match(answer.html, /aria-invalid="true"/)
        const form = answer.forms.find(({ buttons }) => buttons.includes('Add key'))
        assert.equal(form?.fields.name, fields.name)
      }
      assert.equal((await pages.client.get('/api-keys')).body.items.length, 1)
    })

    it('offer what the policy allows, and only that', async () => {
      const organizationId = `organization-${String(Math.random())}`
      const admin = await app().admin()
      const set = (apiKeys: object, tokens: object) =>
        admin.put(`/admin/policies/organizations/${organizationId}`, { apiKeys, tokens })
      await set({ allowedDays: [7, 'none'], defaultDays: 7 }, { maxHours: 2, defaultHours: 1 })
      const pages = pageClient(app(), await app().signedIn(await app().user({ organizationId })))
      const choose = await pages.get('/auth/account/api-keys/new')
      assert.deepEqual(
        choose.html.match(/<option[^>]*>[^<]*/g)?.map((option) => option.split('>')[1]?.trim()),
        ['7 days (22 Jan 2026)', 'No expiration'],
      )
      const hours = await pages.get('/auth/account/tokens/new')
      assert.equal(hours.html.match(/<option/g)?.length, 2)
      await set({ expiryChoice: false, defaultDays: 30 }, { lifetimeChoice: false, defaultHours: 1 })
      const forced = await pages.get('/auth/account/api-keys/new')
      assert.doesNotMatch(forced.html, /<select/)
      assert.match(forced.text, /This key will expire after 30 days, on 14 Feb 2026/)
      assert.match((await pages.get('/auth/account/tokens/new')).text, /This token will end after 1 hour\./)
      assert.equal((await addKey(pages, { name: 'forced' })).status, 200)
    })

    it('mark what ends soon and what has ended', async () => {
      const { clock } = app()
      const owner = await app().user()
      const pages = pageClient(app(), await app().signedIn(owner))
      await addKey(pages, { name: 'short', expiresInDays: '7' })
      await addKey(pages, { name: 'endless', expiresInDays: 'none' })
      assert.match((await pages.get('/auth/account/api-keys')).html, /kw-attention-label">[^<]*Expires soon/)
      assert.match((await pages.get('/auth/account/api-keys')).text, /No expiration/)
      clock.advance({ days: 7 })
      const later = pageClient(app(), await app().signedIn(owner))
      assert.match((await later.get('/auth/account/api-keys')).html, /kw-danger-label">\s*Expired/)
    })

    it('delete after asking, and say what', async () => {
      const pages = await signedIn()
      await addKey(pages, { name: 'ci-deploy' })
      const [{ id }] = (await pages.client.get('/api-keys')).body.items
      const list = await pages.get('/auth/account/api-keys')
      const href = `/auth/account/api-keys/${id}/deletion`
      assert.ok(list.html.includes(`href="${href}"`))
      const asked = await pages.get(href)
      assert.equal(asked.heading, 'Delete “ci-deploy”?')
      const answer = await pages.submit(asked, 'Delete API key')
      assert.deepEqual([answer.status, answer.location], [303, '/auth/account/api-keys?done=api_key.deleted'])
      assert.match((await pages.follow(answer)).text, /Deleted “ci-deploy”\./)
      const gone = await pages.submit(asked, 'Delete API key')
      assert.deepEqual([gone.status, gone.heading], [404, 'Not found'])
    })

    it('say of nothing that it was done that was not', async () => {
      const pages = await signedIn()
      for (const query of [
        'done=api_key.deleted',
        'done=<b>',
        'notice=<b>',
        'notice=constructor',
        'done=x',
      ]) {
        const page = await pages.get(`/auth/account/api-keys?${query}`)
        assert.doesNotMatch(page.html, /data-passing/)
      }
      await addKey(pages, { name: 'a' })
      const asked = await pages.get(
        `/auth/account/api-keys/${(await pages.client.get('/api-keys')).body.items[0].id}/deletion`,
      )
      await pages.submit(asked, 'Delete API key')
      app().clock.advance({ minutes: 3 })
      const late = await pages.get('/auth/account/api-keys?done=api_key.deleted')
      assert.doesNotMatch(late.html, /data-passing/)
    })

    it('show another’s key as one that never was', async () => {
      const [owner, other] = [await signedIn(), await signedIn()]
      await addKey(owner, { name: 'mine' })
      const [{ id }] = (await owner.client.get('/api-keys')).body.items
      const foreign = await other.get(`/auth/account/api-keys/${id}/deletion`)
      const unknown = await other.get('/auth/account/api-keys/never/deletion')
      assert.deepEqual([foreign.status, foreign.text], [404, unknown.text])
      const form = await other.get('/auth/account/api-keys/new')
      const fields = form.forms.at(-1)?.fields ?? {}
      assert.equal((await other.send(`/auth/account/api-keys/${id}/deletion`, fields)).status, 404)
      assert.equal((await owner.client.get('/api-keys')).body.items.length, 1)
    })

    it('show hostile names as the text that they are', async () => {
      const owner = await app().user({ displayName: `${hostile}\u202e` })
      const pages = pageClient(app(), await app().signedIn(owner))
      await addKey(pages, { name: hostile })
      const list = await pages.get('/auth/account/api-keys')
      const [{ id }] = (await pages.client.get('/api-keys')).body.items
      const asked = await pages.get(`/auth/account/api-keys/${id}/deletion`)
      assert.equal(asked.heading, `Delete “${hostile}”?`)
      const renamed = await addKey(pages, { name: hostile })
      for (const page of [list, asked, renamed, await pages.get('/auth/account/activity')]) {
        assert.doesNotMatch(page.html, /<script>alert/)
        assert.ok(page.text.includes(hostile))
      }
    })

    it('make, list and revoke tokens', async () => {
      const pages = await signedIn()
      const page = await pages.get('/auth/account/tokens/new')
      const made = await pages.submit(page, 'Generate token', { expiresInHours: '3' })
      const [token = ''] = /kwt_\w{36}/.exec(made.html) ?? []
      noteSecret(token)
      assert.equal((await app().client().get('/api/hello', { bearer: token })).status, 200)
      const [{ id, name, expiresAt, createdAt }] = (await pages.client.get('/tokens')).body.items
      assert.deepEqual([name, Date.parse(expiresAt) - Date.parse(createdAt)], [null, 3 * 3_600_000])
      const asked = await pages.get(`/auth/account/tokens/${id}/revocation`)
      const answer = await pages.submit(asked, 'Revoke token')
      assert.match((await pages.follow(answer)).text, /Revoked the token/)
      assert.equal((await app().client().get('/api/hello', { bearer: token })).status, 401)
    })
  })
}
