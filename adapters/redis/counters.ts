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
  /** Takes attempts back, or, where Redis does not answer, as soon as it does again. */
  forgive(forgiven: readonly Forgiveness[]): Promise<void>
  /** As `AttemptStore.blockedUntil`. */
  blockedUntil(keys: readonly { key: string; limit: number }[], now: number): Promise<number | null>
}

/** What was forgiven and Redis does not know yet, and since when. */
interface Owed {
  readonly forgiven: readonly Forgiveness[]
  readonly since: number
}

const maxOwed = 1000
/** It is about the length of a window, since what is older would be taken from the next one. */
const owedMs = 15 * 60_000

/** Keeps counters under `prefix`, in braces: on a Redis Cluster they all lie on one node, where one step can reach them. */
export function counters(link: Link, prefix: string): Counters {
  /** The oldest comes first. */
  const owed = new Set<Owed>()
  const named = (key: string): string => `{${prefix}}:attempts:${key}`

  return Object.freeze({
    async reserve(reservations) {
      const keys = reservations.map(({ key }) => named(key))
      await settle()
      const values = reservations.flatMap(({ window: { limit, now, endsAt } }) => [limit, now, endsAt])
      const answer = await link.ask(
        (redis) => redis.eval(reserveScript, keys.length, ...keys, ...values),
        // The attempts were counted after all, and meanwhile elsewhere, too.
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
  } satisfies Counters)

  async function forgive(forgiven: readonly Forgiveness[]): Promise<void> {
    if (forgiven.length === 0) return
    owed.add({ forgiven, since: performance.now() })
    for (const oldest of owed) {
      if (owed.size <= maxOwed) break
      owed.delete(oldest)
    }
    await settle()
  }

  /** Tells Redis all that it does not know yet at once, so that a silent Redis is waited for once. */
  async function settle(): Promise<void> {
    const since = performance.now() - owedMs
    const all = [...owed].filter((one) => one.since >= since)
    owed.clear()
    if (all.length === 0) return
    const changes = all.flatMap(({ forgiven }) => forgiven)
    const keys = changes.map(({ key }) => named(key))
    const kinds = changes.map(({ kind }) => kind)
    const done = (): void => all.forEach((one) => owed.delete(one))
    const answer = await link.ask(
      (redis) => redis.eval(forgiveScript, keys.length, ...keys, ...kinds),
      // They were forgiven after all.
      () => Promise.resolve(done()),
    )
    if (answer === null) for (const one of all) owed.add(one)
  }
}

function takeBack(redis: RedisClient, keys: readonly string[]): Promise<unknown> {
  return redis.eval(forgiveScript, keys.length, ...keys, ...keys.map(() => 'release'))
}
