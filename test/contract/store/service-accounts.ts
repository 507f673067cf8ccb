import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import { addServiceAccount, aDigest, anApiKey, aServiceAccount, digestOf, hour, now, room } from './rows.js'

/** What every store does with service accounts. */
export function serviceAccountsContract(at: () => Store): void {
  const found = async (id: string) => at().serviceAccounts.byId(id, now)

  describe('service accounts', () => {
    it('finds one by id and by name', async () => {
      const row = await addServiceAccount(at(), { description: 'Ünïcode 🔑', organizationId: 'acme' })
      assert.deepEqual(await found(row.id), { row, keys: 0, lastUsedAt: null })
      assert.deepEqual(await at().serviceAccounts.byName(row.nameKey), row)
      assert.equal(await at().serviceAccounts.byName(aDigest()), null)
      const [other, odd] = [await addServiceAccount(at()), ['a\0b', 'ü', '', aDigest()]]
      const named = await at().serviceAccounts.named([row.id, ...odd, other.id])
      const sorted = named.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      assert.deepEqual(sorted, [
        { id: row.id, name: row.name },
        { id: other.id, name: other.name },
      ])
      assert.deepEqual(await at().serviceAccounts.named([]), [])
      for (const id of ['a\0b', 'ü', '1', aDigest()]) assert.equal(await found(id), null)
    })

    it('throws a conflict that names the name, for a second one and for a renamed one', async () => {
      const [first, second] = [await addServiceAccount(at()), await addServiceAccount(at())]
      const { nameKey } = first
      const conflict = { name: 'ConflictError', field: 'nameKey' }
      const { serviceAccounts } = at()
      await assert.rejects(at().commit([serviceAccounts.insert(aServiceAccount({ nameKey }))]), conflict)
      await assert.rejects(at().commit([serviceAccounts.update(second.id, { nameKey })]), conflict)
    })

    it('lists them newest first, page by page', async () => {
      const rows = [await addServiceAccount(at()), await addServiceAccount(at())].reverse()
      const first = await at().serviceAccounts.list({ limit: 1, before: null }, now)
      assert.deepEqual([first.rows.map(({ row }) => row), first.more], [[rows[0]], true])
      const before = rows[0]?.id ?? null
      const second = await at().serviceAccounts.list({ limit: 1, before }, now)
      assert.deepEqual(
        second.rows.map(({ row }) => row),
        [rows[1]],
      )
    })

    it('counts the keys that have not ended, and tells when one was used last', async () => {
      const { id } = await addServiceAccount(at())
      const other = await addServiceAccount(at())
      const keys = [
        anApiKey(id, { expiresAt: now, lastUsedAt: now + 9 }),
        anApiKey(id, { expiresAt: null }),
        anApiKey(id, { expiresAt: now + hour, lastUsedAt: now + 5 }),
        anApiKey(other.id, { lastUsedAt: now + 99 }),
      ]
      for (const key of keys) await at().commit([at().serviceKeys.insert(key, room)])
      const facts = await found(id)
      assert.deepEqual([facts?.keys, facts?.lastUsedAt], [2, now + 9])
    })

    it('changes what a patch names, even to the same value', async () => {
      const row = await addServiceAccount(at())
      const names = { name: 'New', nameKey: digestOf(row.id + 'new'), nameFolded: 'new' }
      const patch = { ...names, description: null, disabled: true }
      for (let i = 0; i < 2; i++)
        assert.equal(await at().commit([at().serviceAccounts.update(row.id, patch)]), true)
      assert.deepEqual((await found(row.id))?.row, { ...row, ...patch })
      assert.equal(await at().commit([at().serviceAccounts.update(aDigest(), patch)]), false)
    })

    it('removes one with its keys, once', async () => {
      const { id } = await addServiceAccount(at())
      const key = anApiKey(id)
      await at().commit([at().serviceKeys.insert(key, room)])
      assert.equal(await at().commit([at().serviceAccounts.remove(id)]), true)
      assert.equal(await at().serviceKeys.byDigest([key.digest]), null)
      assert.equal(await at().commit([at().serviceAccounts.remove(id)]), false)
      assert.equal(await at().commit([at().serviceKeys.insert(anApiKey(id), room)]), false)
    })

    it('tells a key of a disabled one', async () => {
      const { id } = await addServiceAccount(at(), { disabled: true })
      const key = anApiKey(id)
      await at().commit([at().serviceKeys.insert(key, room)])
      assert.equal((await at().serviceKeys.byDigest([key.digest]))?.owner.disabled, true)
    })
  })
}
