import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { migrate } from '../../adapters/typeorm/index.js'
import type { EntityOptions } from '../../entities/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'

/** A migrated SQLite database in a file of its own. */
export interface Database {
  readonly dataSource: DataSource
  /** The rows of every table, by table. */
  dump(): Promise<Readonly<Record<string, readonly Record<string, unknown>[]>>>
  /** The bytes of the file, its log included. */
  bytes(): string
  close(): Promise<void>
}

export async function sqliteDatabase(options: EntityOptions = {}): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-'))
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
    bytes: () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('\n'),
    async close() {
      await dataSource.destroy()
      rmSync(folder, { recursive: true })
    },
  }
}
