import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, it } from 'mocha'
import { takingBack } from '../../src/sign-in/take-back.js'
import type { Store } from '../../src/store.js'
import type { Write } from '../../src/store/write.js'
import { StoreUnavailableError } from '../../src/store/write.js'
import { stoppedTime } from '../support/stopped-time.js'

/** A database that is away until it is back, or whose answers are lost, and what was written to it. */
function storeOf(): {
  isAway: boolean
  losesAnswers: boolean
  now: number
  readonly written: readonly string[]
  readonly taking: Taking
} {
  const written: string[] = []
  const commit: Store['commit'] = async (writes) => {
    const names = writes.map((write) => namedBy.get(write) ?? 'unknown')
    for (let i = 0; i < (names.includes('slow') ? 5 : 1); i++) await turn()
    if (own.isAway) throw new Error('the database is away')
    written.push(...names)
    if (own.losesAnswers) throw new StoreUnavailableError({ mayBeDone: true })
    return true
  }
  const namedBy = new Map<Write, string>()
  const parts = { options: { now: () => own.now }, store: { commit } } as unknown as Parameters<
    typeof takingBack
  >[0]
  const back = takingBack(parts)
  const own = {
    isAway: false,
    losesAnswers: false,
    now: 0,
    written,
    taking: {
      ...back,
      begin(name: string, until = 1000) {
        const write = Object.freeze({}) as Write
        namedBy.set(write, name)
        back.start({ keys: [name, 'all'], until, release: () => [write] })
      },
    },
  }
  return own
}

type Taking = ReturnType<typeof takingBack> & { begin(name: string, until?: number): void }

async function turns(): Promise<void> {
  for (let i = 0; i < 20; i++) await turn()
}

describe('takingBack', () => {
  it('takes an attempt back at once, and once', async () => {
    const own = storeOf()
    own.taking.begin('a')
    await Promise.all([own.taking.settled(['a']), own.taking.settled(['a'])])
    await own.taking.settled(['a'])
    await own.taking.close()
    assert.deepEqual(own.written, ['a'])
  })

  it('uncounted guesses: takes none back twice, whichever of several is done first', async () => {
    const own = storeOf()
    own.taking.begin('slow')
    own.taking.begin('quick')
    await own.taking.settled(['all'])
    await turns()
    assert.deepEqual(own.written, ['quick', 'slow'])
    own.taking.begin('slow')
    own.taking.begin('quick')
    await own.taking.close()
    assert.deepEqual(own.written.slice(2), ['quick', 'slow'])
  })

  it('uncounted guesses: a release whose answer is lost is repeated once', async () => {
    using time = stoppedTime()
    const own = storeOf()
    own.losesAnswers = true
    own.taking.begin('a')
    for (let i = 0; i < 5; i++) {
      await turns()
      time.advance(1000)
    }
    await own.taking.settled(['a'])
    assert.deepEqual(own.written, ['a', 'a'])
  })

  it('tries again each second until the database is back, the one that failed last', async () => {
    using time = stoppedTime()
    const own = storeOf()
    own.isAway = true
    for (const name of ['a', 'b']) own.taking.begin(name)
    await turns()
    for (let i = 0; i < 3; i++) {
      time.advance(1000)
      await turns()
    }
    own.isAway = false
    time.advance(999)
    await turns()
    assert.deepEqual(own.written, [])
    time.advance(1)
    await turns()
    assert.deepEqual(own.written, ['b', 'a'])
    // Nothing is owed any more, so nothing is tried any more.
    own.taking.begin('c')
    await turns()
    time.advance(5000)
    await turns()
    assert.deepEqual(own.written, ['b', 'a', 'c'])
  })

  it('says of the counters that are asked for whether something is left, and asks for no others', async () => {
    using _ = stoppedTime()
    const own = storeOf()
    own.isAway = true
    own.taking.begin('a')
    await turns()
    await assert.rejects(own.taking.settled(['x', 'a']), { message: 'the database is away' })
    await own.taking.settled(['b'])
    own.isAway = false
    await own.taking.settled(['b'])
    assert.deepEqual(own.written, [])
    await own.taking.settled(['a'])
    assert.deepEqual(own.written, ['a'])
  })

  it('takes nothing back that has stopped counting by itself', async () => {
    const own = storeOf()
    own.now = 1000
    own.taking.begin('over', 1000)
    own.taking.begin('counts', 1001)
    await own.taking.settled(['over', 'counts'])
    assert.deepEqual(own.written, ['counts'])
  })

  it('owes a thousand at most, the newest', async () => {
    using _ = stoppedTime()
    const own = storeOf()
    own.isAway = true
    for (let i = 0; i < 1003; i++) own.taking.begin(String(i))
    await turns()
    own.isAway = false
    await own.taking.close()
    assert.deepEqual(
      [...own.written].sort((a, b) => Number(a) - Number(b)),
      Array.from({ length: 1000 }, (_, i) => String(3 + i)),
    )
  })

  it('tries once more as it is closed, and never again', async () => {
    using time = stoppedTime()
    const own = storeOf()
    own.isAway = true
    own.taking.begin('a')
    await turns()
    await own.taking.close()
    own.isAway = false
    own.taking.begin('b')
    time.advance(10_000)
    await turns()
    assert.deepEqual(own.written, ['b'])
  })
})
