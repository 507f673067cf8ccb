import assert from 'node:assert/strict'
import { it } from 'mocha'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { RotationScene } from './scene.js'

/** How long a key lives after its rotation. */
export function rotatedLifeContract(app: () => App, { make, use }: RotationScene): void {
  it('gives the same key a new secret and renews its life by the same length', async () => {
    const { signedIn, clock, mounting } = app()
    const client = await signedIn()
    const { key, ...made } = await make(client, { expiresInDays: 7, scopes: ['reports:read'] })
    clock.advance({ minutes: 5 })
    const answer = await client.post(`/api-keys/${made.id}/rotation`)
    assert.deepEqual([answer.status, answer.headers.location], [201, `${mounting.path}/api-keys/${made.id}`])
    const { key: rotated, hint, expiresAt, ...rest } = answer.body
    const { hint: oldHint, expiresAt: oldEnd, ...before } = made
    assert.notEqual(rotated, key)
    assert.notEqual(hint, oldHint)
    assert.deepEqual(rest, before)
    assert.equal(Date.parse(expiresAt), clock.now() + 7 * 24 * 3_600_000)
    assert.ok(expiresAt > oldEnd)
    assert.deepEqual([await use(key), await use(rotated)], [401, 200])
  })

  it('revives an expired key, but not beyond the limit', async () => {
    const { signedIn, user, clock } = app()
    const organizationId = `org-${String(Math.random())}`
    const owner = await user({ organizationId })
    const { id } = await make(await signedIn(owner), { expiresInDays: 7 })
    const admin = await app().admin()
    await admin.put(`/admin/policies/organizations/${organizationId}`, { apiKeys: { maxPerUser: 1 } })
    clock.advance({ days: 7 })
    const client = await signedIn(owner)
    const other = await make(client)
    refused(await client.post(`/api-keys/${id}/rotation`), 403, 'limit_reached')
    // One that lives has its place already.
    assert.equal((await client.post(`/api-keys/${other.id}/rotation`)).status, 201)
    await client.delete(`/api-keys/${other.id}`)
    const { key } = (await client.post(`/api-keys/${id}/rotation`)).body
    assert.equal(await use(key), 200)
  })

  it('leaves a key without expiration without one', async () => {
    const client = await app().signedIn()
    const { id } = await make(client, { expiresInDays: null })
    assert.equal((await client.post(`/api-keys/${id}/rotation`, {})).body.expiresAt, null)
  })
}
