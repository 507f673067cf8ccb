import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../../support/app.js'
import type { PageClient } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import { noteSecret } from '../../../../support/secrets.js'
import type { CredentialPagesScene } from './scene.js'

/** The page that each key has, and what can be done there. */
export function ownPageContract(app: () => App, { signedIn, addKey }: CredentialPagesScene): void {
  async function keyOf(
    pages: PageClient,
    name: string,
  ): Promise<{ secret: string; path: string; id: string }> {
    const made = await addKey(pages, { name, expiresInDays: '30' })
    const [secret = ''] = /kwk_\w{36}/.exec(made.html) ?? []
    const { items } = (await pages.client.get('/api-keys')).body
    const { id } = items.find((key: { name: string }) => key.name === name)
    return { secret, id, path: `/auth/account/api-keys/${id}` }
  }

  const accepts = async (bearer: string): Promise<boolean> =>
    (await app().client().get('/api/hello', { bearer })).status === 200

  it('give each key a page, which the list leads to, with what is known of it and what happened to it', async () => {
    const pages = await signedIn()
    const { path } = await keyOf(pages, 'ci-deploy')
    assert.ok((await pages.get('/auth/account/api-keys')).html.includes(`<a href="${path}">`))
    const page = await pages.get(path)
    assert.equal(page.heading, 'ci-deploy Active')
    assert.match(page.text, /Key kwk_.{4}….{4} Created .* UTC Expires .* 2026 Last used Never/)
    assert.match(page.text, /Recent activity .*ci-deploy/)
  })

  it('rename a key on its page, and show the form again where another has the name', async () => {
    const pages = await signedIn()
    await addKey(pages, { name: 'taken' })
    const { path } = await keyOf(pages, 'before')
    const refused = await pages.submit(await pages.get(path), 'Save', { name: 'taken' })
    assert.deepEqual([refused.status, /You have one with this name/.test(refused.text)], [409, true])
    const saved = await pages.submit(await pages.get(path), 'Save', { name: 'after' })
    assert.equal(saved.location, `${path}?done=api_key.updated`)
    assert.equal((await pages.follow(saved)).heading, 'after Active')
  })

  it('disable a key at once, and enable it again only after a recent proof', async () => {
    const pages = await signedIn()
    const { secret, path, id } = await keyOf(pages, 'resting')
    const disabled = await pages.follow(await pages.submit(await pages.get(path), 'Disable API Key'))
    assert.equal(disabled.heading, 'resting Disabled')
    assert.equal(await accepts(secret), false)
    app().clock.advance({ minutes: 11 })
    const routed = await pages.client.patch(`/api-keys/${id}`, { disabled: false })
    assert.deepEqual([routed.status, routed.body.code], [403, 'reauthentication_required'])
    assert.equal((await pages.client.patch(`/api-keys/${id}`, { name: 'still' })).status, 200)
    const asked = await pages.submit(await pages.get(path), 'Enable API Key')
    assert.equal(asked.heading, 'Confirm it’s you')
    assert.equal(await accepts(secret), false)
    const enabled = await pages.submit(asked, 'Confirm', { 'proof-password': app().password })
    assert.equal(enabled.status, 303)
    assert.equal(await accepts(secret), true)
  })

  it('renew a key, keep the former secret for as long as was asked, and show the new one once', async () => {
    const pages = await signedIn()
    const { secret, path } = await keyOf(pages, 'renewed')
    const asked = await pages.get(`${path}/renewal`)
    assert.equal(asked.heading, 'Renew “renewed”')
    assert.match(asked.text, /Renewed now, this key will expire on \d+ \w{3} 2026/)
    assert.match(asked.text, /For 1 hour \(until \d+ \w{3} 2026/)
    const refused = await pages.submit(asked, 'Renew API Key', { overlapSeconds: '604801' })
    assert.equal(refused.status, 422)
    const shown = await pages.make(refused, 'Renew API Key', { overlapSeconds: '3600' })
    const [renewed = ''] = /kwk_\w{36}/.exec(shown.html) ?? []
    noteSecret(renewed)
    assert.deepEqual([renewed !== secret, await accepts(renewed), await accepts(secret)], [true, true, true])
    assert.match(shown.text, /The old secret works until \d+ \w{3} 2026, [^.]* UTC\./)
    const own = await pages.get(path)
    assert.match(own.text, /Old secret Works until \d+ \w{3} 2026/)
    assert.doesNotMatch(own.html, /kwk_\w{36}/)
    app().clock.advance({ minutes: 61 })
    assert.doesNotMatch((await pages.get(path)).text, /Old secret/)
    assert.deepEqual([await accepts(renewed), await accepts(secret)], [true, false])
  })

  it('do not warn of an end that is near because the key was made, or renewed, to live no longer', async () => {
    const owner = await app().user()
    const pages = pageClient(app(), await app().signedIn(owner))
    await addKey(pages, { name: 'brief', expiresInDays: '7' })
    const { path, id } = await keyOf(pages, 'long')
    const list = '/auth/account/api-keys?status=expiring'
    assert.match((await pages.get(list)).text, /1 entry .*brief/)
    assert.doesNotMatch((await pages.get(list)).html, /kw-attention-label/)
    app().clock.advance({ days: 20 })
    const later = pageClient(app(), await app().signedIn(owner))
    assert.equal((await later.get(path)).heading, 'long Expires soon')
    noteSecret((await later.client.post(`/api-keys/${id}/rotation`, {})).body.key)
    assert.equal((await later.get(path)).heading, 'long Active')
  })

  it('find keys by a part of the name, narrow them and put them in order, by addresses that can be kept', async () => {
    const pages = await signedIn()
    for (const name of ['Alpha build', 'beta build', 'other']) await addKey(pages, { name })
    const found = await pages.get('/auth/account/api-keys?q=BUILD&sort=name')
    assert.match(found.text, /2 entries .*Alpha build .*beta build/)
    assert.doesNotMatch(found.text, /Delete other/)
    assert.ok(found.html.includes('/auth/account/api-keys?q=BUILD&amp;status=disabled&amp;sort=name'))
    const none = await pages.get('/auth/account/api-keys?status=disabled')
    assert.match(none.text, /0 entries Nothing found/)
  })
}
