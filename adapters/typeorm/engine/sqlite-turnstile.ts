import type { DataSource } from 'typeorm'
import { StoreUnavailableError } from '../../../src/store/write.js'
import { handleOf } from './sqlite-handle.js'

/** Lets work onto TypeORM's shared handle only while it is in no transaction. */
interface Turnstile {
  /** Runs synchronous work now, or as soon as the host's transaction has ended; gives up after two seconds. */
  pass<T>(work: () => T): Promise<T>
  close(): void
}

const longestWaitMs = 2000
const pollMs = 5

/** Makes the turnstile of a DataSource. */
export function turnstile(dataSource: DataSource): Turnstile {
  const waiting = new Set<() => void>()
  // A host whose transactions follow each other within one turn of the event loop leaves no gap a timer would see:
  // TypeORM tells its subscribers synchronously, while the gap is open. Transactions begun in plain SQL are left to the timer.
  const subscriber = { afterTransactionCommit: wake, afterTransactionRollback: wake }

  function wake(): void {
    for (const look of waiting) look()
  }

  function busy(): boolean {
    return handleOf(dataSource).inTransaction
  }

  function wait<T>(work: () => T): Promise<T> {
    if (!dataSource.subscribers.includes(subscriber)) dataSource.subscribers.push(subscriber)
    const since = performance.now()
    return new Promise((resolve, reject) => {
      const timer = setInterval(look, pollMs)
      waiting.add(look)

      function look(): void {
        if (busy() && performance.now() - since < longestWaitMs) return
        clearInterval(timer)
        waiting.delete(look)
        if (busy()) reject(tooLong())
        else resolve(run(work))
      }
    })
  }

  return Object.freeze({
    pass: (work) => (busy() ? wait(work) : run(work)),
    close() {
      const at = dataSource.subscribers.indexOf(subscriber)
      if (at !== -1) dataSource.subscribers.splice(at, 1)
    },
  } satisfies Turnstile)
}

/** Does the work at once; what it throws becomes a rejection. */
function run<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work())
  })
}

function tooLong(): StoreUnavailableError {
  return new StoreUnavailableError({
    cause: new Error("the host's transaction on the SQLite handle did not end in 2 s"),
  })
}
