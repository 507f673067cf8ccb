import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { TokenRow } from '../../../src/store/token.js'
import { addUser, aDigest, aList, aToken, now, ownerOf, room } from './rows.js'

/** What every store does with tokens. */
export function tokensContract(at: () => Store): void {
  const add = async (userId: string, more: Partial<TokenRow> = {}): Promise<TokenRow> => {
    const row = aToken(userId, more)
    assert.equal(await at().commit([at().tokens.insert(row, room)]), true)
    return row
  }

  describe('tokens', () => {
    it('finds a token by digest with its owner, and by id for its owner only', async () => {
      const owner = await addUser(at())
      const row = await add(owner.id, { name: 'CI', scopes: ['a:b'], clientId: 'acme-cli' })
      const found = await at().tokens.byDigest([row.digest])
      assert.deepEqual(found?.row, row)
      assert.deepEqual(found.owner, ownerOf(owner))
      assert.deepEqual(await at().tokens.byId(owner.id, row.id), row)
      assert.equal(await at().tokens.byId((await addUser(at())).id, row.id), null)
    })

    it('refuses a token beyond the limit, counting those that have not ended', async () => {
      const { id } = await addUser(at())
      await add(id, { expiresAt: now })
      await add(id)
      assert.equal(await at().commit([at().tokens.insert(aToken(id), { limit: 1, now })]), false)
      assert.equal(await at().commit([at().tokens.insert(aToken(id), { limit: 2, now })]), true)
    })

    it('lists a user’s living tokens, and scans those of everybody', async () => {
      const { id } = await addUser(at())
      const last = (await at().tokens.scan(null, 10_000)).at(-1)?.row.id ?? null
      await add(id, { expiresAt: now })
      const [first, second] = [await add(id), await add(id)]
      const page = await at().tokens.list(id, aList({ limit: 1, endedSince: now }))
      assert.deepEqual([page.rows, page.more, page.total], [[second], true, 2])
      const scanned = await at().tokens.scan(last, 10)
      assert.deepEqual(
        scanned.slice(1).map(({ row }) => row),
        [first, second],
      )
    })

    it('notes a use, never backwards, and moves a digest on', async () => {
      const row = await add((await addUser(at())).id)
      const redigest = { from: row.digest, digest: aDigest(), keyId: 'key9' }
      await at().commit([at().tokens.used(row.id, { at: now + 5, ip: null, redigest })])
      await at().commit([at().tokens.used(row.id, { at: now + 1, ip: null })])
      const moved = { digest: redigest.digest, keyId: 'key9', lastUsedAt: now + 5 }
      assert.deepEqual(await at().tokens.byId(row.userId, row.id), { ...row, ...moved })
    })

    it('removes one only for its owner, or all of a user', async () => {
      const { id } = await addUser(at())
      const [row, other] = [await add(id), await add((await addUser(at())).id)]
      await add(id)
      assert.equal(await at().commit([at().tokens.remove(other.userId, row.id)]), false)
      assert.equal(await at().commit([at().tokens.remove(id, row.id)]), true)
      await at().commit([at().tokens.removeAll(id)])
      assert.deepEqual((await at().tokens.list(id, aList())).rows, [])
      assert.ok(await at().tokens.byDigest([other.digest]))
    })
  })
}
