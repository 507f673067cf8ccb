import type { AllOf } from './properties.js'
import type { Sql } from './sql.js'
import { join, raw, sql } from './sql.js'
import type { Table } from './tables.js'

/** A row as drivers give it in array mode. */
export type RawRow = readonly unknown[]

/** A list of columns to select, and how to read them out of a row that has them from `offset` on. */
export interface Selection<Row> {
  readonly list: Sql
  readonly width: number
  read(row: RawRow, offset?: number): Row
}

/** Selects properties of a table, under an alias when given. */
export function select<Row>(
  table: Table<NoInfer<Row>>,
  properties: AllOf<Row>,
  alias?: string,
): Selection<Row> {
  const columns = properties.map((property) => ({ property, ...table.columns[property] }))
  // It is copied for each row, since filling in an object that has its properties is faster than adding them.
  const blank: Record<string, unknown> = Object.fromEntries(properties.map((property) => [property, null]))
  return Object.freeze({
    list: join(
      columns.map(({ name }) => (alias ? under(alias, name) : name)),
      ', ',
    ),
    width: columns.length,
    read(row, offset = 0) {
      const read = { ...blank }
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]
        if (column) read[column.property] = column.decode(row[offset + i])
      }
      // Every property was decoded just now, and holds what its port wrote: `AllOf` has compared the types.
      return read as Row
    },
  } satisfies Selection<Row>)
}

/** Names a column of a table that stands in the statement under an alias. */
export function under(alias: string, name: Sql): Sql {
  return sql`${raw(alias)}.${name}`
}

/** Cuts a page off rows that were read with one more than `limit`, which tells whether there are more. */
export function page<Row>(rows: readonly Row[], limit: number): { rows: readonly Row[]; more: boolean } {
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

/** Writes LIMIT as text, since MySQL's prepared statements refuse it as a number. */
export function limit(rows: number): Sql {
  return raw(`LIMIT ${String(Math.max(0, Math.trunc(rows)))}`)
}
