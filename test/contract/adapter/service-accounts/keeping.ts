import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { newPassword } from '../../../support/secrets.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { accounts, newName, withAccount, withServiceKey } from './scene.js'

/** Adding, reading, changing and removing service accounts. */
export function serviceAccountKeepingContract(app: () => App): void {
  it('adds one, of the platform or of an organisation, and shows all that there is to know', async () => {
    const { admin, clock, mounting } = app()
    const client = await admin()
    const asked = { name: newName(), description: '  Nightly builds.\nAsk ops.  ', organizationId: 'acme' }
    const made = await client.post(accounts, asked)
    assert.equal(made.status, 201)
    const { id } = made.body
    const shown = {
      id,
      name: asked.name,
      description: 'Nightly builds.\nAsk ops.',
      organizationId: 'acme',
      disabled: false,
      createdAt: new Date(clock.now()).toISOString(),
      lastUsedAt: null,
      keys: 0,
    }
    assert.deepEqual(made.body, shown)
    assert.equal(made.headers.location, `${mounting.path}${accounts}/${String(id)}`)
    assert.deepEqual((await client.get(`${accounts}/${String(id)}`)).body, shown)
    const { body } = await client.post(accounts, { name: newName(), description: ' ' })
    assert.deepEqual([body.description, body.organizationId], [null, null])
  })

  it('lists them newest first, page by page', async () => {
    const { admin, id } = await withAccount(app())
    const { body: newer } = await admin.post(accounts, { name: newName() })
    const first = (await admin.get(`${accounts}?limit=1`)).body
    assert.deepEqual([first.items.length, first.items[0]], [1, newer])
    const second = (await admin.get(`${accounts}?limit=1&cursor=${String(first.nextCursor)}`)).body
    assert.equal(second.items[0].id, id)
  })

  it('has names of its own, which are taken once, whatever they look like', async () => {
    const { admin, name } = await withAccount(app())
    refused(await admin.post(accounts, { name: ` ${name.toUpperCase()} ` }), 409, 'name_taken')
    const other = await withAccount(app())
    refused(await admin.patch(other.path, { name }), 409, 'name_taken')
    // A user may have the name, and is somebody else.
    const user = await app().user({ username: name })
    assert.equal((await app().signedIn(user)).user.username, name)
  })

  it('refuses names and values that it cannot take, and unknown fields', async () => {
    const { admin, path } = await withAccount(app())
    refusedFields(await admin.post(accounts, { name: ' ' }), { name: 'required' })
    refusedFields(await admin.post(accounts, { name: 'a\u0007' }), { name: 'invalid_characters' })
    refusedFields(await admin.post(accounts, {}), { name: 'required' })
    refusedFields(await admin.post(accounts, { name: newName(), organizationId: '' }), {
      organizationId: 'required',
    })
    refusedFields(await admin.patch(path, { description: 'x'.repeat(501) }), { description: 'too_long' })
    refusedFields(await admin.post(accounts, { name: newName(), admin: true }), { admin: 'unknown_field' })
    // Its organisation is fixed.
    refusedFields(await admin.patch(path, { organizationId: 'other' }), { organizationId: 'unknown_field' })
  })

  it('changes what is given and leaves the rest', async () => {
    const { admin, path, name } = await withAccount(app(), { description: 'a', organizationId: 'acme' })
    const renamed = newName()
    assert.equal((await admin.patch(path, { name: renamed })).body.name, renamed)
    const { body } = await admin.patch(path, { description: null, disabled: true })
    assert.deepEqual([body.name, body.description, body.disabled], [renamed, null, true])
    assert.deepEqual([body.organizationId, (await admin.patch(path, {})).body], ['acme', body])
    assert.notEqual(body.name, name)
  })

  it('removes one once, with its keys', async () => {
    const { admin, path, key } = await withServiceKey(app())
    assert.equal((await admin.delete(path)).status, 204)
    refused(await app().client().get('/credential', { bearer: key }), 401, 'invalid_token')
    for (const answer of [
      await admin.delete(path),
      await admin.get(path),
      await admin.patch(path, { disabled: true }),
      await admin.get(`${path}/api-keys`),
      await admin.post(`${path}/api-keys`, { name: 'a', scopes: ['reports:read'] }),
    ])
      refused(answer, 404, 'not_found')
  })

  it('counts the keys that have not ended, and says when one was used last', async () => {
    const { admin, path, keys, key, keyId } = await withServiceKey(app(), { key: { expiresInDays: 7 } })
    await admin.post(keys, { name: 'other', scopes: ['reports:read'], expiresInDays: 60 })
    app().clock.advance({ ms: 1000 })
    await app().client().get('/api/hello', { bearer: key })
    const usedAt = app().clock.now()
    const { body } = await admin.get(path)
    assert.deepEqual([body.keys, Date.parse(String(body.lastUsedAt))], [2, usedAt])
    assert.equal((await admin.get(`${keys}/${keyId}`)).body.lastUsedAt, body.lastUsedAt)
    app().clock.advance({ days: 7 })
    const later = await app().admin()
    assert.equal((await later.get(path)).body.keys, 1)
  })

  it('is no user: nobody signs in by its name, and no list of users has it', async () => {
    const { admin, id, name } = await withAccount(app())
    const { client } = app()
    const password = newPassword()
    const [known, unknown] = [
      await client().post('/session', { username: name, password }),
      await client().post('/session', { username: newName(), password }),
    ]
    for (const answer of [known, unknown]) refused(answer, 401, 'invalid_credentials')
    assert.deepEqual({ ...known.body, requestId: '' }, { ...unknown.body, requestId: '' })
    assert.deepEqual((await admin.get(`/admin/users?q=${name}`)).body.items, [])
    refused(await admin.get(`/admin/users/${id}`), 404, 'not_found')
    refused(await admin.post(`/admin/users/${id}/password`, {}), 404, 'not_found')
  })

  it('leaves an event for each change, which names it', async () => {
    const { admin, path, id, name } = await withAccount(app())
    const renamed = newName()
    await admin.patch(path, { name: renamed })
    await admin.patch(path, { disabled: true })
    await admin.delete(path)
    const { items } = (await admin.get(`/admin/events?user=${id}`)).body
    const told = items.map(({ type, subject, actor }: Record<string, { kind: string; id: string }>) => [
      type,
      subject,
      actor?.id,
    ])
    const party = { kind: 'service', id }
    assert.deepEqual(told, [
      ['service_account.deleted', { ...party, name: renamed }, admin.user.id],
      ['service_account.updated', { ...party, name: renamed }, admin.user.id],
      ['service_account.updated', { ...party, name: renamed }, admin.user.id],
      ['service_account.created', { ...party, name }, admin.user.id],
    ])
    const grouped = await admin.get(`/admin/events?user=${id}&group=administration`)
    assert.equal(grouped.body.items.length, 4)
  })
}
