import type { Store } from '../../src/store.js'
import type { AttemptStore } from '../../src/store/attempt.js'
import type { Write } from '../../src/store/write.js'
import type { Counters, Forgiveness, Reservation } from './counters.js'
import { recentKeys } from './recent-keys.js'

/** A change of a counter: Redis's, or, as `inSql`, that of the store underneath. */
type CounterWrite = Write & { readonly inSql: Write } & (
    ({ readonly kind: 'reserve' } & Reservation) | Forgiveness
  )

/** The ports of a store whose counters of attempts are in Redis while it answers, and in the store itself while it does not. */
export function attemptsOver(store: Store, counters: Counters): Pick<Store, 'attempts' | 'commit'> {
  const inner = store.attempts
  /** Where attempts under way were counted in the store: taking one back must not take it from the other counter. */
  const countedInSql = recentKeys()

  return Object.freeze({
    attempts: Object.freeze<AttemptStore>({
      reserve: (key, window): CounterWrite => {
        return { kind: 'reserve', affects: 1, key, window, inSql: inner.reserve(key, window) }
      },
      release: (key): CounterWrite => {
        return { kind: 'release', affects: 'any', key, inSql: inner.release(key) }
      },
      clear: (key): CounterWrite => ({ kind: 'clear', affects: 'any', key, inSql: inner.clear(key) }),
      async blockedUntil(keys, now) {
        // Either may have refused: which of them it was is not known any more.
        const ends = await Promise.all([counters.blockedUntil(keys, now), inner.blockedUntil(keys, now)])
        const known = ends.filter((end) => end !== null)
        return known.length === 0 ? null : Math.max(...known)
      },
      // Those in Redis end by themselves.
      sweep: (now) => inner.sweep(now),
    }),
    async commit(writes) {
      const changes = writes.filter(isCounterWrite)
      if (changes.length === 0) return store.commit(writes)
      const reservations = changes.filter((change) => change.kind === 'reserve')
      const counted = reservations.length === 0 || (await counters.reserve(reservations))
      if (counted === false) return false
      if (counted === null) countedInSql.add(reservations)
      else countedInSql.remove(reservations)
      const rest = writes.flatMap((write) => (isCounterWrite(write) ? inSql(write, counted) : [write]))
      const done = await carriedOut(rest, counted ? reservations : [])
      if (done) await counters.forgive(changes.filter((change) => change.kind !== 'reserve'))
      return done
    },
  } satisfies Pick<Store, 'attempts' | 'commit'>)

  /** What of a change the store has to do, when Redis has done its part or, where it could not count, has not. */
  function inSql(change: CounterWrite, counted: true | null): readonly Write[] {
    if (change.kind === 'clear') return [change.inSql]
    const here = change.kind === 'reserve' ? counted === null : countedInSql.has(change.key)
    return here ? [change.inSql] : []
  }

  /** The store's part; without it nothing was attempted, and nothing counts. */
  async function carriedOut(rest: readonly Write[], reservations: readonly Reservation[]): Promise<boolean> {
    let done = false
    try {
      done = await store.commit(rest)
      return done
    } finally {
      if (!done) await counters.forgive(reservations.map(({ key }) => ({ kind: 'release', key })))
    }
  }
}

function isCounterWrite(write: Write): write is CounterWrite {
  return 'inSql' in write
}
