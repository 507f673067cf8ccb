import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused } from '../../../support/problems.js'
import { withServiceKey } from './scene.js'

/** What administrators see of the keys of service accounts. */
export function serviceKeyOversightContract(app: () => App): void {
  it('stands in the inventory with its owner, found by id and by name', async () => {
    const { admin, id, name, keyId, made } = await withServiceKey(app())
    const shown = {
      id: keyId,
      kind: 'api_key',
      user: { id, username: name, kind: 'service' },
      name: 'ci',
      hint: made.hint,
      createdAt: made.createdAt,
      expiresAt: made.expiresAt,
      lastUsedAt: null,
      ip: null,
      userAgent: null,
    }
    const inventory = async (query: string) =>
      (await admin.get(`/admin/credentials?${query}`)).body.items as unknown[]
    assert.deepEqual((await inventory('limit=5')).slice(0, 1), [shown])
    for (const user of [id, name, name.toUpperCase()])
      assert.deepEqual(await inventory(`user=${user}`), [shown])
    assert.deepEqual(await inventory(`user=${id}&kind=api_key`), [shown])
    assert.deepEqual(await inventory(`user=${id}&kind=token`), [])
  })

  it('is ended from the inventory', async () => {
    const { admin, keyId, key, id } = await withServiceKey(app())
    assert.equal((await admin.delete(`/admin/credentials/${keyId}`)).status, 204)
    refused(await app().client().get('/api/hello', { bearer: key }), 401, 'invalid_token')
    refused(await admin.delete(`/admin/credentials/${keyId}`), 404, 'not_found')
    const [event] = (await admin.get(`/admin/events?user=${id}`)).body.items
    assert.deepEqual(
      [event.type, event.subject.id, event.actor.id],
      ['api_key.deleted', keyId, admin.user.id],
    )
  })

  it('tells in events who was refused: the account, and not a user', async () => {
    const { admin, id, name, key, keyId } = await withServiceKey(app())
    refused(await app().client().post('/api/reports', {}, { bearer: key }), 403, 'insufficient_scope')
    for (const user of [id, name]) {
      const [event] = (await admin.get(`/admin/events?user=${user}`)).body.items
      assert.deepEqual([event.type, event.reason], ['request.refused', 'insufficient_scope'])
      assert.deepEqual(event.actor, { kind: 'service', id, name })
      assert.deepEqual([event.subject.kind, event.subject.id], ['api_key', keyId])
    }
  })
}
