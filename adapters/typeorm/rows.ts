import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
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
export function select<Row, P extends keyof Row & string>(
  table: Table<Row>,
  properties: readonly P[],
  alias?: string,
): Selection<Pick<Row, P>> {
  const columns = properties.map((property) => ({ property, ...table.columns[property] }))
  // Copied for each row: filling in an object that has its properties is faster than adding them.
  const blank = Object.fromEntries(properties.map((property) => [property, null])) as Record<P, unknown>
  return {
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
      // Every property was selected and decoded just now.
      return read as Pick<Row, P>
    },
  }
}

/** A column of a table that stands in the statement under an alias. */
export function under(alias: string, name: Sql): Sql {
  return sql`${raw(alias)}.${name}`
}

/** A page: asks for one row more than `limit` to know whether there are more. */
export function page<Row>(rows: readonly Row[], limit: number): { rows: readonly Row[]; more: boolean } {
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

/** LIMIT as text: MySQL's prepared statements refuse it as a number. */
export function limit(rows: number): Sql {
  return raw(`LIMIT ${String(Math.max(0, Math.trunc(rows)))}`)
}
