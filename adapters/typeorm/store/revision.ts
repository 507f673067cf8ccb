import type { RevisionStore } from '../../../src/store/revision.js'
import type { PreparedWrite } from '../engine/batch.js'
import { inOrder, mayHit, revoking } from '../engine/batch.js'
import type { Watch } from '../engine/engine.js'
import { bump } from '../query/changes.js'
import type { Sql } from '../query/sql.js'
import { raw, sql } from '../query/sql.js'
import type { InContext } from './context.js'
import { upsert } from './context.js'

/** The channel on which PostgreSQL tells of revocations: `withNotify` listens to it. */
const notifyChannel = 'keyward'

const ownUsersMaxAgeMs = 5000
/** What changes in a host's own user table does not move the revision on, so what was read from it counts for less long. */
const hostUsersMaxAgeMs = 1000

/** The revision, what this process knows of it, and what moves it on. */
export interface Revision extends RevisionStore {
  /** Moves the revision on: a transaction that revokes begins with it, and waits here for the others that do. */
  bump(): PreparedWrite
  close(): void
}

/** Follows the revision; `own`: the users are in keyward's table, so that all that is revoked moves it on. */
export function revisionStore(at: InContext, { own }: { readonly own: boolean }): Revision {
  let watched: Watch | undefined

  return Object.freeze({
    maxAgeMs: own ? ownUsersMaxAgeMs : hostUsersMaxAgeMs,
    outdate: () => revoking(mayHit()),
    bump() {
      const { revision } = at().tables
      const update = [bump(revision, revision.columns.value)]
      const moved = mayHit(upsert(at(), revision, { row: { id: 1, value: 1 }, key: 'id', update }))
      // PostgreSQL sends it when the transaction commits, and only then.
      const told = mayHit(raw(`SELECT pg_notify('${notifyChannel}', '')`))
      return at().engine.dialect === 'postgres' ? inOrder(moved, told) : moved
    },
    current: () => watch().current(),
    changed() {
      watch().changed()
    },
    ageMs: () => watch().ageMs(),
    close() {
      watched?.close()
    },
  } satisfies Revision)

  function watch(): Watch {
    return (watched ??= at().engine.watch(reading()))
  }

  function reading(): Sql {
    const { name, columns } = at().tables.revision
    return sql`SELECT ${columns.value.name} FROM ${name} WHERE ${columns.id.name} = ${raw('1')}`
  }
}
