import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { OneTimeLinkRow } from '../../../src/store/one-time-link.js'
import { addUser, aDigest, aOneTimeLink, now } from './rows.js'

/** What every store does with one-time links. */
export function oneTimeLinksContract(at: () => Store): void {
  const add = async (userId?: string, more: Partial<OneTimeLinkRow> = {}): Promise<OneTimeLinkRow> => {
    const row = aOneTimeLink(userId ?? (await addUser(at())).id, more)
    assert.equal(await at().commit([at().oneTimeLinks.insert(row)]), true)
    return row
  }
  const consume = ({ id }: OneTimeLinkRow, time = now): Promise<boolean> =>
    at().commit([at().oneTimeLinks.consume(id, time)])
  const found = ({ digest }: OneTimeLinkRow): Promise<OneTimeLinkRow | null> =>
    at().oneTimeLinks.byDigest([aDigest(), digest])

  describe('one-time links', () => {
    it('a link is read as it was made, by any of the digests that its code may have', async () => {
      const row = await add(undefined, { kind: 'password_reset', securityEpoch: 3 })
      assert.deepEqual(await found(row), row)
      assert.equal(await at().oneTimeLinks.byDigest([aDigest()]), null)
    })

    it('a link is used up by the first who takes it', async () => {
      const row = await add()
      const tries = await Promise.all([1, 2, 3, 4].map(() => consume(row)))
      assert.deepEqual(tries.toSorted(), [false, false, false, true])
      assert.equal(await found(row), null)
    })

    it('a link is good until its end', async () => {
      const [early, late] = [await add(), await add()]
      assert.equal(await consume(early, early.expiresAt - 1), true)
      assert.equal(await consume(late, late.expiresAt), false)
      assert.deepEqual(await found(late), late)
    })

    it('all links of a user are taken away, and nobody else’s', async () => {
      const [one, other] = [await add(), await add()]
      const second = await add(one.userId)
      assert.equal(await at().commit([at().oneTimeLinks.removeAll(one.userId)]), true)
      assert.deepEqual([await found(one), await found(second)], [null, null])
      assert.deepEqual(await found(other), other)
    })

    it('links go with their user', async () => {
      const row = await add()
      assert.equal(await at().commit([at().accounts.remove(row.userId)]), true)
      assert.equal(await found(row), null)
    })

    it('no link is made for a user who is gone', async () => {
      const { userId } = await add()
      await at().commit([at().accounts.remove(userId)])
      assert.equal(await at().commit([at().oneTimeLinks.insert(aOneTimeLink(userId))]), false)
    })
  })
}
