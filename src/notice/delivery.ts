import { setImmediate as nextTurn } from 'node:timers/promises'
import { auditEvent } from '../events.js'
import type { Journal } from '../journal.js'
import type { Options } from '../options.js'
import type { Store } from '../store.js'
import type { NoticeRow } from '../store/notice.js'
import { minuteMs } from '../time.js'
import { failureReport } from './failure-report.js'
import type { GivenUp, Tell } from './telling.js'

/** What goes through the notices that are due. */
interface Deliveries {
  /** Looks for what is due, in a turn of its own. */
  wake(): void
  /** Stops looking; waits 2 s at most for what is under way. */
  close(): Promise<void>
}

interface DeliveryParts {
  readonly options: Pick<Options, 'now'>
  readonly store: Pick<Store, 'notices' | 'commit'>
  readonly journal: Pick<Journal, 'commit'>
}

const everyMs = 30_000
const atOnce = 4
const closeMs = 2000
/** The host's function has 30 s, and the database its time before and after: whoever still tells then has died. */
const claimMs = minuteMs
/** How long to wait after each try, in minutes; the one after the last is none. */
const waits = [1, 5, 15, 30, 60, 180, 360, 720, 1440] as const
const maxTries = waits.length + 1
const nowhere = Object.freeze({ party: null, ip: null, userAgent: null })

/** Makes the deliveries: four at once, each claimed first, so that of several processes one tells it. */
export function deliveries({ options: { now }, store, journal }: DeliveryParts, tell: Tell): Deliveries {
  const underWay = new Set<Promise<void>>()
  const report = failureReport()
  const timer = setInterval(wake, everyMs).unref()
  let closed = false
  let looking: Promise<void> | null = null
  let again = false

  return Object.freeze({
    wake,
    async close() {
      closed = true
      clearInterval(timer)
      await looking
      await settledWithin(closeMs, [...underWay])
    },
  } satisfies Deliveries)

  function wake(): void {
    if (closed) return
    again = true
    looking ??= look()
      // A database that is away is asked again by the timer.
      .catch(() => undefined)
      .finally(() => {
        looking = null
        if (again) wake()
      })
  }

  async function look(): Promise<void> {
    await nextTurn()
    while (again && !closed) {
      again = false
      await takeWhatIsDue()
    }
  }

  async function takeWhatIsDue(): Promise<void> {
    for (let room = atOnce - underWay.size; room > 0 && !closed; room = atOnce - underWay.size) {
      const rows = await store.notices.due(now(), room)
      for (const row of rows) await take(row)
      if (rows.length < room) return
    }
  }

  /** Claims a notice and begins to tell it. What was claimed as everything closes is told by another process, after its claim. */
  async function take(row: NoticeRow): Promise<void> {
    const claimed = await store.commit([store.notices.claim(row, now() + claimMs)])
    if (!claimed || closed) return
    const work = deliver({ ...row, tries: row.tries + 1, version: row.version + 1 })
      // What came of it could not be written, so that it is told again.
      .catch(() => undefined)
      .finally(() => {
        underWay.delete(work)
        wake()
      })
    underWay.add(work)
  }

  async function deliver(row: NoticeRow): Promise<void> {
    // Those who claimed it before did not live to say what came of it.
    if (row.tries > maxTries) return giveUp(row, 'unavailable')
    const fate = await tell(row).catch((error: unknown) => {
      report(row.kind, error)
      return 'failed' as const
    })
    if (fate === 'told') await store.commit([store.notices.done(row.id)])
    else if (fate === 'failed') await failed(row)
    else await giveUp(row, fate)
  }

  async function failed(row: NoticeRow): Promise<void> {
    const wait = waits[row.tries - 1]
    if (wait === undefined) return giveUp(row, 'unavailable')
    await store.commit([store.notices.putOff(row, now() + wait * minuteMs)])
  }

  async function giveUp(row: NoticeRow, reason: GivenUp): Promise<void> {
    const subject = { kind: 'notice', id: row.id, name: row.kind }
    const what = { type: 'notice.given_up', subject, userId: row.userId, outcome: 'refused', reason } as const
    await journal.commit([store.notices.giveUp(row)], auditEvent(now(), nowhere, what))
  }
}

/** Waits for all, or for so long. */
async function settledWithin(ms: number, all: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeIsUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
  await Promise.race([Promise.allSettled(all), timeIsUp])
  clearTimeout(timer)
}
