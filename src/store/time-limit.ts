import { StoreUnavailableError } from './write.js'

/** The longest that a database, or whatever else a request waits for, may take to answer, in milliseconds. */
export const timeLimitMs = 3000

/** Waits for a promise; rejects with a `StoreUnavailableError` after three seconds, whose cause says that `whom` gave no answer. */
export async function within<T>(promise: Promise<T>, whom = 'the database'): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreUnavailableError({ cause: new Error(`${whom} gave no answer in 3 s`) }))
    }, timeLimitMs)
  })
  // Whichever loses the race may still reject, which nobody would handle.
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
