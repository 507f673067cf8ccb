import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm'
import { handleOf } from '../../adapters/typeorm/engine/sqlite-handle.js'

/** Rows of one table, their values as the driver takes them. */
export interface Rows {
  readonly table: string
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

/** PostgreSQL takes at most 65,535 parameters. */
const parametersPerStatement = 32_000

/** Writes many rows with one commit, past any entity manager. */
export async function insertMany(dataSource: DataSource, { table, columns, values }: Rows): Promise<void> {
  const { driver, options } = dataSource
  const names = columns.map((name) => driver.escape(name)).join(', ')
  const start = `INSERT INTO ${driver.escape(table)} (${names}) VALUES `
  if (options.type === 'better-sqlite3') {
    const handle = handleOf(dataSource)
    const statement = handle.prepare(`${start}(${columns.map(() => '?').join(', ')})`)
    handle.transaction(() => values.forEach((row) => statement.run(...row))).immediate()
    return
  }
  const rowsPerStatement = Math.floor(parametersPerStatement / columns.length)
  for (let from = 0; from < values.length; from += rowsPerStatement) {
    const some = values.slice(from, from + rowsPerStatement)
    const marks = some.map((_, row) => `(${columns.map((_, i) => mark(row, i)).join(', ')})`)
    await dataSource.query(start + marks.join(', '), some.flat())
  }

  function mark(row: number, column: number): string {
    return options.type === 'mariadb' ? '?' : `$${String(row * columns.length + column + 1)}`
  }
}

/** Entities as rows of their table. */
export function rowsOf<T extends ObjectLiteral>(
  dataSource: DataSource,
  target: EntityTarget<T>,
  records: readonly T[],
): Rows {
  const { tableName, columns } = dataSource.getMetadata(target)
  return {
    table: tableName,
    columns: columns.map(({ databaseName }) => databaseName),
    values: records.map((record) =>
      columns.map((column) => {
        const value: unknown = dataSource.driver.preparePersistentValue(column.getEntityValue(record), column)
        return value ?? null
      }),
    ),
  }
}

/** Carries out a filling of a table, on SQLite without its indexes, which are built at the end: faster by far for many rows. */
export async function withoutIndexes(
  dataSource: DataSource,
  table: string,
  fill: () => Promise<void>,
): Promise<void> {
  if (dataSource.options.type !== 'better-sqlite3') return fill()
  const indexes = await dataSource.query<{ name: string; sql: string }[]>(
    `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '${table}'`,
  )
  for (const { name } of indexes) await dataSource.query(`DROP INDEX "${name}"`)
  await fill()
  for (const { sql } of indexes) await dataSource.query(sql)
}
