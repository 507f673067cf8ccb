import { setTimeout as sleep } from 'node:timers/promises'
import type { RetireEvents } from './audit-trail/retention.js'
import { listedAfterEndMs } from './credentials/lifetime.js'
import type { Options } from './options.js'
import type { Sweepable } from './store/sweepable.js'
import { dayMs, hourMs } from './time.js'

/**
 * Removes rows that have ended: windows of attempts, sign-ins under way, challenges, device codes, secrets that were not shown, one-time links,
 * marks of ends that were told, browsers that a user has not been seen in for a year, sessions, tokens and API keys that are no longer listed,
 * and events that need not be kept. It also tells users of keys that end soon. Credentials, browsers and events are removed only when both clocks, of the process and of the database, said twice, an hour apart, that they are over.
 */
export interface Sweep {
  /** Makes sure that there is a sweep within a minute. */
  soon(): void
  /** Stops sweeping, once the batch under way is done. */
  close(): Promise<void>
}

const everyMs = 60_000
const rowsAtOnce = 500
/** Between two batches, so that requests get their turn at the database. */
const pauseMs = 200
/** A clock that was wrong for a moment, such as that of a machine that was suspended, is right again after this time. */
const sightingsApartMs = hourMs
/** Sessions are kept this much longer: a use shortly before the end may still be on its way to the database. */
const sessionsKeptMs = hourMs

/** How long a browser is known that a user does not come back with. */
const unseenMs = 365 * dayMs

/** Device codes are kept this much longer, so that a device that asks too late is told that it is too late. */
const devicesKeptMs = hourMs

/** What is done beside taking rows away; `stop` = keyward is closing. */
export interface Sweeps {
  /** Removes the sign-ins under way that have ended by that time. */
  signIns(by: number, stop: AbortSignal): Promise<void>
  /** Tells users of keys that end soon. */
  expiring(stop: AbortSignal): Promise<void>
  /** Removes events that need not be kept by that time. */
  readonly events: RetireEvents
}

/** Makes the sweep: there is at most one a minute, never two at once, and none where nothing happens. */
export function sweep(
  { store, now, sessions }: Pick<Options, 'store' | 'now' | 'sessions'>,
  sweeps: Sweeps,
): Sweep {
  const closing = new AbortController()
  const over = agreed({ store, now })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let toldAt: number | null = null

  return Object.freeze({
    soon() {
      if (closing.signal.aborted || running) return
      timer ??= setTimeout(() => {
        timer = undefined
        running = all()
          .catch(() => undefined)
          .finally(() => (running = undefined))
      }, everyMs).unref()
    },
    async close() {
      clearTimeout(timer)
      over.close()
      closing.abort()
      await running
    },
  } satisfies Sweep)

  /** Sweeps each kind on its own: a failure keeps no other kind from being swept, and is tried again the next time. */
  async function all(): Promise<void> {
    const at = now()
    await tried(() => inBatches(store.attempts, at))
    await tried(() => sweeps.signIns(at, closing.signal))
    await tried(() => inBatches(store.challenges, at))
    await tried(() => inBatches(store.waitingSecrets, at))
    await tried(() => inBatches(store.oneTimeLinks, at))
    await tried(() => inBatches(store.deviceCodes, at - devicesKeptMs))
    await tried(() => inBatches(store.toldEnds, at))
    await tried(async () => {
      const by = await over.by()
      if (by !== null) await credentials(by)
    })
    await tried(() => tellHourly(at))
  }

  /** Looks for ends once an hour, whichever way a clock was set meanwhile: all that end in the next days are looked at each time. */
  async function tellHourly(at: number): Promise<void> {
    if (toldAt !== null && Math.abs(at - toldAt) < hourMs) return
    await sweeps.expiring(closing.signal)
    toldAt = at
  }

  async function credentials(by: number): Promise<void> {
    const sessionsBy = by - sessionsKeptMs
    const seenSince = sessionsBy - sessions.idleHours * hourMs
    await tried(() => inBatches(store.sessions, { now: sessionsBy, seenSince }))
    await tried(() => inBatches(store.tokens, by - listedAfterEndMs))
    await tried(() => inBatches(store.apiKeys, by - listedAfterEndMs))
    await tried(() => inBatches(store.serviceKeys, by - listedAfterEndMs))
    await tried(() => inBatches(store.knownDevices, by - unseenMs))
    await tried(() => sweeps.events(by, closing.signal))
  }

  async function tried(work: () => Promise<void>): Promise<void> {
    if (!closing.signal.aborted) await work().catch(() => undefined)
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

/** A time that nobody doubts, by two clocks that were read twice. */
interface AgreedTime {
  /**
   * The time that is over for good: the earliest that the process's clock and the database's said, now and at least an hour ago. The hour is
   * measured by a timer, which no setting of a clock shortens. `null` = it is too early to tell.
   */
  by(): Promise<number | null>
  close(): void
}

function agreed({ store, now }: Pick<Options, 'store' | 'now'>): AgreedTime {
  let last: number | null = null
  let timer: NodeJS.Timeout | undefined

  return Object.freeze({
    async by() {
      if (timer) return null
      const [before, at] = [last, Math.min(now(), await store.clock())]
      last = at
      timer = setTimeout(() => (timer = undefined), sightingsApartMs).unref()
      return before === null ? null : Math.min(before, at)
    },
    close() {
      clearTimeout(timer)
    },
  } satisfies AgreedTime)
}
