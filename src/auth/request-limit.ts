import type { Core } from '../core.js'
import { retryLater } from '../errors.js'
import type { RequestBudget } from '../identity.js'
import type { RequestLimitStore } from '../store/attempt.js'

/** Counts a request of a credential; throws 429 `rate_limited` when it is one too many. Answers at once where each process counts for itself. */
export type RequestLimit = (credentialId: string, now: number) => void | Promise<void>

/** Makes limits, each with a budget of its own. Processes know a limit by its number in the order in which they are made. */
export type RequestLimits = (budget: RequestBudget) => RequestLimit

/** Of more credentials in one window, those that came first are counted anew. */
const maxCredentials = 100_000
const maxSeconds = 86_400

/** Makes the maker of limits, which count over all processes where the store can. */
export function requestLimits({ store }: Pick<Core, 'store'>): RequestLimits {
  let made = 0
  return (budget) => {
    made++
    return requestLimit(budget, store.requestLimits, `${made}:${budget.requests}:${budget.perSeconds}`)
  }
}

/** What is wrong with a budget that a host gave, a text for each problem. */
export function problemsOf(budget: Readonly<Record<string, unknown>>): readonly string[] {
  const { requests, perSeconds, ...others } = budget
  return [
    ...Object.keys(others).map((key) => `limit.${key} is not an option`),
    ...(isPositive(requests) ? [] : ['limit.requests must be a positive integer']),
    ...(isPositive(perSeconds) && perSeconds <= maxSeconds
      ? []
      : [`limit.perSeconds must be a positive integer up to ${String(maxSeconds)}`]),
  ]
}

/** The refusal of a request that is one too many, for as long as the window lasts. */
export function rateLimited(leftMs: number): Error {
  return retryLater('rate_limited', leftMs / 1000)
}

function requestLimit(
  { requests, perSeconds }: RequestBudget,
  shared: RequestLimitStore | undefined,
  name: string,
): RequestLimit {
  const windowMs = perSeconds * 1000
  const counts = new Map<string, number>()
  let current = 0

  return (credentialId, now) => {
    const window = Math.floor(now / windowMs)
    if (window !== current) {
      counts.clear()
      current = window
    }
    const leftMs = (window + 1) * windowMs - now
    if (count(credentialId) > requests) throw rateLimited(leftMs)
    return shared && countTogether(shared, credentialId, { window, leftMs })
  }

  function count(credentialId: string): number {
    const count = (counts.get(credentialId) ?? 0) + 1
    if (count === 1 && counts.size >= maxCredentials) forgetOldest()
    counts.set(credentialId, count)
    return count
  }

  function forgetOldest(): void {
    const [oldest] = counts.keys()
    if (oldest !== undefined) counts.delete(oldest)
  }

  async function countTogether(
    { count }: RequestLimitStore,
    credentialId: string,
    { window, leftMs }: { window: number; leftMs: number },
  ): Promise<void> {
    const total = await count(`${name}:${window}:${credentialId}`, leftMs)
    if (total === null || total <= requests) return
    // The budget is spent until the window ends: the store need not be asked again.
    if (window === current) counts.set(credentialId, requests)
    throw rateLimited(leftMs)
  }
}

function isPositive(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0
}
