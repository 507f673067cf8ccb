import assert from 'node:assert/strict'
import { it } from 'mocha'
import { pageClient } from '../../../../support/page-client.js'
import type { App } from '../../../../support/app.js'
import type { CredentialPagesScene } from './scene.js'

/** Making a key on a page. */
export function newKeyPageContract(app: () => App, { signedIn, addKey }: CredentialPagesScene): void {
  it('show a new key once, and a line that works', async () => {
    const pages = await signedIn()
    assert.match((await pages.get('/auth/account/api-keys')).text, /No API keys yet/)
    const made = await addKey(pages, { name: 'ci-deploy', expiresInDays: '60' })
    assert.equal(made.status, 200)
    assert.match(made.text, /You won’t be able to see it again once you leave or refresh this page/)
    const [key = ''] = /kwk_\w{36}/.exec(made.html) ?? []
    assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    assert.ok(
      made.text.includes(`curl -H 'Authorization: Bearer ${key}' 'http://localhost:3000/auth/credential'`),
    )
    const list = await pages.get('/auth/account/api-keys')
    assert.match(
      list.text,
      /ci-deploy kwk_.{4}….{4} .*Last used 15 Jan 2026, 12:00 UTC Expires 16 Mar 2026 Created 15 Jan 2026/,
    )
  })

  it('the form for a key offers single scopes, or all of them', async () => {
    const pages = await signedIn()
    await addKey(pages, { name: 'all' })
    await addKey(pages, { name: 'some', 'scope-choice': 'some', 'scope-0': 'reports:read' })
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
      [{ name: 'long name '.repeat(11).trim() }, 422, /too long/],
      [{ name: 'a\u202eb' }, 422, /invisible characters/],
      [{ name: 'x', expiresInDays: '365' }, 422, /doesn’t allow this expiration/],
      [{ name: 'x', expiresInDays: 'soon' }, 422, /doesn’t allow this expiration/],
    ] as const) {
      const answer = await addKey(pages, fields)
      assert.equal(answer.status, status, JSON.stringify(fields))
      assert.match(answer.text, message)
      assert.match(answer.html, /aria-invalid="true"/)
      const form = answer.forms.find(({ buttons }) => buttons.includes('Add Key'))
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
    assert.match((await pages.get('/auth/account/tokens/new')).text, /This token will expire after 1 hour\./)
    assert.equal((await addKey(pages, { name: 'forced' })).status, 200)
  })
}
