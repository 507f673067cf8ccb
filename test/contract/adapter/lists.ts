import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { refused, refusedFields } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const lists = [
  '/api-keys',
  '/tokens',
  '/ssh-private-keys',
  '/sessions',
  '/events',
  '/admin/users',
  '/admin/service-accounts',
  '/admin/events',
]

export function listsContract(framework: Framework): void {
  describe('lists', () => {
    const app = appFor(framework)

    it('are read page by page, newest first, each item once', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 7; i++) await client.post('/api-keys', { name: `key ${i}` })
      const names: string[] = []
      const sizes: number[] = []
      let cursor: string | null = null
      do {
        const query: string = cursor === null ? '?limit=3' : `?limit=3&cursor=${encodeURIComponent(cursor)}`
        const { body } = await client.get(`/api-keys${query}`)
        names.push(...body.items.map(({ name }: { name: string }) => name))
        sizes.push(body.items.length)
        cursor = body.nextCursor
      } while (cursor !== null)
      assert.deepEqual(sizes, [3, 3, 1])
      assert.deepEqual(
        names,
        [6, 5, 4, 3, 2, 1, 0].map((i) => `key ${i}`),
      )
    })

    it('end without a cursor when the last page is full', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 2; i++) await client.post('/tokens', {})
      const { items, nextCursor } = (await client.get('/tokens?limit=2')).body
      assert.deepEqual([items.length, nextCursor], [2, null])
    })

    it('neither skip nor repeat when something is made or deleted meanwhile', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 4; i++) await client.post('/api-keys', { name: `key ${i}` })
      const first = (await client.get('/api-keys?limit=2')).body
      await client.delete(`/api-keys/${first.items[1].id}`)
      await client.post('/api-keys', { name: 'newer' })
      const second = (await client.get(`/api-keys?limit=2&cursor=${first.nextCursor}`)).body
      assert.deepEqual(
        second.items.map(({ name }: { name: string }) => name),
        ['key 1', 'key 0'],
      )
    })

    it('hold 50 items unless told otherwise', async () => {
      const client = await app().signedIn()
      for (let i = 0; i < 45; i++) await client.post('/tokens', { name: `${i}` })
      for (let i = 0; i < 10; i++) await client.delete('/sessions')
      const { items, nextCursor } = (await client.get('/events')).body
      assert.equal(items.length, 50)
      assert.equal(typeof nextCursor, 'string')
      assert.ok((await client.get('/events?limit=100')).body.items.length > 50)
    })

    for (const path of lists) {
      it(`CVE-2026-33503: ${path} refuses limits and cursors that are not its own`, async () => {
        const client = await app().admin()
        for (const limit of [
          '0',
          '101',
          '-1',
          '1.5',
          'ten',
          '',
          '1e1',
          '0x10',
          ' 5',
          '5;',
          '05',
          '9'.repeat(400),
        ]) {
          const answer = await client.get(`${path}?limit=${encodeURIComponent(limit)}`)
          refused(answer, 422, 'invalid_input')
          assert.deepEqual(
            answer.body.errors.map(({ field }: { field: string }) => field),
            ['limit'],
            limit,
          )
        }
        const twice = await client.get(`${path}?limit=5&limit=6`)
        refusedFields(twice, { limit: 'wrong_type' })
        for (const cursor of [
          '',
          '!',
          'a'.repeat(200),
          '=',
          "'; DROP TABLE keyward_user; --",
          '%00',
          '{"id":1}',
        ]) {
          const answer = await client.get(`${path}?cursor=${encodeURIComponent(cursor)}`)
          refused(answer, 422, 'invalid_input')
        }
        const { status } = await client.get(`${path}?cursor[$gt]=`)
        assert.equal(status, 422)
        refusedFields(await client.get(`${path}?offset=1&__proto__=2`), {
          offset: 'unknown_field',
          ['__proto__']: 'unknown_field',
        })
      })

      it(`${path} answers a forged cursor without an error of the database`, async () => {
        const client = await app().admin()
        for (const id of [
          '~',
          "' OR 1=1 --",
          '00000000-0000-0000-0000-000000000000',
          'Z'.repeat(64),
          '1e309',
        ]) {
          const cursor = Buffer.from(id, 'latin1').toString('base64url')
          const { status, body } = await client.get(`${path}?cursor=${cursor}`)
          assert.ok(status === 200 || status === 422, `${status}`)
          if (status === 200) assert.ok(Array.isArray(body.items))
        }
      })
    }

    it('show only the caller’s own, whatever the cursor', async () => {
      const { signedIn } = app()
      const [owner, thief] = [await signedIn(), await signedIn()]
      for (let i = 0; i < 3; i++) await owner.post('/api-keys', { name: `key ${i}` })
      const { nextCursor } = (await owner.get('/api-keys?limit=1')).body
      assert.deepEqual((await thief.get(`/api-keys?cursor=${nextCursor}`)).body.items, [])
    })
  })
}
