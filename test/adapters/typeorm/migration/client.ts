import Database from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { DataSourceOptions } from 'typeorm'

/** Runs a script as an operator would, by the driver alone: nothing of TypeORM or keyward is in between. */
export async function runScript(options: DataSourceOptions, script: string): Promise<void> {
  if (options.type === 'better-sqlite3') {
    const file = new Database(options.database)
    file.exec(script)
    file.close()
  } else if (options.type === 'postgres') {
    const { host, port, username, database } = options
    const client = new pg.Client({ host, port, user: username, database })
    await client.connect()
    await client.query(script)
    await client.end()
  } else if (options.type === 'mariadb') {
    const { host, port, username, database } = options
    const client = await createConnection({ host, port, user: username, database, multipleStatements: true })
    await client.query(script)
    await client.end()
  }
}
