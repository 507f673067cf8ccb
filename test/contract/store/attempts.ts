import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import { aDigest, now } from './rows.js'

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
  })
}
