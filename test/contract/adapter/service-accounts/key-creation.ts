import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { withAccount, withServiceKey } from './scene.js'

/** Making keys of service accounts, and keeping them. */
export function serviceKeyCreationContract(app: () => App): void {
  it('makes one as users make theirs, and shows its secret once', async () => {
    const { keys, keyId, key, made, admin } = await withServiceKey(app())
    const at = app().clock.now()
    const { key: _, ...shown } = made
    assert.match(key, /^kwk_[0-9A-Za-z]{36}$/)
    assert.deepEqual(shown, {
      id: keyId,
      name: 'ci',
      hint: shown.hint,
      scopes: ['reports:read'],
      allowedAddresses: [],
      limit: null,
      createdAt: new Date(at).toISOString(),
      expiresAt: new Date(at + 30 * 86_400_000).toISOString(),
      lastUsedAt: null,
      lastUsedIp: null,
      disabled: false,
    })
    assert.deepEqual((await admin.get(keys)).body, { items: [shown], nextCursor: null, total: 1 })
    assert.deepEqual((await admin.get(`${keys}/${keyId}`)).body, shown)
  })

  it('demands scopes that there are', async () => {
    const { admin, path } = await withAccount(app())
    const make = (scopes?: readonly string[]) => admin.post(`${path}/api-keys`, { name: 'a', scopes })
    refusedFields(await make(), { scopes: 'required' })
    refusedFields(await make([]), { scopes: 'required' })
    for (const scopes of [['nothing'], ['keyward:everything'], ['toString'], ['reports:read', 'keyward:*']])
      refusedFields(await make(scopes), { scopes: 'unknown_scope' })
    assert.deepEqual((await admin.get(path)).body.keys, 0)
  })

  it('takes `*` for all that the app allows, among which is nothing that is reserved', async () => {
    const { key, made } = await withServiceKey(app(), { key: { scopes: ['*'] } })
    assert.deepEqual(made.scopes, ['*'])
    const client = app().client()
    assert.equal((await client.get('/api/reports', { bearer: key })).status, 200)
    refused(await client.post('/introspect', { token: key }, { bearer: key }), 403, 'insufficient_scope')
  })

  it('gives a reserved scope, which no user can ask for', async () => {
    const reserved = ['keyward:introspect']
    const { made } = await withServiceKey(app(), { key: { scopes: reserved } })
    assert.deepEqual(made.scopes, reserved)
    const admin = await app().admin()
    for (const path of ['/api-keys', '/tokens'])
      refusedFields(await admin.post(path, { name: 'a', scopes: reserved }), { scopes: 'unknown_scope' })
    const user = await app().user()
    const { apiKeys, tokens } = app().keyward
    for (const asked of [
      apiKeys.create(user.id, { name: 'a', scopes: reserved }),
      tokens.create(user.id, { scopes: reserved }),
    ])
      await assert.rejects(asked, { code: 'invalid_input' })
    const { scopes } = (await admin.get('/api-keys/options')).body
    assert.deepEqual(
      scopes.map(({ name }: { name: string }) => name),
      ['reports:read', 'reports:write'],
    )
  })

  it('renames, disables, enables, rotates and deletes it', async () => {
    const { admin, keys, keyId, key } = await withServiceKey(app())
    const use = async (bearer: string) => (await app().client().get('/api/reports', { bearer })).status
    const path = `${keys}/${keyId}`
    assert.equal((await admin.patch(path, { name: 'renamed' })).body.name, 'renamed')
    assert.equal((await admin.patch(path, { disabled: true })).body.disabled, true)
    assert.equal(await use(key), 401)
    await admin.patch(path, { disabled: false })
    assert.equal(await use(key), 200)
    const renewed = await admin.post(`${path}/rotation`, { overlapSeconds: 60 })
    assert.deepEqual([renewed.status, renewed.body.id], [201, keyId])
    assert.equal(renewed.headers.location, `${app().mounting.path}${path}`)
    assert.deepEqual([await use(key), await use(String(renewed.body.key))], [200, 200])
    app().clock.advance({ seconds: 60 })
    assert.deepEqual([await use(key), await use(String(renewed.body.key))], [401, 200])
    assert.equal((await admin.delete(path)).status, 204)
    assert.equal(await use(String(renewed.body.key)), 401)
    refused(await admin.delete(path), 404, 'not_found')
  })

  it('finds keys by name, in the order that is asked for', async () => {
    const { admin, keys } = await withServiceKey(app(), { key: { name: 'zebra' } })
    await admin.post(keys, { name: 'Ant', scopes: ['reports:read'] })
    const names = async (query: string) =>
      (await admin.get(`${keys}?${query}`)).body.items.map(({ name }: { name: string }) => name)
    assert.deepEqual(await names('sort=name'), ['Ant', 'zebra'])
    assert.deepEqual(await names('q=AN'), ['Ant'])
    assert.deepEqual(await names('status=disabled'), [])
  })

  it('a name is taken once in an account', async () => {
    const { admin, keys } = await withServiceKey(app())
    refused(await admin.post(keys, { name: 'CI', scopes: ['reports:read'] }), 409, 'name_taken')
    assert.equal((await withServiceKey(app())).made.name, 'ci')
  })

  it('holds at most 50', async () => {
    const { admin, id, path, keys } = await withServiceKey(app())
    for (let i = 1; i < 50; i++)
      await app().keyward.serviceAccounts.keys.create(id, { name: `${String(i)}`, scopes: ['reports:read'] })
    refused(await admin.post(keys, { name: 'more', scopes: ['reports:read'] }), 403, 'limit_reached')
    assert.equal((await admin.get(path)).body.keys, 50)
  })

  it('GHSA-4vcf-q4xf-f48m: is a 404 under another account, and under the routes of users', async () => {
    const { admin, keyId, keys, key } = await withServiceKey(app())
    const other = await withServiceKey(app())
    const user = await admin.post('/api-keys', { name: 'mine' })
    for (const path of [
      `${other.keys}/${keyId}`,
      `/api-keys/${keyId}`,
      `${keys}/${String(user.body.id)}`,
      `/admin/service-accounts/${admin.user.id}/api-keys/${String(user.body.id)}`,
    ])
      for (const answer of [
        await admin.get(path),
        await admin.patch(path, { name: 'theirs' }),
        await admin.post(`${path}/rotation`, {}),
        await admin.delete(path),
      ])
        refused(answer, 404, 'not_found')
    for (const bearer of [key, String(user.body.key)])
      assert.equal((await app().client().get('/api/hello', { bearer })).status, 200)
  })

  it('takes a limit and addresses from administrators, and is refused elsewhere', async () => {
    const asked = { limit: { requests: 2, perSeconds: 60 }, allowedAddresses: ['127.0.0.0/8', '::1'] }
    const { made, key, admin, keys, keyId } = await withServiceKey(app(), { key: asked })
    assert.deepEqual(made.limit, asked.limit)
    const use = async () => (await app().client().get('/api/hello', { bearer: key })).status
    assert.equal(await use(), 200)
    await admin.patch(`${keys}/${keyId}`, { limit: null, allowedAddresses: ['192.0.2.0/24'] })
    assert.equal(await use(), 403)
  })
}
