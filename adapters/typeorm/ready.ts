import type { DataSource } from 'typeorm'
import { refuseColumns, refuseEncoding } from './encoding.js'
import { isMissingTable } from './engine/errors.js'
import { join, raw, sql } from './query/sql.js'
import { tablesIn } from './query/tables.js'
import type { InContext } from './store/context.js'

/** Checks that every table and column is there, and holds what is written; see `Store.ready`. */
export async function ready(dataSource: DataSource, at: InContext): Promise<void> {
  const { tables, rows } = at()
  await refuseEncoding(dataSource.options.type, async (text) => (await rows(raw(text)))[0]?.[0])
  for (const { name, columnNames, metadata } of tablesIn(tables)) {
    const list = join(columnNames, ', ')
    await rows(sql`SELECT ${list} FROM ${name} WHERE 1 = 0`).catch((error: unknown) => {
      if (!(error instanceof Error) || !isMissingTable(error.cause)) throw error
      throw new Error(
        `the table ${metadata.tablePath} is missing or not up to date: run migrate(dataSource)`,
        { cause: error.cause },
      )
    })
  }
  await refuseColumns(at)
  await warnOfMysqlDriver(dataSource, at)
}

async function warnOfMysqlDriver(dataSource: DataSource, at: InContext): Promise<void> {
  if (dataSource.options.type !== 'mysql') return
  const [version] = await at().rows(sql`SELECT VERSION()`)
  if (!/mariadb/i.test(String(version?.[0]))) return
  process.emitWarning(
    "the server is MariaDB: say type: 'mariadb' in the DataSource, or its schema never matches",
    { code: 'KEYWARD_MARIADB' },
  )
}
