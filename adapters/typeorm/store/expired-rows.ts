import type { Sweepable } from '../../../src/store/sweepable.js'
import { mayHit } from '../engine/batch.js'
import { limit } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { InContext } from './context.js'

interface Expiring<Row, When> {
  table(): Table<Row>
  /** The property that is the primary key. */
  readonly key: keyof Row & string
  /** The ways in which a row can have expired, each with an index that finds such rows. */
  conditions(columns: Table<Row>['columns'], by: When): readonly Sql[]
}

/** Finds and removes the rows of a table that have expired: by key, since no engine but MariaDB knows DELETE with LIMIT. */
export function expiredRows<Row, When>(
  at: InContext,
  { table, key, conditions }: Expiring<Row, When>,
): Sweepable<When> {
  return Object.freeze({
    async ended(by, most) {
      const { name, columns } = table()
      const keys = new Set<string>()
      for (const condition of conditions(columns, by)) {
        const rows = await at().rows(
          sql`SELECT ${columns[key].name} FROM ${name} WHERE ${condition} ${limit(most - keys.size)}`,
        )
        for (const [one] of rows) keys.add(String(one))
      }
      return [...keys]
    },
    removeEnded(keys, by) {
      if (keys.length === 0) return mayHit()
      const { name, columns } = table()
      const given = join(
        keys.map((one) => sql`${columns[key].encode(one)}`),
        ', ',
      )
      // The conditions are asked again, since a row may have been given a later end meanwhile.
      const expired = join(conditions(columns, by), ' OR ')
      return mayHit(sql`DELETE FROM ${name} WHERE ${columns[key].name} IN (${given}) AND (${expired})`)
    },
  } satisfies Sweepable<When>)
}
