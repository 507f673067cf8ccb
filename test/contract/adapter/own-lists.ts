import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { dayMs } from '../../../src/time.js'
import type { TestClient } from '../../support/client.js'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields } from '../../support/problems.js'
import { newKeys } from '../../support/ssh-keys.js'
import { appFor } from '../../support/suite.js'

const names = async (client: TestClient, path: string): Promise<readonly string[]> => {
  const { status, body } = await client.get(path)
  assert.equal(status, 200)
  assert.equal(body.total, body.items.length)
  return body.items.map(({ name }: { name: string }) => name)
}

/** Searching, sorting and counting one's own credentials. */
export function ownListsContract(framework: Framework): void {
  describe('lists of one’s own credentials', () => {
    const app = appFor(framework)

    it('find a part of a name, in any case, and count what they find', async () => {
      const client = await app().signedIn()
      for (const name of ['CI deploy', 'Straße', '100%']) await client.post('/api-keys', { name })
      assert.deepEqual(await names(client, '/api-keys?q=DEPL'), ['CI deploy'])
      assert.deepEqual(await names(client, `/api-keys?q=${encodeURIComponent('STRASSE')}`), ['Straße'])
      assert.deepEqual(await names(client, '/api-keys?q=%25'), ['100%'])
      assert.deepEqual(await names(client, '/api-keys?q=_'), [])
      assert.equal((await names(client, '/api-keys?q=%20')).length, 3)
      const { items, nextCursor, total } = (await client.get('/api-keys?limit=2')).body
      assert.deepEqual([items.length, typeof nextCursor, total], [2, 'string', 3])
    })

    it('tell active, expiring, expired, disabled and unused keys from one another', async () => {
      const { signedIn, clock } = app()
      const client = await signedIn()
      const { id } = (await client.post('/api-keys', { name: 'off', expiresInDays: 7 })).body
      await client.patch(`/api-keys/${id}`, { disabled: true })
      for (const [name, expiresInDays] of [
        ['week', 7],
        ['month', 30],
        ['forever', null],
      ] as const) {
        clock.advance({ ms: 1 })
        await client.post('/api-keys', { name, expiresInDays })
      }
      const by = (status: string): Promise<readonly string[]> =>
        names(client, `/api-keys?sort=name&status=${status}`)
      assert.deepEqual(await by('active'), ['forever', 'month', 'week'])
      assert.deepEqual(await by('expiring'), ['week'])
      assert.deepEqual(await by('expired'), [])
      assert.deepEqual(await by('disabled'), ['off'])
      assert.deepEqual(await by('unused'), ['forever', 'month', 'off', 'week'])
      clock.advance({ ms: 7 * dayMs })
      const later = await app().signedIn(client.user)
      const then = (status: string): Promise<readonly string[]> =>
        names(later, `/api-keys?sort=name&status=${status}`)
      assert.deepEqual(await then('expired'), ['week'])
      assert.deepEqual(await then('disabled'), ['off'])
    })

    it('go by the end that a stricter policy leaves, which is the one that is shown', async () => {
      const { signedIn, admin } = app()
      const client = await signedIn()
      await client.post('/api-keys', { name: 'a forever', expiresInDays: null })
      await client.post('/api-keys', { name: 'b week', expiresInDays: 7 })
      const policies = '/admin/policies/platform'
      const chief = await admin()
      await chief.put(policies, { apiKeys: { allowedDays: [7], defaultDays: 7 } })
      try {
        assert.deepEqual(await names(client, '/api-keys?status=expiring&sort=name'), ['a forever', 'b week'])
        const { items } = (await client.get('/api-keys?sort=expires')).body
        assert.deepEqual(
          new Set(items.map((item: { expiresAt: string }) => typeof item.expiresAt)),
          new Set(['string']),
        )
      } finally {
        await chief.put(policies, {})
      }
    })

    it('refuse a cursor of another query, and a status or an order that a kind does not have', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 3; i++) await client.post('/api-keys', { name: `key ${i}` })
      const { nextCursor } = (await client.get('/api-keys?limit=1&q=key&sort=name')).body
      const again = await client.get(`/api-keys?limit=2&q=key&sort=name&cursor=${nextCursor}`)
      assert.deepEqual([again.body.items.length, again.body.nextCursor, again.body.total], [2, null, 3])
      for (const query of [
        'q=key',
        'q=ke&sort=name',
        'q=key&sort=expires',
        'q=key&sort=name&status=active',
      ]) {
        const answer = await client.get(`/api-keys?${query}&cursor=${nextCursor}`)
        refusedFields(answer, { cursor: 'malformed' })
      }
      for (const path of ['/tokens', '/ssh-keys', '/ssh-private-keys']) {
        refusedFields(await client.get(`${path}?status=disabled`), { status: 'not_allowed' })
        assert.deepEqual(await names(client, `${path}?status=unused&sort=last_used&q=a`), [])
      }
      refusedFields(await client.get('/ssh-private-keys?sort=expires'), { sort: 'not_allowed' })
      refusedFields(await client.get('/ssh-private-keys?status=expired'), { status: 'not_allowed' })
      refusedFields(await client.get('/api-keys?status='), { status: 'not_allowed' })
    })

    it('answer a forged cursor without an error of the database', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 2; i++) await client.post('/tokens', { name: `token ${i}` })
      for (const sort of ['created', 'last_used', 'expires', 'name']) {
        const { nextCursor } = (await client.get(`/tokens?limit=1&sort=${sort}`)).body
        const [query] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as string[]
        for (const value of ["' OR 1=1 --", 'a\0b', '\ud800', 1e308, -1, 1.5, null, {}]) {
          const forged = JSON.stringify([query, 'after', value, '~'])
          const cursor = Buffer.from(forged).toString('base64url')
          const { status } = await client.get(`/tokens?sort=${sort}&cursor=${cursor}`)
          assert.ok(status === 200 || status === 422, `${status} for ${forged}`)
        }
      }
    })

    it('answer SSH keys and tokens as they are named', async () => {
      const client = await app().signedIn()
      const publicKey = newKeys['ssh-ed25519']()
      await client.post('/ssh-keys', { name: 'Laptop', publicKey })
      await client.post('/tokens', { name: 'CI' })
      assert.deepEqual(await names(client, '/ssh-keys?q=LAP&status=active&sort=expires'), ['Laptop'])
      assert.deepEqual(await names(client, '/tokens?q=ci&status=expiring'), ['CI'])
    })
  })

  describe('GET /api-keys/:id/events', () => {
    const app = appFor(framework)

    it('lists what happened to the key, newest first, and nothing else', async () => {
      const client = await app().signedIn()
      const { id, key } = (await client.post('/api-keys', { name: 'a' })).body
      await client.post('/api-keys', { name: 'b' })
      await client.patch(`/api-keys/${id}`, { disabled: true })
      await app().client().get('/api/hello', { bearer: key })
      const { status, body } = await client.get(`/api-keys/${id}/events`)
      assert.equal(status, 200)
      assert.deepEqual(
        body.items.map(({ type }: { type: string }) => type),
        ['credential.refused', 'api_key.updated', 'api_key.created'],
      )
      assert.deepEqual([body.nextCursor, body.total], [null, undefined])
      const own = (await client.get('/events?type=api_key.updated')).body.items
      assert.deepEqual(body.items[1], own[0])
      const first = (await client.get(`/api-keys/${id}/events?limit=2`)).body
      const rest = (await client.get(`/api-keys/${id}/events?cursor=${first.nextCursor}`)).body
      assert.deepEqual([first.items.length, rest.items], [2, body.items.slice(2)])
    })

    it('is a 404 once the key is deleted', async () => {
      const client = await app().signedIn()
      const { id } = (await client.post('/api-keys', { name: 'a' })).body
      await client.delete(`/api-keys/${id}`)
      refused(await client.get(`/api-keys/${id}/events`), 404, 'not_found')
    })
  })
}
