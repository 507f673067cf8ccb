import type { Sweepable } from '../../src/store/sweepable.js'
import { mayHit } from './batch.js'
import type { InContext } from './context.js'
import { limit } from './rows.js'
import { join, sql } from './sql.js'
import type { Sql } from './sql.js'
import type { Table } from './tables.js'

interface Ending<Row, When> {
  table(): Table<Row>
  /** The property that is the primary key. */
  readonly key: keyof Row & string
  /** The ways in which a row can have ended, each with an index that finds such rows. */
  conditions(columns: Table<Row>['columns'], by: When): readonly Sql[]
}

/** The rows of a table that have ended. They are removed by key: no engine but MariaDB knows DELETE with LIMIT. */
export function endedRows<Row, When>(
  at: InContext,
  { table, key, conditions }: Ending<Row, When>,
): Sweepable<When> {
  return {
    async ended(by, most) {
      const { name, columns } = table()
      const found = new Set<string>()
      for (const condition of conditions(columns, by)) {
        const rows = await at().rows(
          sql`SELECT ${columns[key].name} FROM ${name} WHERE ${condition} ${limit(most - found.size)}`,
        )
        for (const [one] of rows) found.add(String(one))
      }
      return [...found]
    },
    removeEnded(keys, by) {
      if (keys.length === 0) return mayHit()
      const { name, columns } = table()
      const given = join(
        keys.map((one) => sql`${columns[key].encode(one)}`),
        ', ',
      )
      const over = join(conditions(columns, by), ' OR ')
      return mayHit(sql`DELETE FROM ${name} WHERE ${columns[key].name} IN (${given}) AND (${over})`)
    },
  }
}
