import { isIPv6 } from 'node:net'
import { retryLater } from '../errors.js'
import type { Limit } from '../options.js'
import type { Parts } from '../parts.js'
import type { Write } from '../store/write.js'
import { addressOf } from './client.js'

/** A counter of failed attempts. */
export interface Counter {
  readonly key: string
  readonly limit: Limit
  /** Whether a success forgets the failures before it, or only itself. */
  readonly clearedBySuccess: boolean
}

/** Limits failures. An attempt is counted before it is evaluated, so that parallel ones cannot slip past the limit. */
export interface Throttle {
  /** Counts the attempt; 429 when a counter is at its limit. */
  admit(counters: readonly Counter[]): Promise<void>
  /** What to write when the attempt was right. */
  succeeded(counters: readonly Counter[]): readonly Write[]
  /** Takes the attempt back: it could not be evaluated. */
  takeBack(counters: readonly Counter[]): Promise<void>
}

const minuteMs = 60_000

export function throttle({ options, store }: Pick<Parts, 'options' | 'store'>): Throttle {
  return Object.freeze({
    async admit(counters) {
      const now = options.now()
      const admitted = await store.commit(
        counters.map(({ key, limit }) =>
          store.attempts.reserve(key, { limit: limit.failures, now, endsAt: now + limit.minutes * minuteMs }),
        ),
      )
      if (admitted) return
      const until = await store.attempts.blockedUntil(
        counters.map(({ key, limit }) => ({ key, limit: limit.failures })),
        now,
      )
      throw retryLater('too_many_attempts', ((until ?? now) - now) / 1000)
    },
    succeeded: (counters) =>
      counters.map(({ key, clearedBySuccess }) =>
        clearedBySuccess ? store.attempts.clear(key) : store.attempts.release(key),
      ),
    async takeBack(counters) {
      await store.commit(counters.map(({ key }) => store.attempts.release(key)))
    },
  } satisfies Throttle)
}

/** The counters of a password attempt. Known and unknown names are counted alike. */
export function passwordCounters(
  { options, digester }: Pick<Parts, 'options' | 'digester'>,
  usernameKey: string,
  ip: string | null,
): readonly Counter[] {
  const { perAccountAndAddress, perAccount, perAddress } = options.throttle
  const address = addressGroup(ip)
  const counter = (name: string, limit: Limit, clearedBySuccess = false): Counter => ({
    key: digester.label(`password:${name}`),
    limit,
    clearedBySuccess,
  })
  return [
    counter(`address:${address}`, perAddress),
    counter(`account:${usernameKey}`, perAccount),
    counter(`both:${address}:${usernameKey}`, perAccountAndAddress, true),
  ]
}

/** The address failures are counted by: IPv4 whole, IPv6 by its /64, since one client holds that many. */
export function addressGroup(ip: string | null): string {
  const [address = ''] = addressOf({ ip: ip ?? 'unknown' })?.split('%') ?? []
  if (!isIPv6(address)) return address
  // The URL parser writes every spelling of an address the same way (RFC 5952).
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':') + '::/64'
}
