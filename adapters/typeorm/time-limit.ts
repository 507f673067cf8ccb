import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailableError } from '../../src/store/write.js'

/** The longest a database may take to answer. */
export const timeLimitMs = 3000

/** The promise's outcome, or `StoreUnavailableError` after three seconds. */
export async function within<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreUnavailableError({ cause: new Error('the database gave no answer in 3 s') }))
    }, timeLimitMs)
  })
  // A loser of the race that still fails is nobody's: both are handled here.
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits before another try: longer each time, and never as long as others do. */
export async function backOff(tries: number): Promise<void> {
  await sleep(randomInt(1, Math.min(200, 4 * 2 ** Math.min(tries, 6)) + 1))
}
