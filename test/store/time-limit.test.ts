import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, it } from 'mocha'
import {
  counted,
  timeLeftMs,
  timeLimitMs,
  withinOneLimit,
  within,
  withinAlone,
  withoutOneLimit,
} from '../../src/store/time-limit.js'
import { StoreUnavailableError } from '../../src/store/write.js'

/** A timer may be a millisecond early by the other clock. */
const early = 2

describe('the one time limit of a request', () => {
  it('counts what its steps wait, one after the other, and those beside each other once', async () => {
    await withinOneLimit(async () => {
      await within(sleep(30))
      await counted(() => sleep(30))
      assert.ok(timeLeftMs() <= timeLimitMs - 60 + 2 * early)
      const before = timeLeftMs()
      const began = performance.now()
      await Promise.all([within(sleep(50)), within(counted(() => sleep(40))), within(sleep(50))])
      const [spent, took] = [before - timeLeftMs(), performance.now() - began]
      assert.ok(spent >= 50 - early && spent <= took + early, `${String(spent)} of ${String(took)} ms`)
    })
  })

  it('does not count what is between them, nor what the host is asked', async () => {
    await withinOneLimit(async () => {
      await sleep(20)
      await withinAlone(sleep(20), 'the host')
      assert.equal(timeLeftMs(), timeLimitMs)
    })
  })

  it('lets no further step begin when it is over', async () => {
    await withinOneLimit(async () => {
      const never = new Promise<never>(() => undefined)
      await assert.rejects(within(never), StoreUnavailableError)
      assert.ok(timeLeftMs() <= early)
      let begun = 0
      const begin = () => counted(() => Promise.resolve(begun++))
      // What a timer that came early has left is spent by then.
      await sleep(2 * early)
      if (timeLeftMs() > 0) await within(sleep(2 * early)).catch(() => undefined)
      await assert.rejects(begin(), StoreUnavailableError)
      await assert.rejects(within(Promise.resolve(1)), StoreUnavailableError)
      assert.equal(begun, 0)
      // Whoever goes through a whole table has a limit for each step.
      assert.equal(await withoutOneLimit(() => within(Promise.resolve(2))), 2)
    })
  })

  it('is not that of another request, nor of what goes on when the answer was given', async () => {
    const left: number[] = []
    let later: Promise<void> | undefined
    await Promise.all([
      withinOneLimit(async () => {
        await within(sleep(40))
        left.push(timeLeftMs())
        later = (async () => {
          await sleep(60)
          left.push(timeLeftMs())
        })()
      }),
      withinOneLimit(async () => {
        await sleep(10)
        left.push(timeLeftMs())
      }),
    ])
    await later
    const [other, own, after] = left
    assert.equal(other, timeLimitMs)
    assert.ok((own ?? 0) <= timeLimitMs - 40 + early)
    assert.equal(after, timeLimitMs)
  })

  it('is none outside of a request', async () => {
    await within(sleep(20))
    assert.equal(timeLeftMs(), timeLimitMs)
  })
})
