import assert from 'node:assert/strict'
import { it } from 'mocha'
import { pageClient } from '../../../../support/page-client.js'
import { noteSecret } from '../../../../support/secrets.js'
import type { App } from '../../../../support/app.js'
import type { CredentialPagesScene } from './scene.js'

const hostile = `"><script>alert(1)</script>'\`&amp; \${x} {name} “quoted” مرحبا`

/** The lists of keys and tokens, and ending them there. */
export function credentialListPagesContract(
  app: () => App,
  { signedIn, addKey }: CredentialPagesScene,
): void {
  it('mark what ends soon and what has ended', async () => {
    const { clock } = app()
    const owner = await app().user()
    const pages = pageClient(app(), await app().signedIn(owner))
    await addKey(pages, { name: 'short', expiresInDays: '30' })
    await addKey(pages, { name: 'endless', expiresInDays: 'none' })
    const fresh = await pages.get('/auth/account/api-keys')
    assert.deepEqual([/kw-attention-label/.test(fresh.html), /No expiration/.test(fresh.text)], [false, true])
    clock.advance({ days: 20 })
    const soon = pageClient(app(), await app().signedIn(owner))
    assert.match(
      (await soon.get('/auth/account/api-keys')).html,
      /kw-attention-label"><time[^>]*>14 Feb 2026/,
    )
    clock.advance({ days: 10 })
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
    const answer = await pages.submit(asked, 'Delete API Key')
    assert.deepEqual([answer.status, answer.location], [303, '/auth/account/api-keys?done=api_key.deleted'])
    assert.match((await pages.follow(answer)).text, /Deleted “ci-deploy”\./)
    const gone = await pages.submit(asked, 'Delete API Key')
    assert.deepEqual([gone.status, gone.location], [303, '/auth/account/api-keys?notice=gone'])
  })

  it('say of nothing that it was done that was not', async () => {
    const pages = await signedIn()
    for (const query of ['done=api_key.deleted', 'done=<b>', 'notice=<b>', 'notice=constructor', 'done=x']) {
      const page = await pages.get(`/auth/account/api-keys?${query}`)
      assert.doesNotMatch(page.html, /data-passing/)
    }
    await addKey(pages, { name: 'a' })
    const asked = await pages.get(
      `/auth/account/api-keys/${(await pages.client.get('/api-keys')).body.items[0].id}/deletion`,
    )
    await pages.submit(asked, 'Delete API Key')
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
    assert.deepEqual(
      [foreign.location, unknown.location],
      Array(2).fill('/auth/account/api-keys?notice=gone'),
    )
    const form = await other.get('/auth/account/api-keys/new')
    const fields = form.forms.at(-1)?.fields ?? {}
    const sent = await other.send(`/auth/account/api-keys/${id}/deletion`, fields)
    assert.equal(sent.location, '/auth/account/api-keys?notice=gone')
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

  it('the pages make a token, list it and revoke it', async () => {
    const pages = await signedIn()
    const page = await pages.get('/auth/account/tokens/new')
    const made = await pages.make(page, 'Add Token', { expiresInHours: '3' })
    const [token = ''] = /kwt_\w{36}/.exec(made.html) ?? []
    noteSecret(token)
    assert.equal((await app().client().get('/api/hello', { bearer: token })).status, 200)
    const [{ id, name, expiresAt, createdAt }] = (await pages.client.get('/tokens')).body.items
    assert.deepEqual([name, Date.parse(expiresAt) - Date.parse(createdAt)], [null, 3 * 3_600_000])
    const asked = await pages.get(`/auth/account/tokens/${id}/revocation`)
    const answer = await pages.submit(asked, 'Revoke Token')
    assert.match((await pages.follow(answer)).text, /Revoked the token/)
    assert.equal((await app().client().get('/api/hello', { bearer: token })).status, 401)
  })
}
