import type { Column } from './column.js'
import type { Sql } from './sql.js'
import { join, sql } from './sql.js'
import type { AnyTable, Table } from './tables.js'

/** Writes `"name" = value`, for WHERE and SET. */
export function eq({ name, encode }: Column, value: unknown): Sql {
  return sql`${name} = ${encode(value)}`
}

/** As `eq`, for WHERE alone: nothing is found to be as `null` is. */
export function is(column: Column, value: unknown): Sql {
  return value === null ? sql`${column.name} IS NULL` : eq(column, value)
}

/** Writes `column = column + 1`; the table is named because PostgreSQL's upsert has two rows to choose from. */
export function bump({ name: table }: Pick<AnyTable, 'name'>, { name }: Pick<Column, 'name'>): Sql {
  return sql`${name} = ${table}.${name} + 1`
}

/** Lists the assignments of a patch's properties, in their order. */
export function assignments<Row>({ columns }: Table<Row>, patch: Partial<NoInfer<Row>>): readonly Sql[] {
  return given(patch).map(([property, value]) => eq(columns[property], value))
}

/** Writes the assignments of a patch, and of the next version: each change is seen to have changed the row. */
export function changes<Row extends { version: number }>(
  table: Table<Row>,
  patch: Partial<NoInfer<Row>>,
): Sql {
  return join([...assignments(table, patch), bump(table, table.columns.version)], ', ')
}

/** Writes an INSERT of one row, complete by type; of what else the row has, nothing is stored. Versions begin at 0. */
export function insertion<Row>(table: Table<Row>, row: Omit<NoInfer<Row>, 'version'>): Sql {
  const known = Object.entries({ ...row, version: 0 }).filter(([property]) => property in table.columns)
  // Only columns of the table are left.
  return partialInsertion(table, Object.fromEntries(known) as Partial<Row>)
}

/** Writes an INSERT of one row whose other columns are `NULL`, or what the table says. */
export function partialInsertion<Row>({ name, columns }: Table<Row>, row: Partial<NoInfer<Row>>): Sql {
  const filled = given(row)
  const names = filled.map(([property]) => columns[property].name)
  const values = filled.map(([property, value]) => sql`${columns[property].encode(value)}`)
  return sql`INSERT INTO ${name} (${join(names, ', ')}) VALUES (${join(values, ', ')})`
}

/**
 * Makes texts that came from outside fit their columns: too long ones are cut, and what databases refuse is replaced. It is
 * for what only tells of something, which must never keep a row from being stored.
 */
export function fitting<Row extends object>({ metadata }: Pick<AnyTable, 'metadata'>, row: Row): Row {
  const lengths = new Map(metadata.columns.map(({ propertyName, length }) => [propertyName, Number(length)]))
  const fitted = Object.entries(row).flatMap(([property, value]: [string, unknown]) => {
    const length = lengths.get(property)
    if (typeof value !== 'string' || !length) return []
    return [[property, value.slice(0, length).replaceAll(/[\0\p{Surrogate}]/gu, '\uFFFD')] as const]
  })
  return { ...row, ...Object.fromEntries(fitted) }
}

function given<Row>(row: Partial<Row>): [keyof Row & string, unknown][] {
  // Object.entries knows no key types; callers pass literals of known shape.
  return Object.entries(row).filter(([, value]) => value !== undefined) as [keyof Row & string, unknown][]
}
