import type { DataSource } from 'typeorm'
import type { InContext } from './context.js'
import { isMissingTable } from './errors.js'
import { join, sql } from './sql.js'
import { allOf } from './tables.js'

/** Checks that every table and column is there; see `Store.ready`. */
export async function ready(dataSource: DataSource, at: InContext): Promise<void> {
  const { tables, rows } = at()
  for (const { name, columns, metadata } of allOf(tables)) {
    const list = join(
      Object.values(columns).map(({ name: column }) => column),
      ', ',
    )
    await rows(sql`SELECT ${list} FROM ${name} WHERE 1 = 0`).catch((error: unknown) => {
      if (!(error instanceof Error) || !isMissingTable(error.cause)) throw error
      throw new Error(
        `the table ${metadata.tablePath} is missing or not up to date: run migrate(dataSource)`,
        {
          cause: error.cause,
        },
      )
    })
  }
  await warnOfMysqlDriver(dataSource, at)
}

async function warnOfMysqlDriver(dataSource: DataSource, at: InContext): Promise<void> {
  if (dataSource.options.type !== 'mysql') return
  const [version] = await at().rows(sql`SELECT VERSION()`)
  if (!/mariadb/i.test(String(version?.[0]))) return
  process.emitWarning(
    "the server is MariaDB: say type: 'mariadb' in the DataSource, or its schema never matches",
    {
      code: 'KEYWARD_MARIADB',
    },
  )
}
