import type { Watch } from './engine.js'
import type { Handle, PreparedStatement } from './sqlite-handle.js'

const lookEveryMs = 1

/** Which handle the revision is looked at with. */
export interface Viewpoint {
  /** The handle to read with. */
  reader(): Handle
  /** The handle is a second one: every commit, the host's own included, shows in its `data_version`. */
  apart(): boolean
}

/**
 * Follows the revision in a SQLite file: `PRAGMA data_version` tells whether anybody has committed since, and only then
 * is the revision read. It looks once a millisecond, since a look costs as much as several verifications; with `strict` it looks each time.
 * `elapsed` answers milliseconds that only go forward.
 */
export function sqliteRevision(
  at: Viewpoint,
  text: string,
  { strict, elapsed = () => performance.now() }: { strict: boolean; elapsed?: () => number },
): Watch {
  let epoch = 0
  /** Until when what was seen counts. */
  let seenUntil = -Infinity
  let closed = false
  let reader: Handle | null = null
  let dataVersion: PreparedStatement
  let revision: PreparedStatement
  let seenVersion: unknown
  let seenRevision: unknown

  return Object.freeze({
    current() {
      const now = elapsed()
      if (now < seenUntil) return epoch
      return look(now) ? epoch : null
    },
    changed() {
      epoch++
      seenUntil = -Infinity
    },
    // It is asked for at once, or was within this millisecond.
    ageMs() {
      const now = elapsed()
      return now < seenUntil || look(now) ? 0 : null
    },
    close() {
      closed = true
      seenUntil = -Infinity
    },
  } satisfies Watch)

  function look(now: number): boolean {
    if (closed) return false
    try {
      const handle = at.reader()
      if (handle !== reader) open(handle)
      // What others commit shows only on a handle apart. A database in memory has none, but nobody else can commit to it either.
      if (!at.apart()) return handle.memory
      const [version] = dataVersion.get() ?? []
      if (version !== seenVersion) readAgain(version)
    } catch {
      return false
    }
    if (!strict) seenUntil = now + lookEveryMs
    return true
  }

  function open(handle: Handle): void {
    dataVersion = handle.prepare('PRAGMA data_version').raw(true)
    revision = handle.prepare(text).raw(true)
    seenVersion = seenRevision = undefined
    reader = handle
    epoch++
  }

  function readAgain(version: unknown): void {
    const [value] = revision.get() ?? []
    seenVersion = version
    if (value === seenRevision) return
    seenRevision = value
    epoch++
  }
}
