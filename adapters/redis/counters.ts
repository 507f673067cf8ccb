import { randomUUID } from 'node:crypto'
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

/** What was forgiven and Redis has not answered yet, by its number, and since when. */
interface Owed extends Forgiveness {
  readonly number: number
  readonly since: number
}

const maxOwed = 1000
/** It is about the length of a window, since what is older would be taken from the next one. */
const owedMs = 15 * 60_000

/** Keeps counters under `prefix`, in braces: on a Redis Cluster they all lie on one node, where one step can reach them. */
export function counters(link: Link, prefix: string): Counters {
  const owed = new Set<Owed>()
  const underWay = new Set<Owed>()
  /** Where Redis keeps the numbers of what it has done for this process. */
  const done = `{${prefix}}:forgiven:${randomUUID()}`
  let last = 0
  const named = (key: string): string => `{${prefix}}:attempts:${key}`

  return Object.freeze({
    async reserve(reservations) {
      const keys = reservations.map(({ key }) => named(key))
      await settle()
      const values = reservations.flatMap(({ window: { limit, now, endsAt } }) => [limit, now, endsAt])
      const answer = await link.ask(
        (redis) => redis.eval(reserveScript, keys.length, ...keys, ...values),
        // The attempts were counted after all, and meanwhile elsewhere, too.
        async (late) => {
          if (late === 1) await forgive(reservations.map(({ key }) => ({ kind: 'release', key })))
        },
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
    const since = performance.now()
    for (const one of forgiven) owed.add({ ...one, number: ++last, since })
    for (const oldest of owed) {
      if (owed.size <= maxOwed) break
      owed.delete(oldest)
    }
    await settle()
  }

  /**
   * Tells Redis all that it does not know yet at once, so that a silent Redis is waited for once. What it gives no answer to may have been
   * done, and is told again until it answers: by its number, Redis knows what it has done, since to take one attempt back twice would make
   * room for a guess that nobody counts.
   */
  async function settle(): Promise<void> {
    const since = performance.now() - owedMs
    const all = [...owed].filter((one) => one.since >= since)
    owed.clear()
    if (all.length === 0) return
    for (const one of all) underWay.add(one)
    const oldest = Math.min(...[...underWay].map(({ number }) => number))
    const keys = all.map(({ key }) => named(key))
    const values = all.flatMap(({ kind, number }) => [kind, number])
    const answer = await link.ask((redis) =>
      redis.eval(forgiveScript, keys.length + 1, ...keys, done, ...values, oldest, owedMs),
    )
    for (const one of all) {
      underWay.delete(one)
      if (answer === null) owed.add(one)
    }
  }
}
