import type { KnownDeviceRecord } from '../../../entities/index.js'
import type { KnownDeviceStore } from '../../../src/store/known-device.js'
import { mayHit } from '../engine/batch.js'
import { eq } from '../query/changes.js'
import { limit } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { upsert } from './context.js'
import { digestsThereOf } from './digests-there.js'
import { expiredRows } from './expired-rows.js'

/** Stores browsers that users have signed in from. */
export function knownDeviceStore(at: InContext): KnownDeviceStore {
  const own = (): Table<KnownDeviceRecord> => at().tables.knownDevice

  return Object.freeze({
    known: (digests) => digestsThereOf(at(), own(), digests),
    remember(row, keep) {
      const update = [eq(own().columns.seenAt, row.seenAt)]
      return mayHit(upsert(at(), own(), { row, key: 'digest', update }), beyond(row.userId, keep))
    },
    seen(digest, seenAt) {
      const { name, columns } = own()
      return mayHit(
        sql`UPDATE ${name} SET ${eq(columns.seenAt, seenAt)} WHERE ${eq(columns.digest, digest)} AND ${columns.seenAt.name} < ${seenAt}`,
      )
    },
    ...expiredRows(at, {
      table: own,
      key: 'digest',
      conditions: ({ seenAt }, by: number) => [sql`${seenAt.name} <= ${by}`],
    }),
  } satisfies KnownDeviceStore)

  /** Takes away a user's rows beyond the newest. MariaDB takes a LIMIT in a table that is made on the way, and in no other part of a condition. */
  function beyond(userId: string, keep: number): Sql {
    const { name, columns } = own()
    const { digest, seenAt } = columns
    const mine = eq(columns.userId, userId)
    const newest = sql`SELECT ${digest.name} FROM ${name} WHERE ${mine} ORDER BY ${seenAt.name} DESC, ${digest.name} ${limit(keep)}`
    return sql`DELETE FROM ${name} WHERE ${mine} AND ${digest.name} NOT IN (SELECT ${digest.name} FROM (${newest}) newest)`
  }
}
