import { AsyncLocalStorage } from 'node:async_hooks'
import { StoreUnavailableError } from './write.js'

/** The longest that a database, or whatever else a request waits for, may take to answer, in milliseconds. */
export const timeLimitMs = 3000

/** What a request has waited for the database so far. Steps that wait beside each other count once. */
interface Waited {
  steps: number
  since: number
  ms: number
  /** What goes on behind an answer has as much time as anything else. */
  isAnswered: boolean
}

const current = new AsyncLocalStorage<Waited | undefined>()
let requests = 0

/**
 * Does what a request asks for, and lets it wait for the database three seconds altogether, however many steps that takes: what is left counts for
 * each further `within`. Hashing and the host's own functions do not count.
 */
export async function withinOneLimit<T>(work: () => Promise<T>): Promise<T> {
  const waited: Waited = { steps: 0, since: 0, ms: 0, isAnswered: false }
  requests++
  try {
    return await current.run(waited, work)
  } finally {
    waited.isAnswered = true
    // Where it is on, every promise of the process costs more, until Node.js 24: guards need none of it.
    if (--requests === 0) current.disable()
  }
}

/** Does work that goes through as many rows as there are: each of its steps may take as long as if it were alone. */
export function withoutOneLimit<T>(work: () => Promise<T>): Promise<T> {
  return current.run(undefined, work)
}

/** How long the next step may wait for the database, in milliseconds; 0 or less = there is no time for one. */
export function timeLeftMs(): number {
  const waited = current.getStore()
  if (!waited || waited.isAnswered) return timeLimitMs
  return timeLimitMs - waited.ms - (waited.steps > 0 ? performance.now() - waited.since : 0)
}

/** Does a step that waits for the database, and counts how long it does; rejects with a `StoreUnavailableError` where no time is left for it. */
export async function counted<T>(step: () => Promise<T>): Promise<T> {
  if (timeLeftMs() <= 0) throw noAnswer('the database')
  const waited = current.getStore()
  if (!waited) return step()
  if (waited.steps++ === 0) waited.since = performance.now()
  try {
    return await step()
  } finally {
    if (--waited.steps === 0) waited.ms += performance.now() - waited.since
  }
}

/** Waits for the database; rejects with a `StoreUnavailableError` after three seconds, or what is left of them. */
export async function within<T>(promise: Promise<T>): Promise<T> {
  // Whichever loses the race may still reject, which nobody would handle.
  promise.catch(() => undefined)
  return counted(() => inTime(promise, timeLeftMs(), 'the database'))
}

/** Waits for something of the host's; rejects with a `StoreUnavailableError` after three seconds, whose cause says that `whom` gave no answer. */
export async function withinAlone<T>(promise: Promise<T>, whom: string): Promise<T> {
  return inTime(promise, timeLimitMs, whom)
}

async function inTime<T>(promise: Promise<T>, limitMs: number, whom: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswer(whom)), limitMs)
  })
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

function noAnswer(whom: string): StoreUnavailableError {
  return new StoreUnavailableError({ cause: new Error(`${whom} gave no answer in 3 s`) })
}
