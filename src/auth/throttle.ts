import { isIPv6 } from 'node:net'
import { retryLater } from '../errors.js'
import type { Limit } from '../options.js'
import type { Parts } from '../parts.js'
import type { Write } from '../store/write.js'
import { plainAddress } from './client.js'

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
  /** What counts the attempt (`affects: 1`), to be written with what else must hold before it is evaluated. */
  reserve(counters: readonly Counter[]): readonly Write[]
  /** Throws the 429 if a counter is at its limit. */
  refuseBlocked(counters: readonly Counter[]): Promise<void>
  /** What to write when the attempt was right. */
  succeeded(counters: readonly Counter[]): readonly Write[]
  /** Takes the attempt back: it could not be evaluated. */
  takeBack(counters: readonly Counter[]): Promise<void>
}

const minuteMs = 60_000

export function throttle({ options, store }: Pick<Parts, 'options' | 'store'>): Throttle {
  return Object.freeze({
    async admit(counters) {
      if (await store.commit(reserve(counters))) return
      await refuseBlocked(counters)
      // The window has ended meanwhile.
      throw retryLater('too_many_attempts', 1)
    },
    reserve,
    refuseBlocked,
    succeeded: (counters) =>
      counters.map(({ key, clearedBySuccess }) =>
        clearedBySuccess ? store.attempts.clear(key) : store.attempts.release(key),
      ),
    async takeBack(counters) {
      await store.commit(counters.map(({ key }) => store.attempts.release(key)))
    },
  } satisfies Throttle)

  function reserve(counters: readonly Counter[]): readonly Write[] {
    const now = options.now()
    return counters.map(({ key, limit }) =>
      store.attempts.reserve(key, { limit: limit.failures, now, endsAt: now + limit.minutes * minuteMs }),
    )
  }

  async function refuseBlocked(counters: readonly Counter[]): Promise<void> {
    const now = options.now()
    const keys = counters.map(({ key, limit }) => ({ key, limit: limit.failures }))
    const until = await store.attempts.blockedUntil(keys, now)
    if (until !== null) throw retryLater('too_many_attempts', (until - now) / 1000)
  }
}

/** The counter of a user's code attempts, over TOTP and recovery codes, sign-in and re-authentication. */
export function codeCounter(
  { options, digester }: Pick<Parts, 'options' | 'digester'>,
  userId: string,
): Counter {
  const key = digester.label(`code:${userId}`)
  return { key, limit: options.throttle.codesPerAccount, clearedBySuccess: true }
}

/** The counter of an address's attempts with passkeys. */
export function passkeyCounter(
  { options, digester }: Pick<Parts, 'options' | 'digester'>,
  ip: string | null,
): Counter {
  const key = digester.label(`passkey:${addressGroup(ip)}`)
  return { key, limit: options.throttle.perAddress, clearedBySuccess: false }
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
  const [address = ''] = plainAddress(ip ?? 'unknown').split('%')
  if (!isIPv6(address)) return address
  // The URL parser writes every spelling of an address the same way (RFC 5952).
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':') + '::/64'
}
