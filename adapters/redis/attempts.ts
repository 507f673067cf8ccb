import type { Store } from '../../src/store.js'
import type { AttemptStore } from '../../src/store/attempt.js'
import type { Write } from '../../src/store/write.js'
import { mayBeDone } from '../../src/store/write.js'
import type { Counters, Forgiveness, Reservation } from './counters.js'
import { recentKeys } from './recent-keys.js'

/** A change of a counter in Redis; `inSql` is the same change of the counter in the store underneath. */
type CounterWrite = Write & { readonly inSql: Write } & (
    ({ readonly kind: 'reserve' } & Reservation) | Forgiveness
  )

/** Makes the ports of a store whose counters of attempts are in Redis while it answers, and in the store itself while it does not. */
export function attemptsOver(store: Store, counters: Counters): Pick<Store, 'attempts' | 'commit'> {
  const inner = store.attempts
  /** The keys under which attempts that are under way were counted in the store: taking one back must not take it from the other counter. */
  const countedInSql = recentKeys()

  return Object.freeze({
    attempts: Object.freeze({
      reserve: (key, window): CounterWrite => {
        return { kind: 'reserve', affects: 1, key, window, inSql: inner.reserve(key, window) }
      },
      release: (key): CounterWrite => {
        return { kind: 'release', affects: 'any', key, inSql: inner.release(key) }
      },
      clear: (key): CounterWrite => ({ kind: 'clear', affects: 'any', key, inSql: inner.clear(key) }),
      // What is to last for weeks is not kept where it may be lost at any moment.
      mark: inner.mark,
      async blockedUntil(keys, now) {
        // Either may have refused, and which of them it was is not known any more.
        const ends = await Promise.all([counters.blockedUntil(keys, now), inner.blockedUntil(keys, now)])
        const known = ends.filter((end) => end !== null)
        return known.length === 0 ? null : Math.max(...known)
      },
      // Redis forgets its own counters by itself.
      ended: inner.ended,
      removeEnded: inner.removeEnded,
    } satisfies AttemptStore),
    async commit(writes) {
      const changes = writes.filter(isCounterWrite)
      if (changes.length === 0) return store.commit(writes)
      const reservations = changes.filter((change) => change.kind === 'reserve')
      const counted = reservations.length === 0 || (await counters.reserve(reservations))
      if (counted === false) return false
      const here = new Set<Write>(changes.filter((change) => isInSql(change, counted)))
      const rest = writes.flatMap((write) => {
        if (!isCounterWrite(write)) return [write]
        return here.has(write) || write.kind === 'clear' ? [write.inSql] : []
      })
      const done = await carriedOut(rest, counted ? reservations : []).catch((error: unknown) => {
        // It is to be taken back from where it may be counted.
        if (!counted && mayBeDone(error)) countedInSql.add(reservations)
        throw error
      })
      if (!done) return false
      if (counted) countedInSql.remove(reservations)
      else countedInSql.add(reservations)
      const forgiven = changes.filter((change) => change.kind !== 'reserve')
      await counters.forgive(forgiven.filter((change) => !here.has(change)))
      return true
    },
  } satisfies Pick<Store, 'attempts' | 'commit'>)

  /** Tells whether an attempt is counted by the store, or was, and not by Redis. */
  function isInSql({ kind, key }: CounterWrite, counted: true | null): boolean {
    if (kind === 'reserve') return counted === null
    return kind === 'release' && countedInSql.has(key)
  }

  /** Commits the store's part of the changes; where that fails nothing was attempted, and nothing counts. */
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
