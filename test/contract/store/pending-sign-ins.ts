import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { organizationScope } from '../../../src/policy/policy.js'
import type { Store } from '../../../src/store.js'
import type { PendingSignInRow } from '../../../src/store/pending-sign-in.js'
import { addUser, aDigest, aPendingSignIn, nextId, now, ownerOf } from './rows.js'

/** What every store does with sign-ins under way. */
export function pendingSignInsContract(at: () => Store): void {
  const add = async (userId: string, more: Partial<PendingSignInRow> = {}): Promise<PendingSignInRow> => {
    const row = aPendingSignIn(userId, more)
    assert.equal(await at().commit([at().pendingSignIns.insert(row)]), true)
    return row
  }
  const find = async ({ digest }: PendingSignInRow): Promise<PendingSignInRow | null> =>
    (await at().pendingSignIns.byDigest([digest]))?.row ?? null

  describe('pending sign-ins', () => {
    it('finds one by its digest with owner, account and policies', async () => {
      const organizationId = nextId()
      const owner = await addUser(at(), { organizationId })
      const policy = { mfa: { enforceMfa: true } }
      const scope = organizationScope(organizationId)
      await at().commit([at().policies.put(scope, { policy, switchedOn: {} }, { version: 0, at: now })])
      const row = await add(owner.id, {
        kind: 'enrolment',
        amr: ['hwk'],
        provedKeys: ['a'],
        vouched: ['pwd'],
        securityEpoch: 3,
        boundTo: aDigest(),
      })
      const found = await at().pendingSignIns.byDigest([aDigest(), row.digest])
      assert.deepEqual(found?.row, row)
      assert.deepEqual(found.owner, ownerOf(owner))
      assert.deepEqual(found.account, await at().accounts.byId(owner.id))
      assert.deepEqual(found.policies.organization, policy)
    })

    it('finds nothing for unknown digests, or none', async () => {
      assert.equal(await at().pendingSignIns.byDigest([aDigest()]), null)
      assert.equal(await at().pendingSignIns.byDigest([]), null)
    })

    it('says whether a user has any, and of nobody else’s', async () => {
      const [{ id }, other] = [await addUser(at()), await addUser(at())]
      const has = (userId: string): Promise<boolean> => at().pendingSignIns.has(userId)
      assert.equal(await has(id), false)
      const rows = [await add(id), await add(id, { kind: 'enrolment' })]
      assert.deepEqual([await has(id), await has(other.id)], [true, false])
      for (const row of rows) {
        assert.equal(await has(id), true)
        assert.equal(await at().commit([at().pendingSignIns.consume(row.id)]), true)
      }
      assert.equal(await has(id), false)
      await add(id)
      assert.equal(await at().commit([at().pendingSignIns.removeAll(id)]), true)
      for (const nobody of [id, nextId(), '', 'a\0b', '\ud800']) assert.equal(await has(nobody), false)
    })

    it('is found as no other credential', async () => {
      const { digest } = await add((await addUser(at())).id)
      assert.equal(await at().sessions.byDigest([digest]), null)
      assert.equal(await at().apiKeys.byDigest([digest]), null)
      assert.equal(await at().tokens.byDigest([digest]), null)
    })

    it('counts attempts up to the limit, each sign-in its own', async () => {
      const { id } = await addUser(at())
      const [row, other] = [await add(id), await add(id)]
      const attempt = (): Promise<boolean> => at().commit([at().pendingSignIns.attempt(row.id, 2)])
      assert.deepEqual([await attempt(), await attempt(), await attempt()], [true, true, false])
      assert.deepEqual(await find(row), { ...row, attempts: 2 })
      assert.deepEqual(await find(other), other)
    })

    it('takes one attempt back, never below none, of that sign-in only', async () => {
      const { id } = await addUser(at())
      const [row, other] = [await add(id, { attempts: 1 }), await add(id, { attempts: 1 })]
      for (let i = 0; i < 2; i++) await at().commit([at().pendingSignIns.release(row.id)])
      assert.deepEqual(await find(row), { ...row, attempts: 0 })
      assert.deepEqual(await find(other), other)
    })

    it('is known by whose it is while it is there', async () => {
      const { id } = await addUser(at())
      const row = await add(id)
      assert.equal(await at().pendingSignIns.userOf(row.id), id)
      await at().commit([at().pendingSignIns.consume(row.id)])
      assert.equal(await at().pendingSignIns.userOf(row.id), null)
    })

    it('a pending sign-in is used up by the first who completes it', async () => {
      const { id } = await addUser(at())
      const [row, other] = [await add(id), await add(id)]
      assert.equal(await at().commit([at().pendingSignIns.consume(row.id)]), true)
      assert.equal(await at().commit([at().pendingSignIns.consume(row.id)]), false)
      assert.equal(await at().commit([at().pendingSignIns.attempt(row.id, 5)]), false)
      assert.equal(await find(row), null)
      assert.deepEqual(await find(other), other)
    })

    it('goes with all of its user, and of nobody else', async () => {
      const { id } = await addUser(at())
      const [one, two, other] = [await add(id), await add(id), await add((await addUser(at())).id)]
      await at().commit([at().pendingSignIns.removeAll(id)])
      assert.deepEqual([await find(one), await find(two)], [null, null])
      assert.deepEqual(await find(other), other)
    })

    it('answers false for one of a user who is gone', async () => {
      assert.equal(await at().commit([at().pendingSignIns.insert(aPendingSignIn(nextId()))]), false)
    })
  })
}
