import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

export function rotationContract(framework: Framework): void {
  describe('POST /api-keys/:id/rotation', () => {
    const app = appFor(framework)
    const make = async (client: TestClient, body: object = {}) =>
      (await client.post('/api-keys', { name: `key ${Math.random()}`, ...body })).body
    const use = async (key: string) => (await app().client().get('/api/hello', { bearer: key })).status

    it('gives the same key a new secret and renews its life by the same length', async () => {
      const { signedIn, clock, mounting } = app()
      const client = await signedIn()
      const { key, ...made } = await make(client, { expiresInDays: 7, scopes: ['reports:read'] })
      clock.advance({ minutes: 5 })
      const answer = await client.post(`/api-keys/${made.id}/rotation`)
      assert.deepEqual(
        [answer.status, answer.headers.location],
        [201, `${mounting.path}/api-keys/${made.id}`],
      )
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
      await client.delete(`/api-keys/${other.id}`)
      const { key } = (await client.post(`/api-keys/${id}/rotation`)).body
      assert.equal(await use(key), 200)
    })

    it('leaves a key without expiration without one', async () => {
      const client = await app().signedIn()
      const { id } = await make(client, { expiresInDays: null })
      assert.equal((await client.post(`/api-keys/${id}/rotation`, {})).body.expiresAt, null)
    })

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

    it('deletes and disables both secrets', async () => {
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

    it('answers 409 to the later of two at once', async () => {
      const client = await app().signedIn()
      const { id } = await make(client)
      const answers = await Promise.all([1, 2, 3].map(() => client.post(`/api-keys/${id}/rotation`, {})))
      const made = answers.filter(({ status }) => status === 201)
      assert.ok(made.length >= 1)
      for (const lost of answers.filter(({ status }) => status !== 201)) refused(lost, 409, 'conflict')
      const uses = await Promise.all(made.map(({ body }) => use(body.key)))
      assert.equal(uses.filter((status) => status === 200).length, 1)
    })

    it('needs a recent proof', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      const { id } = await make(client)
      clock.advance({ minutes: 10 })
      refused(await client.post(`/api-keys/${id}/rotation`, {}), 403, 'reauthentication_required')
    })

    it('takes 0 to 604800 whole seconds', async () => {
      const client = await app().signedIn()
      const { id } = await make(client)
      for (const [overlapSeconds, reason] of [
        [-1, 'out_of_range'],
        [604_801, 'out_of_range'],
        [1e300, 'out_of_range'],
        [1.5, 'wrong_type'],
        ['60', 'wrong_type'],
        [null, 'wrong_type'],
      ] as const) {
        const answer = await client.post(`/api-keys/${id}/rotation`, { overlapSeconds })
        refusedFields(answer, { overlapSeconds: reason })
      }
      refusedFields(await client.post(`/api-keys/${id}/rotation`, { name: 'a' }), { name: 'unknown_field' })
    })
  })
}
