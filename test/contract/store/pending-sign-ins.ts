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
      await at().commit([at().policies.put(scope, { policy, switchedOn: {} }, 0, now)])
      const row = await add(owner.id, { kind: 'enrolment', amr: ['pwd', 'otp'], securityEpoch: 3 })
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

    it('is used up once', async () => {
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
