import type { Watch } from './engine.js'
import type { Handle, PreparedStatement } from './sqlite-handle.js'

/** Where the revision is looked at. */
export interface Viewpoint {
  /** The handle to read with. */
  reader(): Handle
  /** The handle is a second one: every commit, the host's own included, shows in its `data_version`. */
  apart(): boolean
}

/**
 * Follows the revision in a SQLite file: `PRAGMA data_version` tells whether anybody has committed since, and only then
 * is the revision read. Once per turn of the event loop: what arrives in one turn arrived together. `strict` = each time.
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

  return Object.freeze<Watch>({
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
  })

  function look(): boolean {
    if (closed) return false
    try {
      const handle = at.reader()
      if (handle !== reader) open(handle)
      // Nobody else can commit to a database in memory. Without a handle apart, what others commit does not show.
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
