import type { Client } from '../client.js'
import type { Core } from '../core.js'
import type { RequestBudget } from '../identity.js'
import { rateLimited } from './request-limit.js'

/** A key with a budget of its own, and the request that it was used for. */
export interface LimitedUse {
  readonly id: string
  readonly budget: RequestBudget
  readonly client: Pick<Client, 'request'>
}

/**
 * Counts a request against the key's own budget, under all guards together; throws 429 `rate_limited` when it is one too many. A request that
 * passes several guards on its way counts once. Answers at once where each process counts for itself.
 */
export type KeyLimit = (use: LimitedUse, now: number) => void | Promise<void>

/** How many requests a key made in a window. */
interface Count {
  readonly window: number
  readonly requests: number
}

/** Of more keys, those whose window began longest ago are counted anew. */
const maxKeys = 100_000

/** Makes the limit, which counts over all processes where the store can. What it counts outlives a change of the key. */
export function keyLimit({ store }: Pick<Core, 'store'>): KeyLimit {
  const shared = store.requestLimits
  const counts = new Map<string, Count>()
  const counted = new WeakSet()

  return ({ id, budget, client: { request } }, now) => {
    if (request && counted.has(request)) return undefined
    if (request) counted.add(request)
    const { requests, perSeconds } = budget
    const windowMs = perSeconds * 1000
    const window = Math.floor(now / windowMs)
    const leftMs = (window + 1) * windowMs - now
    const key = `key:${String(perSeconds)}:${id}`
    if (count(key, window) > requests) throw rateLimited(leftMs)
    return shared && countTogether()

    async function countTogether(): Promise<void> {
      const total = await shared?.count(`${key}:${String(window)}`, leftMs)
      if (total == null || total <= requests) return
      // The budget is spent until the window ends: the store need not be asked again.
      if (counts.get(key)?.window === window) counts.set(key, { window, requests })
      throw rateLimited(leftMs)
    }
  }

  function count(key: string, window: number): number {
    const before = counts.get(key)
    if (before?.window === window) {
      const requests = before.requests + 1
      counts.set(key, { window, requests })
      return requests
    }
    // Set anew, so that those that began longest ago come first.
    counts.delete(key)
    const [oldest] = counts.size >= maxKeys ? counts.keys() : []
    if (oldest !== undefined) counts.delete(oldest)
    counts.set(key, { window, requests: 1 })
    return 1
  }
}
