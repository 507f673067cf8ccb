import { retryLater } from '../errors.js'

/** Runs a few pieces of work at a time and lets a bounded number wait. */
export interface WorkQueue {
  /** Runs `work` when it is its turn; 503 `busy` when too many wait already, or when it waited too long. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** How many pieces run, and how many wait. */
  load(): { readonly running: number; readonly waiting: number }
}

/** How many pieces of work may run and wait at once, and for how long they may wait. */
export interface WorkLimits {
  readonly running: number
  readonly waiting: number
  readonly waitSeconds: number
}

/** Makes a queue in which nothing runs yet. */
export function workQueue(limits: WorkLimits): WorkQueue {
  const waiting: (() => void)[] = []
  let running = 0

  return Object.freeze({
    async run(work) {
      if (running >= limits.running) await turn()
      else running += 1
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
    load: () => ({ running, waiting: waiting.length }),
  } satisfies WorkQueue)

  /** Waits until a finished piece of work hands its place over. */
  function turn(): Promise<void> {
    if (waiting.length >= limits.waiting) return Promise.reject(retryLater('busy', 1))
    return new Promise((resolve, reject) => {
      const go = (): void => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(retryLater('busy', limits.waitSeconds))
      }, limits.waitSeconds * 1000)
      waiting.push(go)
    })
  }
}
