import type { Store } from './store.js'
import type { Write } from './store/write.js'
import { ConflictError, StoreUnavailableError } from './store/write.js'

/** What became of a write: it is stored, the database will never take it, or it must be tried again. */
export type Fate = 'written' | 'dropped' | 'kept'

/** A write that no request waits for. */
export interface Waiting {
  readonly write: Write
  /** Is called once with what became of the write; until then its source must not forget it. */
  settle(fate: Fate): void
}

/** Writes what no request waits for. A row that the database does not take is singled out, and nothing is forgotten before it is written. */
export interface Backlog {
  /** Adds a source, which each flush asks for what waits. */
  add(source: () => readonly Waiting[]): void
  /** Makes sure that what waits is written within a minute. */
  soon(): void
  /** Writes something at once; does not reject where it can't be written. */
  now(waiting: Waiting): Promise<void>
  /** Writes all that waits, as far as the database takes it. Does not reject: the rest goes on waiting. */
  flush(): Promise<void>
  /** Stops the timer and writes all that waits; rejects when the database can't be asked. */
  close(): Promise<void>
}

const everyMs = 60_000
const writesPerCommit = 200
/** After this many rows of a flush that could not be written, the rest is left for the next flush. */
const maxFailures = 10
const quickMs = 1000

/** Makes an empty backlog, which calls `flushed` after each flush. */
export function backlog({ store }: { readonly store: Store }, flushed: () => void): Backlog {
  const sources: (() => readonly Waiting[])[] = []
  const underWay = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  return Object.freeze({
    add: (source) => void sources.push(source),
    soon,
    now(waiting) {
      const writing = writeEach(store, [waiting]).then((failures) => {
        underWay.delete(writing)
        if (failures.length > 0) soon()
      })
      underWay.add(writing)
      return writing
    },
    flush: () => flush().catch(soon),
    async close() {
      await flush().finally(() => {
        clearTimeout(timer)
      })
    },
  } satisfies Backlog)

  function soon(): void {
    timer ??= setTimeout(() => void flush().catch(soon), everyMs).unref()
  }

  /** Writes all that waits, one flush at a time: whoever asks during a flush waits for the next one, which writes what they wait for. */
  function flush(): Promise<void> {
    if (running === null) {
      running = writeWhatWaits().finally(() => (running = null))
      return running
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null
        return flush()
      })
    return next
  }

  async function writeWhatWaits(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    await Promise.all(underWay)
    const waiting = sources.flatMap((source) => source())
    const failures: unknown[] = []
    for (let start = 0; start < waiting.length; start += writesPerCommit) {
      const batch = waiting.slice(start, start + writesPerCommit)
      if (failures.length < maxFailures) failures.push(...(await writeBatch(store, batch)))
      else settleAll(batch, 'kept')
    }
    flushed()
    if (failures.length > 0) throw failures[0]
  }
}

/** Writes a batch together or, where that fails, one by one. Answers the errors of the rows that are kept. */
async function writeBatch(store: Store, batch: readonly Waiting[]): Promise<readonly unknown[]> {
  const began = performance.now()
  const failed = await attempt(store, batch)
  if (failed === null) return []
  if (isLasting(failed) || performance.now() - began < quickMs) return writeEach(store, batch)
  // A failure that took this long would take as long again for every row.
  settleAll(batch, 'kept')
  return Array<unknown>(maxFailures).fill(failed)
}

async function writeEach(store: Store, batch: readonly Waiting[]): Promise<readonly unknown[]> {
  const failures: unknown[] = []
  for (const waiting of batch) {
    const failed = failures.length < maxFailures ? await attempt(store, [waiting]) : failures[0]
    if (failed === null) continue
    if (failed instanceof ConflictError) {
      // No other row has the same id, so this one was written, and only the answer was lost.
      waiting.settle('written')
    } else if (isLasting(failed)) {
      warn(failed)
      waiting.settle('dropped')
    } else {
      failures.push(failed)
      waiting.settle('kept')
    }
  }
  return failures
}

/** Writes all rows or none; answers `null`, or why it failed. */
async function attempt(store: Store, batch: readonly Waiting[]): Promise<unknown> {
  try {
    const stored = await store.commit(batch.map(({ write }) => write))
    if (!stored) return new ConflictError('id')
  } catch (error) {
    return error
  }
  settleAll(batch, 'written')
  return null
}

function settleAll(batch: readonly Waiting[], fate: Fate): void {
  for (const { settle } of batch) settle(fate)
}

/** Whether the same write would fail again, because of what the row holds and not because the database is away. */
function isLasting(error: unknown): boolean {
  return error instanceof ConflictError || (error instanceof StoreUnavailableError && error.lasting)
}

/** Warns of a row that was dropped, without showing it: it may hold what somebody typed. */
function warn(error: unknown): void {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'a conflict'
  process.emitWarning(`a row was dropped that the database does not take (${code})`, {
    code: 'KEYWARD_DROPPED_ROW',
  })
}
