import type { Worker } from 'node:worker_threads'

/** The worker threads that this process began since. */
export interface Threads extends Disposable {
  readonly alive: number
  /** The most that were alive at one time. */
  readonly most: number
  readonly begun: number
  /** Resolves when none is alive. */
  ended(): Promise<void>
}

export function countThreads(): Threads {
  const alive = new Set<Worker>()
  let [most, begun] = [0, 0]
  const count = (worker: Worker): void => {
    alive.add(worker.once('exit', () => alive.delete(worker)))
    begun += 1
    most = Math.max(most, alive.size)
  }
  process.on('worker', count)
  return {
    get alive() {
      return alive.size
    },
    get most() {
      return most
    },
    get begun() {
      return begun
    },
    async ended() {
      await Promise.all([...alive].map((worker) => new Promise((resolve) => worker.once('exit', resolve))))
    },
    [Symbol.dispose]: () => void process.off('worker', count),
  }
}
