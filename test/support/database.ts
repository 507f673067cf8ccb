import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { migrate } from '../../adapters/typeorm/index.js'
import type { EntityOptions } from '../../entities/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import { fastFolder } from './fast-folder.js'

/** A migrated SQLite database in a file of its own. */
export interface Database {
  readonly dataSource: DataSource
  /** The rows of every table, by table. */
  dump(): Promise<Readonly<Record<string, readonly Record<string, unknown>[]>>>
  /** The bytes of the file, its log included. */
  bytes(): Buffer
  close(): Promise<void>
}

export async function sqliteDatabase(options: EntityOptions = {}): Promise<Database> {
  const folder = fastFolder()
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: join(folder, 'test.db'),
    entities: [...keywardEntities(options).all],
    migrations: [...keywardMigrations(options)],
  })
  await dataSource.initialize()
  await migrate(dataSource)
  return {
    dataSource,
    async dump() {
      const tables = await dataSource.query<{ name: string }[]>(
        "SELECT name FROM sqlite_master WHERE type = 'table'",
      )
      const dumps = tables.map(
        async ({ name }) => [name, await dataSource.query(`SELECT * FROM "${name}"`)] as const,
      )
      return Object.fromEntries(await Promise.all(dumps))
    },
    bytes: () => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name)))),
    async close() {
      await dataSource.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}
