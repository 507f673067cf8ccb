import type { OneTimeLinkRecord } from '../../../entities/index.js'
import { oneTimeLinkTable } from '../../../entities/one-time-link.js'
import type { OneTimeLinkRow, OneTimeLinkStore } from '../../../src/store/one-time-link.js'
import { mayHit, mustHit } from '../engine/batch.js'
import { eq, insertion } from '../query/changes.js'
import type { AllOf } from '../query/properties.js'
import { propertiesBut } from '../query/properties.js'
import { select } from '../query/rows.js'
import { join, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'
import { expiredRows } from './expired-rows.js'

const properties: AllOf<OneTimeLinkRow> = propertiesBut(oneTimeLinkTable)

/** Stores one-time links. */
export function oneTimeLinkStore(at: InContext): OneTimeLinkStore {
  const own = (): Table<OneTimeLinkRecord> => at().tables.oneTimeLink

  return Object.freeze({
    async byDigest(digests) {
      const { name, columns } = own()
      const { list, read } = select(own(), properties)
      const wanted = digests.map((digest) => sql`${columns.digest.encode(digest)}`)
      const [row] = await at().rows(
        sql`SELECT ${list} FROM ${name} WHERE ${columns.digest.name} IN (${join(wanted, ', ')})`,
      )
      return row ? read(row) : null
    },
    insert: (row) => mayHit(insertion(own(), row)),
    consume(id, now) {
      const { name, columns } = own()
      return mustHit(
        sql`DELETE FROM ${name} WHERE ${eq(columns.id, id)} AND ${columns.expiresAt.name} > ${now}`,
      )
    },
    removeAll: (userId) => mayHit(sql`DELETE FROM ${own().name} WHERE ${eq(own().columns.userId, userId)}`),
    ...expiredRows(at, {
      table: own,
      key: 'id',
      conditions: ({ expiresAt }, by: number) => [sql`${expiresAt.name} <= ${by}`],
    }),
  } satisfies OneTimeLinkStore)
}
