import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { RecoveryCodeRow } from '../../../src/store/recovery-code.js'
import { addUser, aDigest, aRecoveryCode, nextId } from './rows.js'

/** What every store does with recovery codes. */
export function recoveryCodesContract(at: () => Store): void {
  const replace = async (userId: string, many: number): Promise<readonly RecoveryCodeRow[]> => {
    const rows = Array.from({ length: many }, () => aRecoveryCode(userId))
    assert.equal(await at().commit([at().recoveryCodes.replace(userId, rows)]), true)
    return rows
  }
  const one = async (userId: string): Promise<RecoveryCodeRow> => {
    const [row] = await replace(userId, 1)
    assert.ok(row)
    return row
  }
  const left = async (userId: string): Promise<number> => (await at().factors.of(userId)).recoveryCodes
  const has = (userId: string, { digest }: RecoveryCodeRow): Promise<boolean> =>
    at().recoveryCodes.has(userId, [aDigest(), digest])
  const consume = (userId: string, { digest }: RecoveryCodeRow): Promise<boolean> =>
    at().commit([at().recoveryCodes.consume(userId, [aDigest(), digest])])

  describe('recovery codes', () => {
    it('are used up once each, found by any of the digests', async () => {
      const { id } = await addUser(at())
      const [used, kept] = await replace(id, 2)
      assert.ok(used && kept)
      assert.equal(await has(id, used), true)
      assert.equal(await consume(id, used), true)
      assert.equal(await consume(id, used), false)
      assert.deepEqual([await has(id, used), await has(id, kept)], [false, true])
      assert.equal(await left(id), 1)
    })

    it('are of no use to another user', async () => {
      const row = await one((await addUser(at())).id)
      const { id: other } = await addUser(at())
      assert.equal(await has(other, row), false)
      assert.equal(await consume(other, row), false)
      assert.equal(await consume(row.userId, row), true)
    })

    it('take the place of those before, of this user only', async () => {
      const { id } = await addUser(at())
      const [old, other] = [await one(id), await one((await addUser(at())).id)]
      await replace(id, 10)
      assert.equal(await has(id, old), false)
      assert.equal(await left(id), 10)
      await replace(id, 0)
      assert.equal(await left(id), 0)
      assert.equal(await has(other.userId, other), true)
    })

    it('of one renewal are not left beside those of another at the same time', async () => {
      const { id } = await addUser(at())
      await replace(id, 10)
      await Promise.all(Array.from({ length: 8 }, () => replace(id, 10)))
      assert.equal(await left(id), 10)
    })

    it('stay as they were when what they are replaced with is not stored', async () => {
      const { id } = await addUser(at())
      const row = await one(id)
      const refused = at().accounts.advanceEpoch(id, 7)
      const writes = [at().recoveryCodes.replace(id, [aRecoveryCode(id)]), refused]
      assert.equal(await at().commit(writes), false)
      assert.equal(await has(id, row), true)
      assert.equal(await left(id), 1)
    })

    it('answer false for a user who is gone', async () => {
      const id = nextId()
      assert.equal(await at().commit([at().recoveryCodes.replace(id, [aRecoveryCode(id)])]), false)
    })
  })
}
