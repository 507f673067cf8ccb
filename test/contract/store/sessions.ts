import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { organizationScope } from '../../../src/policy/policy.js'
import type { Store } from '../../../src/store.js'
import type { SessionRow } from '../../../src/store/session.js'
import { addUser, aDigest, aSession, hour, nextId, now, ownerOf } from './rows.js'

/** What every store does with sessions. */
export function sessionsContract(at: () => Store): void {
  const add = async (userId: string, more: Partial<SessionRow> = {}): Promise<SessionRow> => {
    const row = aSession(userId, more)
    assert.equal(await at().commit([at().sessions.insert(row)]), true)
    return row
  }
  const everything = { limit: 10, before: null }

  describe('sessions', () => {
    it('finds a session by its digest with owner, account and policies', async () => {
      const organizationId = nextId()
      const owner = await addUser(at(), { organizationId })
      const organization = { tokens: { maxHours: 2 } }
      await at().commit([
        at().policies.put(
          organizationScope(organizationId),
          { policy: organization, switchedOn: {} },
          { version: 0, at: now },
        ),
      ])
      const row = await add(owner.id)
      const found = await at().sessions.byDigest([aDigest(), row.digest])
      assert.deepEqual(found?.row, row)
      assert.deepEqual(found.owner, ownerOf(owner))
      assert.deepEqual(found.account, await at().accounts.byId(owner.id))
      assert.deepEqual(found.policies.organization, organization)
    })

    it('keeps that a session is bound to the host’s word, whatever is re-issued', async () => {
      const boundTo = aDigest()
      const row = await add((await addUser(at())).id, { boundTo, vouched: ['pwd'] })
      assert.equal((await at().sessions.byDigest([row.digest]))?.row.boundTo, boundTo)
      const to = { ...row, digest: aDigest(), boundTo: null }
      assert.equal(await at().commit([at().sessions.reissue(row, to)]), true)
      assert.equal((await at().sessions.byDigest([to.digest]))?.row.boundTo, boundTo)
    })

    it('finds nothing for unknown digests, or none', async () => {
      assert.equal(await at().sessions.byDigest([aDigest()]), null)
      assert.equal(await at().sessions.byDigest([]), null)
    })

    const nothing = { provedKeys: [], vouched: [] }

    it('replaces the secret once, and finds the session by the previous one', async () => {
      const row = await add((await addUser(at())).id)
      const changes = {
        keyId: 'key2',
        previousDigest: row.digest,
        previousUntil: now + 10,
        previousProof: { ...nothing, amr: ['pwd'], provedAt: now, provedBy: 'pwd' },
        amr: ['pwd', 'otp', 'hwk'],
        provedKeys: ['some-key'],
        vouched: ['pwd'],
        provedAt: now + 1,
        provedBy: 'otp',
      }
      const to = { ...changes, digest: aDigest(), securityEpoch: 3 }
      assert.equal(await at().commit([at().sessions.reissue(row, to)]), true)
      assert.equal(await at().commit([at().sessions.reissue(row, { ...to, digest: aDigest() })]), false)
      assert.deepEqual((await at().sessions.byDigest([row.digest]))?.row, { ...row, ...to })
      assert.deepEqual((await at().sessions.byDigest([to.digest]))?.row, { ...row, ...to })
    })

    it('notes a proof under the same secret, even one that changes nothing', async () => {
      const row = await add((await addUser(at())).id)
      for (let i = 0; i < 2; i++) assert.equal(await at().commit([at().sessions.reissue(row, row)]), true)
      assert.deepEqual((await at().sessions.byDigest([row.digest]))?.row, row)
    })

    it('lists the living, newest first', async () => {
      const { id } = await addUser(at())
      const [first, second] = [await add(id), await add(id)]
      await add(id, { expiresAt: now })
      await add(id, { lastSeenAt: now - hour })
      await add((await addUser(at())).id)
      const alive = { now, seenSince: now - hour + 1 }
      assert.deepEqual(await at().sessions.list(id, alive, everything), {
        rows: [second, first],
        more: false,
      })
      // Seen at the very time still counts.
      assert.equal((await at().sessions.list(id, { now, seenSince: now }, everything)).rows.length, 2)
      assert.deepEqual(await at().sessions.list(id, alive, { limit: 1, before: second.id }), {
        rows: [first],
        more: false,
      })
    })

    it('notes when it was seen, never backwards', async () => {
      const row = await add((await addUser(at())).id)
      for (const time of [now + 5, now + 1]) await at().commit([at().sessions.seen(row.id, time)])
      assert.equal((await at().sessions.byDigest([row.digest]))?.row.lastSeenAt, now + 5)
    })

    it('removes one only for its owner, and only once', async () => {
      const row = await add((await addUser(at())).id)
      assert.equal(await at().commit([at().sessions.remove((await addUser(at())).id, row.id)]), false)
      assert.equal(await at().commit([at().sessions.remove(row.userId, row.id)]), true)
      assert.equal(await at().commit([at().sessions.remove(row.userId, row.id)]), false)
    })

    it('removes all of a user, or all but one', async () => {
      const { id } = await addUser(at())
      const [kept] = [await add(id), await add(id)]
      const other = await add((await addUser(at())).id)
      await at().commit([at().sessions.removeAll(id, kept.id)])
      const alive = { now, seenSince: 0 }
      assert.deepEqual((await at().sessions.list(id, alive, everything)).rows, [kept])
      await at().commit([at().sessions.removeAll(id, null)])
      assert.deepEqual((await at().sessions.list(id, alive, everything)).rows, [])
      assert.ok(await at().sessions.byDigest([other.digest]))
    })

    it('answers false for a session of a user who is gone', async () => {
      assert.equal(await at().commit([at().sessions.insert(aSession(nextId()))]), false)
    })
  })
}
