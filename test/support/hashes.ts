import { createHook } from 'node:async_hooks'

/** How many passwords were hashed since, to be checked or to be kept. */
export interface Hashes extends Disposable {
  readonly count: number
}

/** What the argon2 library names its work when it hands it to Node.js's thread pool: nothing. */
const unnamed = 'undefined'

export function countHashes(): Hashes {
  let count = 0
  const hook = createHook({
    init(_id, type) {
      if (type === unnamed) count += 1
    },
  }).enable()
  return {
    get count() {
      return count
    },
    [Symbol.dispose]: () => void hook.disable(),
  }
}
