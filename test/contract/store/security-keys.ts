import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { SecurityKeyRow } from '../../../src/store/security-key.js'
import { addUser, aDigest, aSecurityKey, digestOf, hour, nextId, now } from './rows.js'

/** What every store does with security keys. */
export function securityKeysContract(at: () => Store): void {
  const insert = (row: SecurityKeyRow, limit = 10): Promise<boolean> =>
    at().commit([at().securityKeys.insert(row, limit)])
  const add = async (userId: string, more: Partial<SecurityKeyRow> = {}): Promise<SecurityKeyRow> => {
    const row = aSecurityKey(userId, more)
    assert.equal(await insert(row), true)
    return row
  }
  const present = async ({ credentialDigest }: SecurityKeyRow): Promise<SecurityKeyRow | null> =>
    at().securityKeys.byCredential(credentialDigest)
  const use = (row: SecurityKeyRow, counter: number, backedUp = false): Promise<boolean> =>
    at().commit([at().securityKeys.used(row, { counter, backedUp, at: now + hour })])

  describe('security keys', () => {
    it('are listed oldest first for their owner, and found by their credential', async () => {
      const { id } = await addUser(at())
      const traits = { backupEligible: true, backedUp: true, attested: true, passkey: true, suspect: true }
      const first = await add(id, { name: 'Ünïcode 🔑', transports: [], counter: 4_294_967_295 })
      const second = await add(id, { ...traits, lastUsedAt: now, credentialId: 'x'.repeat(1364) })
      assert.deepEqual(await at().securityKeys.list(id), [first, second])
      assert.deepEqual(await present(first), first)
      assert.deepEqual(await at().securityKeys.list((await addUser(at())).id), [])
      assert.equal(await at().securityKeys.byCredential(aDigest()), null)
    })

    it('a security key beyond the limit is not stored', async () => {
      const { id } = await addUser(at())
      await add(id)
      assert.equal(await insert(aSecurityKey(id), 1), false)
      assert.equal(await insert(aSecurityKey(id), 2), true)
      assert.equal(await insert(aSecurityKey(nextId())), false, 'nor for a user who is gone')
    })

    it('belong to one user: a credential of another’s is a conflict, and stays theirs', async () => {
      const theirs = await add((await addUser(at())).id)
      const { credentialId, credentialDigest } = theirs
      const stolen = aSecurityKey((await addUser(at())).id, { credentialId, credentialDigest })
      await assert.rejects(insert(stolen), { name: 'ConflictError', field: 'credentialDigest' })
      assert.deepEqual(await present(theirs), theirs)
      assert.deepEqual(await at().securityKeys.list(stolen.userId), [])
    })

    it('throw a conflict that names the name, for a second key and for a renamed one', async () => {
      const { id } = await addUser(at())
      const [{ nameKey }, second] = [await add(id), await add(id)]
      const conflict = { name: 'ConflictError', field: 'nameKey' }
      await assert.rejects(insert(aSecurityKey(id, { nameKey })), conflict)
      const renamed = at().securityKeys.rename(id, second.id, { name: 'Taken', nameKey })
      await assert.rejects(at().commit([renamed]), conflict)
      await add((await addUser(at())).id, { nameKey })
    })

    it('are renamed for their owner only, even to the same name', async () => {
      const row = await add((await addUser(at())).id)
      const to = { name: 'New', nameKey: digestOf(`${row.id} new`) }
      const rename = (userId: string): Promise<boolean> =>
        at().commit([at().securityKeys.rename(userId, row.id, to)])
      assert.deepEqual([await rename(row.userId), await rename(row.userId)], [true, true])
      assert.equal(await rename((await addUser(at())).id), false)
      assert.deepEqual(await present(row), { ...row, ...to })
    })

    it('take a counter once, and none below it', async () => {
      const row = await add((await addUser(at())).id, { counter: 5 })
      assert.equal(await use(row, 5), false)
      assert.equal(await use(row, 7), true)
      assert.equal(await use(row, 7), false)
      assert.equal(await use(row, 6), false)
      assert.deepEqual(await present(row), { ...row, counter: 7, lastUsedAt: now + hour })
    })

    it('take a MAC under a newer secret with a use', async () => {
      const row = await add((await addUser(at())).id, { counter: 5 })
      const renewed = { mac: aDigest(), keyId: 'key2' }
      const to = { counter: 6, backedUp: false, at: now + hour }
      assert.equal(await at().commit([at().securityKeys.used(row, { ...to, renewed })]), true)
      const moved = { ...row, ...renewed, counter: 6, lastUsedAt: now + hour }
      assert.deepEqual(await present(row), moved)
      const again = at().securityKeys.used(row, { ...to, counter: 7, renewed: null })
      assert.equal(await at().commit([again]), true)
      assert.deepEqual(await present(row), { ...moved, counter: 7 })
    })

    it('that do not count are used again and again', async () => {
      const row = await add((await addUser(at())).id, { counter: 0 })
      assert.deepEqual([await use(row, 0), await use(row, 0)], [true, true])
      assert.equal((await present(row))?.counter, 0)
    })

    it('that are synced may be behind, and keep the highest counter', async () => {
      const row = await add((await addUser(at())).id, { counter: 5, backupEligible: true })
      assert.equal(await use(row, 3, true), true)
      assert.deepEqual(await present(row), { ...row, backedUp: true, lastUsedAt: now + hour })
    })

    it('a security key can be marked as suspect', async () => {
      const row = await add((await addUser(at())).id)
      for (let i = 0; i < 2; i++) await at().commit([at().securityKeys.suspect(row.id)])
      assert.deepEqual(await present(row), { ...row, suspect: true })
    })

    it('are removed one by one, for their owner only, or all of them', async () => {
      const { id } = await addUser(at())
      const [one, two, other] = [await add(id), await add(id), await add((await addUser(at())).id)]
      assert.equal(await at().commit([at().securityKeys.remove(other.userId, one.id)]), false)
      assert.equal(await at().commit([at().securityKeys.remove(id, one.id)]), true)
      assert.equal(await at().commit([at().securityKeys.remove(id, one.id)]), false)
      assert.equal(await use(one, 100), false)
      assert.deepEqual(await at().securityKeys.list(id), [two])
      await at().commit([at().securityKeys.removeAll(id)])
      assert.deepEqual(await at().securityKeys.list(id), [])
      assert.deepEqual(await present(other), other)
    })
  })
}
