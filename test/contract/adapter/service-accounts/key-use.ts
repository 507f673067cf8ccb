import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { invalidToken, refused } from '../../../support/problems.js'
import { withServiceKey } from './scene.js'

/** What guards make of the key of a service account. */
export function serviceKeyUseContract(app: () => App): void {
  it('is let in as the account, which is told from a person', async () => {
    const { id, name, key, keyId, made } = await withServiceKey(app(), {
      account: { organizationId: 'acme' },
    })
    const user = {
      id,
      username: name,
      displayName: null,
      organizationId: 'acme',
      admin: false,
      kind: 'service',
    }
    const { client } = app()
    const { status, body } = await client().get('/api/reports', { bearer: key })
    assert.deepEqual([status, body.user], [200, user])
    const credential = { kind: 'api_key', id: keyId, name: 'ci', expiresAt: made.expiresAt }
    assert.deepEqual(body.authInfo, { credential, scopes: ['reports:read'], amr: [], session: null })
    const told = (await client().get('/credential', { bearer: key })).body
    assert.deepEqual(told, { ...credential, scopes: ['reports:read'], user })
  })

  it('has the scopes that it names, and no others', async () => {
    const { key } = await withServiceKey(app())
    const { client } = app()
    refused(await client().post('/api/reports', {}, { bearer: key }), 403, 'insufficient_scope')
  })

  it('is refused where a factor, a recent proof or a session is asked for', async () => {
    const { key } = await withServiceKey(app())
    const { client } = app()
    refused(await client().get('/api/mfa', { bearer: key }), 403, 'credential_not_accepted')
    for (const path of ['/api/recent', '/api/vault', '/sessions', '/api-keys', '/admin/users'])
      refused(await client().get(path, { bearer: key }), 403, 'interactive_session_required')
    assert.equal((await client().get('/api/keys-only', { bearer: key })).status, 200)
  })

  it('rests while its account is disabled, and works again afterwards', async () => {
    const { admin, path, key } = await withServiceKey(app())
    const { client } = app()
    await admin.patch(path, { disabled: true })
    invalidToken(await client().get('/api/hello', { bearer: key }))
    const refusal = (await admin.get('/admin/events?type=credential.refused')).body.items[0]
    assert.equal(refusal.reason, 'owner_disabled')
    await admin.patch(path, { disabled: false })
    assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
  })

  it('ends by its own secret', async () => {
    const { admin, keys, key } = await withServiceKey(app())
    assert.equal((await app().client().post('/revoke', { token: key })).status, 200)
    invalidToken(await app().client().get('/api/hello', { bearer: key }))
    assert.deepEqual((await admin.get(keys)).body.items, [])
  })

  it('ends with its time', async () => {
    const { key } = await withServiceKey(app(), { key: { expiresInDays: 7 } })
    app().clock.advance({ days: 7 })
    invalidToken(await app().client().get('/api/hello', { bearer: key }))
  })
}
