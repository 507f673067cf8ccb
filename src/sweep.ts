import { setTimeout as sleep } from 'node:timers/promises'
import { hourMs, listedAfterEndMs } from './credentials/lifetime.js'
import type { Options } from './options.js'
import type { Sweepable } from './store/sweepable.js'

/** Takes away what has ended: windows of attempts, sign-ins under way, challenges, sessions, and tokens and API keys that are no longer listed. */
export interface Sweep {
  /** Sees to it that a sweep happens within a minute. */
  soon(): void
  /** Waits for the batch under way; there is no sweep afterwards. */
  close(): Promise<void>
}

const everyMs = 60_000
const rowsAtOnce = 500
/** Room for what somebody waits for. */
const pauseMs = 200
/** A use shortly before the end may still be on its way to the database. */
const sessionsKeptMs = hourMs

/** Makes the sweep: at most one a minute, never two at once, and none where nothing happens. */
export function sweep({ store, now, sessions }: Pick<Options, 'store' | 'now' | 'sessions'>): Sweep {
  const closing = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  return Object.freeze({
    soon() {
      if (closing.signal.aborted || running) return
      timer ??= setTimeout(() => {
        timer = undefined
        // What could not be swept is swept the next time.
        running = all()
          .catch(() => undefined)
          .finally(() => (running = undefined))
      }, everyMs).unref()
    },
    async close() {
      clearTimeout(timer)
      closing.abort()
      await running
    },
  } satisfies Sweep)

  async function all(): Promise<void> {
    const at = now()
    const sessionsBy = at - sessionsKeptMs
    const seenSince = sessionsBy - sessions.idleHours * hourMs
    await inBatches(store.attempts, at)
    await inBatches(store.pendingSignIns, at)
    await inBatches(store.challenges, at)
    await inBatches(store.sessions, { now: sessionsBy, seenSince })
    await inBatches(store.tokens, at - listedAfterEndMs)
    await inBatches(store.apiKeys, at - listedAfterEndMs)
  }

  async function inBatches<When>(port: Sweepable<When>, by: When): Promise<void> {
    while (!closing.signal.aborted) {
      const keys = await port.ended(by, rowsAtOnce)
      if (keys.length > 0) await store.commit([port.removeEnded(keys, by)])
      if (keys.length < rowsAtOnce) return
      await sleep(pauseMs, undefined, { ref: false, signal: closing.signal })
    }
  }
}
