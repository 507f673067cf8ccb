import type { Watch } from './engine.js'
import type { Handle, PreparedStatement } from './sqlite-handle.js'

/** Which handle the revision is looked at with. */
export interface Viewpoint {
  /** The handle to read with. */
  reader(): Handle
  /** The handle is a second one: every commit, the host's own included, shows in its `data_version`. */
  apart(): boolean
}

/**
 * Follows the revision in a SQLite file: `PRAGMA data_version` tells whether anybody has committed since, and only then
 * is the revision read. It looks once per turn of the event loop, since what arrives in one turn has arrived together; with
 * `strict` it looks each time.
 */
export function sqliteRevision(at: Viewpoint, text: string, { strict }: { strict: boolean }): Watch {
  let epoch = 0
  let looked = false
  let closed = false
  let reader: Handle | null = null
  let dataVersion: PreparedStatement
  let revision: PreparedStatement
  let seenVersion: unknown
  let seenRevision: unknown

  return Object.freeze({
    current() {
      if (looked) return epoch
      return look() ? epoch : null
    },
    changed() {
      epoch++
      looked = false
    },
    close() {
      closed = true
      looked = false
    },
  } satisfies Watch)

  function look(): boolean {
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
    if (!strict) {
      looked = true
      setImmediate(forget)
    }
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

  function forget(): void {
    looked = false
  }
}
