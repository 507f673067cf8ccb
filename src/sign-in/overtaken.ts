import { KeywardError } from '../errors.js'

/** Thrown when the account changed while a sign-in was judged by it: nothing was wrong, and it may be tried again. 503 `busy`. */
export class Overtaken extends KeywardError {
  constructor() {
    super('busy', { headers: { 'Retry-After': '1' } })
  }
}

/** Does the work, and does it once more if the account changed meanwhile. */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Overtaken) return work()
    throw error
  }
}
