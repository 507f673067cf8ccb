import type { Core } from '../core.js'
import { retryLater } from '../errors.js'
import type { Change } from '../journal.js'
import { hourMs } from '../time.js'

/** Limits how many sign-ins the host's word may begin for one user. */
export interface SignInBudget {
  /** The changes that count one more, to be committed with the sign-in; throws 429 where there were enough. Call `refuse` where the commit fails. */
  begin(userId: string): Promise<{ readonly changes: readonly Change[]; refuse(): Promise<never> }>
}

/** More than the browsers of one person begin, and few enough that a client without cookies does not fill a table. */
const perHour = 60

/** Makes the limit, which counts in the database and so for all processes together. */
export function signInBudget({
  options,
  store,
  digester,
}: Pick<Core, 'options' | 'store' | 'digester'>): SignInBudget {
  return Object.freeze({
    async begin(userId) {
      const key = digester.label(`named by the host:user:${userId}`)
      const now = options.now()
      const until = await store.attempts.blockedUntil([{ key, limit: perHour }], now)
      if (until !== null) throw tooMany(until - now)
      return {
        changes: [store.attempts.reserve(key, { limit: perHour, now, endsAt: now + hourMs })],
        refuse: () => Promise.reject(tooMany(hourMs)),
      }
    },
  } satisfies SignInBudget)
}

function tooMany(ms: number): Error {
  return retryLater('too_many_attempts', ms / 1000)
}
