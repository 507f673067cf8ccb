import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Notify } from '../../src/notice/notice.js'
import { stoppedTime } from '../support/stopped-time.js'
import { until } from '../support/until.js'
import { noticeScene } from './scene.js'

describe('deliveries', () => {
  const { clock, told, store, keep, open, put, untilLeft } = noticeScene()

  it('tells one once, whichever of two outboxes is awake, and the other goes on with the rest', async () => {
    const [one, two] = [open(keep), open(keep)]
    for (let i = 0; i < 10; i++) await put(one)
    one.box.wake()
    two.box.wake()
    await untilLeft(0)
    assert.equal(new Set(told.map(({ id }) => id)).size, 10)
    assert.equal(told.length, 10)
  })

  it('tells at most four at once, and one that takes its time holds up no other', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    let now = 0
    const one = open(async (notice) => {
      keep(notice)
      most = Math.max(most, ++now)
      await new Promise<void>((resolve) => waiting.push(resolve))
      now--
    })
    for (let i = 0; i < 9; i++) await put(one)
    await until('four calls', () => told.length === 4)
    for (let i = 5; i <= 9; i++) {
      waiting.pop()?.()
      await until('one more call', () => told.length === i)
    }
    for (const end of waiting) end()
    await untilLeft(0)
    assert.equal(most, 4)
  })

  it('waits two seconds for what is under way when it closes, and leaves the rest to be told again', async () => {
    const ends: (() => void)[] = []
    const slow: Notify = (notice) => {
      keep(notice)
      return new Promise<void>((resolve) => ends.push(resolve))
    }
    const quick = open(slow)
    await put(quick)
    await until('the call', () => ends.length === 1)
    const closing = quick.box.close()
    ends.shift()?.()
    await closing
    await untilLeft(0)

    const stuck = open(slow)
    await put(stuck)
    await until('the second call', () => ends.length === 1)
    {
      using time = stoppedTime()
      let closed = false
      const closingToo = stuck.box.close().then(() => (closed = true))
      await new Promise((resolve) => setImmediate(resolve))
      time.advance(1999)
      await new Promise((resolve) => setImmediate(resolve))
      assert.equal(closed, false)
      time.advance(1)
      await closingToo
    }
    stuck.box.wake()
    assert.equal(await store().notices.waiting(), 1)
    clock.advance({ minutes: 1 })
    const next = open(keep)
    next.box.wake()
    await untilLeft(0)
    assert.deepEqual([told.length, told[2]], [3, told[1]])
  })
})
