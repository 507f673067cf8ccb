import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { SealedText } from '../../../src/crypto/seal.js'
import type { Store } from '../../../src/store.js'
import type { SshPrivateKeyRow } from '../../../src/store/ssh-private-key.js'
import { addUser, aList, aSshPrivateKey, digestOf, now, room } from './rows.js'

/** What every store does with SSH private keys. */
export function sshPrivateKeysContract(at: () => Store): void {
  const add = async (userId: string, more: Partial<SshPrivateKeyRow> = {}): Promise<SshPrivateKeyRow> => {
    const row = aSshPrivateKey(userId, more)
    assert.equal(await at().commit([at().sshPrivateKeys.insert(row, room)]), true)
    return row
  }

  describe('SSH private keys', () => {
    it('finds a key by id, for its owner only', async () => {
      const { id } = await addUser(at())
      const long = 'A'.repeat(12_000) as SealedText
      const row = await add(id, { name: 'Ünïcode 🔑', description: '🔑'.repeat(500), sealed: long })
      assert.deepEqual(await at().sshPrivateKeys.byId(id, row.id), row)
      assert.equal(await at().sshPrivateKeys.byId((await addUser(at())).id, row.id), null)
      assert.equal(await at().sshPrivateKeys.byId(id, 'a\0b'), null)
    })

    it('lists a user’s keys, newest first', async () => {
      const { id } = await addUser(at())
      const [first, second] = [await add(id), await add(id, { accountName: null, description: null })]
      await add((await addUser(at())).id)
      const { rows, more, last } = await at().sshPrivateKeys.list(id, aList({ limit: 1 }))
      assert.deepEqual([rows, more], [[second], true])
      assert.ok(last)
      const rest = aList({ at: { ...last, side: 'after' } })
      assert.deepEqual((await at().sshPrivateKeys.list(id, rest)).rows, [first])
    })

    it('throws a conflict that names the name, for a second key and for a renamed one', async () => {
      const { id } = await addUser(at())
      const [first, second] = [await add(id), await add(id)]
      const conflict = { name: 'ConflictError', field: 'nameKey' }
      const { nameKey } = first
      const twin = at().sshPrivateKeys.insert(aSshPrivateKey(id, { nameKey }), room)
      await assert.rejects(at().commit([twin]), conflict)
      await assert.rejects(at().commit([at().sshPrivateKeys.update(id, second.id, { nameKey })]), conflict)
      await add((await addUser(at())).id, { nameKey })
    })

    it('refuses a key beyond the limit, also when many are made at once', async () => {
      const { id } = await addUser(at())
      const insert = (): Promise<boolean> =>
        at().commit([at().sshPrivateKeys.insert(aSshPrivateKey(id), { limit: 2 })])
      const done = await Promise.all(Array.from({ length: 6 }, insert))
      assert.equal(done.filter(Boolean).length, 2)
    })

    it('changes what a patch names, even to the same value, for its owner only', async () => {
      const { id } = await addUser(at())
      const row = await add(id)
      const patch = {
        name: 'New',
        nameKey: digestOf(`${row.id}new`),
        nameFolded: 'new',
        accountName: 'root',
        description: null,
      }
      for (let i = 0; i < 2; i++)
        assert.equal(await at().commit([at().sshPrivateKeys.update(id, row.id, patch)]), true)
      assert.deepEqual(await at().sshPrivateKeys.byId(id, row.id), { ...row, ...patch })
      const other = (await addUser(at())).id
      assert.equal(await at().commit([at().sshPrivateKeys.update(other, row.id, patch)]), false)
    })

    it('notes a use of a key that is there, twice at the same moment too', async () => {
      const row = await add((await addUser(at())).id)
      const use = (userId: string): Promise<boolean> =>
        at().commit([at().sshPrivateKeys.used(userId, row.id, now + 5)])
      assert.deepEqual([await use(row.userId), await use(row.userId)], [true, true])
      assert.equal(await use((await addUser(at())).id), false)
      assert.equal((await at().sshPrivateKeys.byId(row.userId, row.id))?.lastUsedAt, now + 5)
      await at().commit([at().sshPrivateKeys.remove(row.userId, row.id)])
      assert.equal(await use(row.userId), false)
    })

    it('moves a sealed text to another key, if it is still the one', async () => {
      const row = await add((await addUser(at())).id)
      const to = { text: '1.new.text' as SealedText, keyId: 'kek-2' }
      await at().commit([at().sshPrivateKeys.reseal(row, to)])
      await at().commit([at().sshPrivateKeys.reseal(row, { ...to, keyId: 'kek-3' })])
      const moved = await at().sshPrivateKeys.byId(row.userId, row.id)
      assert.deepEqual(moved, { ...row, sealed: to.text, keyId: to.keyId })
    })

    it('removes a key only for its owner, and only once', async () => {
      const row = await add((await addUser(at())).id)
      const remove = async (userId: string): Promise<boolean> =>
        at().commit([at().sshPrivateKeys.remove(userId, row.id)])
      assert.equal(await remove((await addUser(at())).id), false)
      assert.deepEqual([await remove(row.userId), await remove(row.userId)], [true, false])
    })

    it('loses all of a user’s with the account', async () => {
      const row = await add((await addUser(at())).id)
      await at().commit([at().accounts.remove(row.userId)])
      assert.equal(await at().sshPrivateKeys.byId(row.userId, row.id), null)
    })
  })
}
