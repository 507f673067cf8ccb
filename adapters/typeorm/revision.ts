import type { RevisionStore } from '../../src/store/revision.js'
import { inOrder, mayHit } from './batch.js'
import { bump, upsert } from './context.js'
import type { InContext } from './context.js'
import type { Watch } from './engine.js'
import { raw, sql } from './sql.js'
import type { Sql } from './sql.js'

/** The channel on which PostgreSQL tells of revocations: `withNotify` listens to it. */
const notifyChannel = 'keyward'

const ownUsersMaxAgeMs = 5000
/** A host's own table is not ours to watch. */
const hostUsersMaxAgeMs = 1000

/** The revision, and what this process knows of it. */
export function revisionStore(
  at: InContext,
  { own }: { readonly own: boolean },
): RevisionStore & { close(): void } {
  let watched: Watch | undefined

  return Object.freeze({
    maxAgeMs: own ? ownUsersMaxAgeMs : hostUsersMaxAgeMs,
    bump() {
      const { revision } = at().tables
      const update = [bump(revision, revision.columns.value)]
      const moved = mayHit(upsert(at(), revision, { row: { id: 1, value: 1 }, key: 'id', update }))
      // Sent when the transaction commits, and only then.
      const told = mayHit(raw(`SELECT pg_notify('${notifyChannel}', '')`))
      const write = at().engine.dialect === 'postgres' ? inOrder(moved, told) : moved
      return { ...write, revokes: true as const }
    },
    current: () => watch().current(),
    changed() {
      watch().changed()
    },
    close() {
      watched?.close()
    },
  })

  function watch(): Watch {
    return (watched ??= at().engine.watch(reading()))
  }

  function reading(): Sql {
    const { name, columns } = at().tables.revision
    return sql`SELECT ${columns.value.name} FROM ${name} WHERE ${columns.id.name} = ${raw('1')}`
  }
}
