import { isIPv6 } from 'node:net'
import { readAddress } from '../address.js'
import type { Core } from '../core.js'
import { KeywardError, retryLater } from '../errors.js'
import type { AttemptLimit } from '../options.js'
import type { Write } from '../store/write.js'
import { mayBeDone } from '../store/write.js'
import { minuteMs } from '../time.js'
import { takingBack } from './take-back.js'

/** A counter of failed attempts. */
export interface Counter {
  readonly key: string
  readonly limit: AttemptLimit
  /** Whether a success forgets the failures before it, or only itself. */
  readonly clearedBySuccess: boolean
}

/** The counters that an attempt is counted in. */
export interface Counted {
  /** The names of the counters. */
  readonly keys: readonly string[]
  /** For how many minutes an attempt counts. */
  readonly minutes: number
  /** The writes that count an attempt, refused (`affects: 1`) where there were enough. */
  reserve(): readonly Write[]
  /** The writes that take it back. */
  release(): readonly Write[]
  /** The writes for an attempt that was right. */
  forgive(): readonly Write[]
  /** Throws the error that says that there were enough; returns when there is room again. */
  refuse(): Promise<void>
}

/** An attempt that was right, and has not been used for anything yet. */
interface Right<P> {
  /** Uses what was proved; the writes `forgiven` are to be committed with whatever it is used for. */
  use<T>(work: (proof: P, forgiven: readonly Write[]) => Promise<T>): Promise<T>
}

/** Limits how often passwords, codes and keys may be tried in vain. */
export interface Throttle {
  /**
   * Counts an attempt, then has it judged; `null` = it was wrong. It is counted first, so that parallel attempts cannot slip past the limit,
   * and taken back unless it was wrong, which `null` says or `invalid_code` when it is used: any other error is no failed guess, also one that
   * leaves unsaid whether it was counted. Throws 429.
   */
  attempt<P>(counted: Counted, judge: () => Promise<P | null>): Promise<Right<P> | null>
  /** Makes counters in windows of time into something that an attempt is counted in. */
  windows(counters: readonly Counter[]): Counted
  /** Takes back once more what could not be taken back, and stops. */
  close(): Promise<void>
}

/** Makes the throttle, which counts in the database and so for all processes together. */
export function throttle({ options, store }: Pick<Core, 'options' | 'store'>): Throttle {
  const back = takingBack({ options, store })
  return Object.freeze({
    async attempt<P>(counted: Counted, judge: () => Promise<P | null>) {
      await admit(counted)
      const proof = await unlessFault(counted, judge)
      if (proof === null) return null
      return { use: (work) => unlessFault(counted, () => work(proof, counted.forgive())) } satisfies Right<P>
    },

    windows: (counters) => ({
      keys: counters.map(({ key }) => key),
      minutes: Math.max(...counters.map(({ limit }) => limit.minutes)),
      reserve() {
        const now = options.now()
        return counters.map(({ key, limit }) =>
          store.attempts.reserve(key, { limit: limit.failures, now, endsAt: now + limit.minutes * minuteMs }),
        )
      },
      release: () => counters.map(({ key }) => store.attempts.release(key)),
      forgive: () =>
        counters.map(({ key, clearedBySuccess }) =>
          clearedBySuccess ? store.attempts.clear(key) : store.attempts.release(key),
        ),
      async refuse() {
        const now = options.now()
        const keys = counters.map(({ key, limit }) => ({ key, limit: limit.failures }))
        const until = await store.attempts.blockedUntil(keys, now)
        if (until !== null) throw retryLater('too_many_attempts', (until - now) / 1000)
      },
    }),

    close: () => back.close(),
  } satisfies Throttle)

  async function admit(counted: Counted): Promise<void> {
    await back.settled(counted.keys)
    try {
      if (await store.commit(counted.reserve())) return
    } catch (error) {
      if (mayBeDone(error)) takeBack(counted)
      throw error
    }
    await counted.refuse()
    // The window has ended meanwhile, so the next attempt will find room.
    throw retryLater('too_many_attempts', 1)
  }

  async function unlessFault<T>(counted: Counted, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!isVerdict(error)) takeBack(counted)
      throw error
    }
  }

  function takeBack(counted: Counted): void {
    const until = options.now() + counted.minutes * minuteMs
    back.start({ keys: counted.keys, until, release: () => counted.release() })
  }
}

