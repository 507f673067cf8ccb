import type { Options } from './options.js'

/** Takes away what has ended: windows of attempts, sign-ins under way, challenges. */
export interface Sweep {
  /** Sees to it that a sweep happens within a minute. */
  soon(): void
  close(): void
}

const everyMs = 60_000

/** Makes the sweep: at most one a minute, and none where nothing happens. */
export function sweep({ store, now }: Pick<Options, 'store' | 'now'>): Sweep {
  let timer: NodeJS.Timeout | undefined
  return Object.freeze({
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined
        const ended = [store.attempts, store.pendingSignIns, store.challenges].map((port) =>
          port.sweep(now()),
        )
        // What could not be swept is swept the next time.
        store.commit(ended).catch(() => undefined)
      }, everyMs).unref()
    },
    close() {
      clearTimeout(timer)
    },
  } satisfies Sweep)
}
