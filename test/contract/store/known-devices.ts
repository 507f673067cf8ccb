import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import { addUser, aDigest, aNotice, now } from './rows.js'

/** What every store does with browsers that users have signed in from. */
export function knownDevicesContract(at: () => Store): void {
  const remember = (userId: string, digest: string, seenAt = now, keep = 20) =>
    at().commit([at().knownDevices.remember({ digest, userId, seenAt }, keep)])

  describe('known devices', () => {
    it('are found by any of their digests, and go with their user', async () => {
      const { id } = await addUser(at())
      const [one, two, other] = [aDigest(), aDigest(), aDigest()]
      await remember(id, one)
      await remember(id, two)
      assert.deepEqual((await at().knownDevices.known([two, other, one])).toSorted(), [one, two].toSorted())
      assert.deepEqual(await at().knownDevices.known([]), [])
      await at().commit([at().accounts.remove(id)])
      assert.deepEqual(await at().knownDevices.known([one, two]), [])
    })

    it('are no more than are to be kept, those that were seen last, and those of others stay', async () => {
      const [{ id }, ada] = [await addUser(at()), await addUser(at())]
      const hers = aDigest()
      await remember(ada.id, hers, now - 1000)
      const all = Array.from({ length: 5 }, () => aDigest())
      for (const [i, digest] of all.entries()) await remember(id, digest, now + i)
      // The oldest comes back, before there is one more.
      await at().commit([at().knownDevices.seen(all[0] ?? '', now + 10)])
      const newest = aDigest()
      await remember(id, newest, now + 11, 3)
      const known = await at().knownDevices.known([...all, newest, hers])
      assert.deepEqual(known.toSorted(), [all[0], all[4], newest, hers].toSorted())
    })

    it('are remembered once, and never seen earlier than they were', async () => {
      const { id } = await addUser(at())
      const digest = aDigest()
      await remember(id, digest, now)
      await remember(id, digest, now + 5)
      await at().commit([at().knownDevices.seen(digest, now + 1)])
      assert.ok(!(await at().knownDevices.ended(now + 4, 1000)).includes(digest))
      assert.ok((await at().knownDevices.ended(now + 5, 1000)).includes(digest))
    })

    it('keep a notice from being left where they are known by then, as two transactions at once see it', async () => {
      const { id } = await addUser(at())
      const digest = aDigest()
      const notices = Array.from({ length: 4 }, () => aNotice(id))
      const signIns = notices.map((notice) =>
        at().commit([
          at().accounts.still(id, 0),
          at().notices.insertUnlessKnown(notice, digest),
          at().knownDevices.remember({ digest, userId: id, seenAt: now }, 20),
        ]),
      )
      assert.deepEqual(await Promise.all(signIns), [true, true, true, true])
      const due = await at().notices.due(now, 10_000)
      const left = due.filter(({ userId }) => userId === id)
      assert.equal(left.length, 1)
      await at().commit(left.map((notice) => at().notices.done(notice.id)))
    })
  })
}