/** Counts an attempt in both, or in neither. */
export function together(one: Counted, other: Counted): Counted {
  return Object.freeze({
    keys: [...one.keys, ...other.keys],
    minutes: Math.max(one.minutes, other.minutes),
    reserve: () => [...one.reserve(), ...other.reserve()],
    release: () => [...one.release(), ...other.release()],
    forgive: () => [...one.forgive(), ...other.forgive()],
    async refuse() {
      await one.refuse()
      await other.refuse()
    },
  } satisfies Counted)
}

/** Whether an error says that a code was wrong after all, because somebody else used it first. A right password stays right. */
function isVerdict(error: unknown): boolean {
  return error instanceof KeywardError && error.code === 'invalid_code'
}

/** The counter of a user's code attempts, over TOTP and recovery codes, sign-in and re-authentication. */
export function codeCounter(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  userId: string,
): Counter {
  const key = digester.label(`code:${userId}`)
  return { key, limit: options.throttle.codesPerAccount, clearedBySuccess: true }
}

/** The counter of an address's attempts with passkeys. */
export function passkeyCounter(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  ip: string | null,
): Counter {
  const key = digester.label(`passkey:${addressGroup(ip)}`)
  return { key, limit: options.throttle.perAddress, clearedBySuccess: false }
}

/** The counter of the challenges that an address has had made for a user, or for nobody known, and has not answered. */
export function challengeCounter(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  { ip, userId }: { readonly ip: string | null; readonly userId: string | null },
): Counter {
  const key = digester.label(`challenge:${addressGroup(ip)}:${userId ?? ''}`)
  const { failures, minutes } = options.throttle.perAddress
  // Every sign-in page asks for one on behalf of nobody known, and many people may share an address.
  const limit = { failures: userId === null ? 10 * failures : failures, minutes }
  return { key, limit, clearedBySuccess: false }
}

/** Whom somebody tries to sign in as, and from where. */
export interface PasswordSubject {
  /** The user who was found, or the name that nobody has: both are counted alike. */
  readonly subject: string
  readonly ip: string | null
  readonly isKnown: boolean
}

/**
 * The counters of a password attempt. Browsers that the user has signed in with share a counter of their own for the account:
 * else anybody could lock users out by failing from a few addresses.
 */
export function passwordCounters(
  core: Pick<Core, 'options' | 'digester'>,
  { subject, ip, isKnown }: PasswordSubject,
): readonly Counter[] {
  const { perAccountAndAddress, perAddress } = core.options.throttle
  const address = addressGroup(ip)
  return [
    passwordCounter(core, `address:${address}`, { limit: perAddress, clearedBySuccess: false }),
    accountCounter(core, { subject, isKnown }),
    passwordCounter(core, `both:${address}:${subject}`, {
      limit: perAccountAndAddress,
      clearedBySuccess: true,
    }),
  ]
}

/** The counter among these that counts for the account, wherever attempts come from. */
export function accountCounter(
  core: Pick<Core, 'options' | 'digester'>,
  { subject, isKnown }: Pick<PasswordSubject, 'subject' | 'isKnown'>,
): Counter {
  const limit = core.options.throttle.perAccount
  return passwordCounter(core, `${isKnown ? 'known' : 'account'}:${subject}`, {
    limit,
    clearedBySuccess: false,
  })
}

function passwordCounter(
  { digester }: Pick<Core, 'digester'>,
  name: string,
  of: Pick<Counter, 'limit' | 'clearedBySuccess'>,
): Counter {
  return { key: digester.label(`password:${name}`), ...of }
}

/** The name by which an address's failures are counted: IPv4 as it is, IPv6 by its /64, since one client may have a whole /64. */
export function addressGroup(ip: string | null): string {
  const address = readAddress(ip ?? '') ?? 'unknown'
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return [...left, ...zeros, ...right].slice(0, 4).join(':') + '::/64'
}
