import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import type { RotationScene } from './scene.js'

/** How long the old secret is good beside the new one. */
export function rotationOverlapContract(app: () => App, { make, use }: RotationScene): void {
  it('lets the old secret live as long as was asked', async () => {
    const { signedIn, clock } = app()
    const client = await signedIn()
    const { id, key } = await make(client)
    const rotated = (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 60 })).body.key
    assert.deepEqual([await use(key), await use(rotated)], [200, 200])
    clock.advance({ seconds: 60 })
    assert.deepEqual([await use(key), await use(rotated)], [401, 200])
  })

  it('ends the oldest secret with a second rotation', async () => {
    const client = await app().signedIn()
    const { id, key } = await make(client)
    const second = (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })).body.key
    const third = (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })).body.key
    assert.deepEqual([await use(key), await use(second), await use(third)], [401, 200, 200])
  })

  it('does not lengthen the life of the old secret past the key’s own end', async () => {
    const { signedIn, clock, user } = app()
    const owner = await user()
    const client = await signedIn(owner)
    const { id, key } = await make(client, { expiresInDays: 7 })
    await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })
    clock.advance({ days: 7 })
    assert.equal(await use(key), 401)
  })

  it('ends the old secret when the policy becomes shorter than it has lived, in the middle of an overlap', async () => {
    const { signedIn, clock, user, admin } = app()
    const organizationId = `org-${String(Math.random())}`
    const owner = await user({ organizationId })
    const path = `/admin/policies/organizations/${organizationId}`
    const { id, key } = await make(await signedIn(owner), { expiresInDays: 90 })
    clock.advance({ days: 20 })
    const client = await signedIn(owner)
    const rotated = (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })).body.key
    assert.deepEqual([await use(key), await use(rotated)], [200, 200])
    const allow = async (days: number) => {
      const policy = { apiKeys: { allowedDays: [days], defaultDays: days } }
      assert.equal((await (await admin()).put(path, policy)).status, 200)
    }
    await allow(30)
    assert.deepEqual([await use(key), await use(rotated)], [200, 200])
    await allow(7)
    assert.deepEqual([await use(key), await use(rotated)], [401, 200])
  })

  it('revives no expired secret by an overlap, however it came to its end', async () => {
    const { signedIn, clock, user } = app()
    const organizationId = `org-${String(Math.random())}`
    const owner = await user({ organizationId })
    const path = `/admin/policies/organizations/${organizationId}`
    for (const { expiresInDays, policy } of [
      { expiresInDays: 7, policy: {} },
      // The policy is shorter than what was chosen.
      { expiresInDays: 90, policy: { apiKeys: { allowedDays: [7], defaultDays: 7 } } },
      { expiresInDays: null, policy: { apiKeys: { allowedDays: [7], defaultDays: 7 } } },
    ]) {
      const { id, key } = await make(await signedIn(owner), { expiresInDays })
      clock.advance({ days: 7 })
      assert.equal((await (await app().admin()).put(path, policy)).status, 200)
      const client = await signedIn(owner)
      const rotate = async () =>
        (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })).body.key
      const rotated = await rotate()
      assert.deepEqual([await use(key), await use(rotated)], [401, 200])
      const again = await rotate()
      assert.deepEqual([await use(key), await use(rotated), await use(again)], [401, 200, 200])
      await (await app().admin()).put(path, {})
    }
  })

  it('ends the old secret at its own end, in the middle of an overlap and after a second rotation', async () => {
    const { signedIn, clock, user } = app()
    const owner = await user()
    const { id, key } = await make(await signedIn(owner), { expiresInDays: 7 })
    clock.advance({ days: 6 })
    const client = await signedIn(owner)
    const second = (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })).body.key
    assert.equal(await use(key), 200)
    clock.advance({ days: 1 })
    assert.deepEqual([await use(key), await use(second)], [401, 200])
    clock.advance({ days: 5 })
    const later = await signedIn(owner)
    const third = (await later.post(`/api-keys/${id}/rotation`, { overlapSeconds: 604_800 })).body.key
    assert.deepEqual([await use(second), await use(third)], [200, 200])
    clock.advance({ days: 1 })
    assert.deepEqual([await use(second), await use(third)], [401, 200])
  })

  it('deleting or disabling the key ends both its secrets, in the middle of an overlap', async () => {
    const client = await app().signedIn()
    const { id, key } = await make(client)
    const { key: rotated } = (await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 600 })).body
    await client.patch(`/api-keys/${id}`, { disabled: true })
    assert.deepEqual([await use(key), await use(rotated)], [401, 401])
    await client.patch(`/api-keys/${id}`, { disabled: false })
    assert.deepEqual([await use(key), await use(rotated)], [200, 200])
    await client.delete(`/api-keys/${id}`)
    assert.deepEqual([await use(key), await use(rotated)], [401, 401])
  })
}
