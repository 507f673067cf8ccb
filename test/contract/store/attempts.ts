import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { Write } from '../../../src/store/write.js'
import { addUser, aDigest, anApiKey, nextId, now, room } from './rows.js'

/** What every store does with counters of attempts. */
export function attemptsContract(at: () => Store): void {
  const reserve = (key: string, limit: number, time = now): Promise<boolean> =>
    at().commit([at().attempts.reserve(key, { limit, now: time, endsAt: time + 100 })])
  const blocked = (key: string, limit: number, time = now): Promise<number | null> =>
    at().attempts.blockedUntil(
      [
        { key: aDigest(), limit },
        { key, limit },
      ],
      time,
    )

  describe('attempts', () => {
    it('counts up to the limit, and says until when it is reached', async () => {
      const key = aDigest()
      assert.equal(await blocked(key, 2), null)
      assert.equal(await reserve(key, 2), true)
      assert.equal(await blocked(key, 2), null)
      assert.equal(await reserve(key, 2, now + 50), true)
      assert.equal(await reserve(key, 2, now + 60), false)
      assert.equal(await blocked(key, 2), now + 100)
    })

    it('starts anew when the window has ended', async () => {
      const key = aDigest()
      assert.equal(await reserve(key, 1), true)
      assert.equal(await reserve(key, 1, now + 99), false)
      assert.equal(await blocked(key, 1, now + 100), null)
      assert.equal(await reserve(key, 1, now + 100), true)
      assert.equal(await blocked(key, 1, now + 100), now + 200)
    })

    it('allows none at a limit of 0', async () => {
      assert.equal(await reserve(aDigest(), 0), false)
    })

    it('takes one back, never below none, and forgets a counter', async () => {
      const key = aDigest()
      for (let i = 0; i < 2; i++) await at().commit([at().attempts.release(key)])
      await reserve(key, 1)
      for (let i = 0; i < 3; i++) await at().commit([at().attempts.release(key)])
      assert.equal(await reserve(key, 1), true)
      assert.equal(await reserve(key, 1), false)
      await at().commit([at().attempts.clear(key)])
      assert.equal(await reserve(key, 1), true)
    })

    it('answers the latest end of several, and null for none', async () => {
      const [early, late] = [aDigest(), aDigest()]
      await reserve(early, 1)
      await reserve(late, 1, now + 30)
      const limits = [early, late].map((key) => ({ key, limit: 1 }))
      assert.equal(await at().attempts.blockedUntil(limits, now + 40), now + 130)
      assert.equal(await at().attempts.blockedUntil([], now), null)
    })

    it('marks a key until the last end that was said, whatever was counted there', async () => {
      const key = aDigest()
      const mark = (endsAt: number): Promise<boolean> => at().commit([at().attempts.mark(key, endsAt)])
      assert.equal(await mark(now + 100), true)
      assert.equal(await blocked(key, 1), now + 100)
      assert.equal(await blocked(key, 2), null)
      assert.equal(await mark(now + 250), true)
      assert.equal(await blocked(key, 1, now + 240), now + 250)
      assert.equal(await blocked(key, 2), null)
      assert.equal(await blocked(key, 1, now + 250), null)
    })

    it('counts under several keys at once, or under none', async () => {
      const [full, free] = [aDigest(), aDigest()]
      await reserve(full, 1)
      const window = { limit: 1, now, endsAt: now + 100 }
      const both = [free, full].map((key) => at().attempts.reserve(key, window))
      assert.equal(await at().commit(both), false)
      assert.equal(await blocked(free, 1), null)
      assert.equal(await reserve(free, 1), true)
    })

    it('counts nothing when what it is written with is refused or fails', async () => {
      const key = aDigest()
      const attempt = (): Write => at().attempts.reserve(key, { limit: 1, now, endsAt: now + 100 })
      assert.equal(await at().commit([attempt(), at().sessions.remove(nextId(), nextId())]), false)
      const orphan = at().commit([attempt(), at().apiKeys.insert(anApiKey(nextId()), room)])
      assert.equal(await orphan.catch(() => false), false)
      const { id } = await addUser(at())
      const taken = anApiKey(id)
      const twice = [taken, { ...taken, id: nextId() }].map((row) => at().apiKeys.insert(row, room))
      await assert.rejects(at().commit([attempt(), ...twice]), { name: 'ConflictError' })
      assert.equal(await reserve(key, 1), true)
      assert.equal(await reserve(key, 1), false)
    })

    it('writes nothing of what an attempt at its limit is written with', async () => {
      const key = aDigest()
      await reserve(key, 1)
      const { id } = await addUser(at())
      const attempt = at().attempts.reserve(key, { limit: 1, now, endsAt: now + 100 })
      assert.equal(await at().commit([at().accounts.set(id, { lastSignInAt: 1 }), attempt]), false)
      assert.equal((await at().accounts.byId(id))?.lastSignInAt, null)
    })
  })
}
