import type { RequestLimitStore } from '../../src/store/attempt.js'
import { countScript } from './counter-scripts.js'
import type { Link } from './link.js'

/** Counts requests in Redis, for all processes together. */
export function requestCounts(link: Link, prefix: string): RequestLimitStore {
  return Object.freeze({
    async count(key, keptMs) {
      const name = `${prefix}:requests:${key}`
      const count = await link.ask((redis) => redis.eval(countScript, 1, name, Math.ceil(keptMs)))
      return count === null ? null : Number(count)
    },
  } satisfies RequestLimitStore)
}
