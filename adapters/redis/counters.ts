import type { RedisClient } from './client.js'
import { blockedScript, forgiveScript, reserveScript } from './counter-scripts.js'
import type { Link } from './link.js'

/** One attempt to be counted, as `AttemptStore.reserve` describes it. */
export interface Reservation {
  readonly key: string
  readonly window: { readonly limit: number; readonly now: number; readonly endsAt: number }
}

/** What a right attempt does to a counter. */
export interface Forgiveness {
  readonly kind: 'release' | 'clear'
  readonly key: string
}

/** Counters of attempts in Redis, several at a time in one step. `null` = Redis gave no answer. */
export interface Counters {
  /** Counts all of the attempts, or, and answers `false`, none. */
  reserve(reservations: readonly Reservation[]): Promise<boolean | null>
  /** What can't be forgiven now ends with its window. */
  forgive(forgiven: readonly Forgiveness[]): Promise<void>
  /** As `AttemptStore.blockedUntil`. */
  blockedUntil(keys: readonly { key: string; limit: number }[], now: number): Promise<number | null>
}

/** Keeps counters under `prefix`, in braces: on a Redis Cluster they all lie on one node, where one step can reach them. */
export function counters(link: Link, prefix: string): Counters {
  const named = (key: string): string => `{${prefix}}:attempts:${key}`

  return Object.freeze<Counters>({
    async reserve(reservations) {
      const keys = reservations.map(({ key }) => named(key))
      const values = reservations.flatMap(({ window: { limit, now, endsAt } }) => [limit, now, endsAt])
      const answer = await link.ask(
        (redis) => redis.eval(reserveScript, keys.length, ...keys, ...values),
        // Counted after all, and meanwhile elsewhere.
        (late, redis) => (late === 1 ? takeBack(redis, keys) : Promise.resolve()),
      )
      return answer === null ? null : answer === 1
    },
    forgive,
    async blockedUntil(keys, now) {
      const names = keys.map(({ key }) => named(key))
      const limits = keys.map(({ limit }) => limit)
      const latest = await link.ask((redis) =>
        redis.eval(blockedScript, names.length, ...names, now, ...limits),
      )
      return latest === null || latest === '' ? null : Number(latest)
    },
  })

  async function forgive(forgiven: readonly Forgiveness[]): Promise<void> {
    const keys = forgiven.map(({ key }) => named(key))
    const kinds = forgiven.map(({ kind }) => kind)
    if (keys.length > 0) await link.ask((redis) => redis.eval(forgiveScript, keys.length, ...keys, ...kinds))
  }
}

function takeBack(redis: RedisClient, keys: readonly string[]): Promise<unknown> {
  return redis.eval(forgiveScript, keys.length, ...keys, ...keys.map(() => 'release'))
}
