import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { typeormStore } from '../adapters/typeorm/index.js'
import { sweep } from '../src/sweep.js'
import { fakeClock } from './support/clock.js'
import { sqliteDatabase } from './support/database.js'
import { digestOf } from './contract/store/rows.js'

describe('sweep', () => {
  it('takes away what has ended, and nothing else', async () => {
    const { dataSource, dump, close } = await sqliteDatabase()
    const store = typeormStore(dataSource)
    const clock = fakeClock()
    const challenge = (name: string, minutes: number) => {
      const expiresAt = clock.now() + minutes * 60_000
      return store.challenges.insert({ digest: digestOf(name), purpose: 'sign_in', holder: 'x', expiresAt })
    }
    const attempt = (name: string, minutes: number) => {
      const endsAt = clock.now() + minutes * 60_000
      return store.attempts.reserve(digestOf(name), { limit: 1, now: clock.now(), endsAt })
    }
    const ended = [challenge('ended', 1), attempt('ended', 1)]
    await store.commit([...ended, challenge('alive', 10), attempt('alive', 10)])
    clock.advance({ minutes: 5 })
    const fired = withTimers(() => {
      const sweeping = sweep({ store, now: clock.now })
      sweeping.soon()
      sweeping.soon()
    })
    assert.equal(fired, 1)
    await new Promise((done) => setImmediate(done))
    const { keyward_challenge: challenges = [], keyward_attempt: attempts = [] } = await dump()
    assert.deepEqual(
      [...challenges.map(({ digest }) => digest), ...attempts.map(({ key }) => key)],
      [digestOf('alive'), digestOf('alive')],
    )
    await store.close()
    await close()
  })
})

/** Runs what sets timers, then the timers at once; answers how many there were. */
function withTimers(work: () => void): number {
  const { setTimeout: real } = globalThis
  const due: (() => void)[] = []
  globalThis.setTimeout = ((run: () => void) => {
    due.push(run)
    return { unref: () => ({}) }
  }) as never
  try {
    work()
  } finally {
    globalThis.setTimeout = real
  }
  for (const run of due) run()
  return due.length
}
