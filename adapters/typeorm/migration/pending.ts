import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm'
import { isOwnMigration } from '../../../entities/migrations/mark.js'

/** Which migrations are meant. */
export interface MigrateOptions {
  /** `'keyward'`: keyward's pending migrations, and none of the host's. Default: all that are pending. */
  readonly only?: 'keyward'
}

/** A migration that has not run on a database. */
export interface PendingMigration {
  /** As it will stand in the table of migrations. */
  readonly name: string
  /** Whose it is: keyward's own, or the app's. */
  readonly owner: 'keyward' | 'app'
}

/** A pending migration with what runs it. */
export interface FoundMigration extends PendingMigration {
  readonly timestamp: number
  readonly instance: MigrationInterface
}

/** Reads which migrations of a DataSource are pending, in the order in which TypeORM runs them. Writes nothing, not even TypeORM's table. */
export async function pendingOn(
  dataSource: DataSource,
  runner: QueryRunner,
  { only }: MigrateOptions,
): Promise<readonly FoundMigration[]> {
  const done = await namesOfDone(dataSource, runner)
  return dataSource.migrations
    .filter((migration) => only === undefined || isOwnMigration(migration))
    .map(found)
    .filter(({ name }) => !done.has(name))
    .toSorted((one, other) => one.timestamp - other.timestamp)
}

/** Names the table in which TypeORM writes down what has run. */
export function tableOfDone({ driver, options }: DataSource): string {
  const schema = 'schema' in options ? options.schema : undefined
  return driver.buildTableName(options.migrationsTableName ?? 'migrations', schema, driver.database)
}

/** Writes the path of a table as SQL. */
export function escapedPath({ driver }: DataSource, path: string): string {
  return path
    .split('.')
    .map((part) => driver.escape(part))
    .join('.')
}

async function namesOfDone(dataSource: DataSource, runner: QueryRunner): Promise<ReadonlySet<string>> {
  const table = tableOfDone(dataSource)
  if (!(await runner.hasTable(table))) return new Set()
  const column = dataSource.driver.escape('name')
  // TypeORM declares rows as `any`.
  const rows = (await runner.query(`SELECT ${column} AS name FROM ${escapedPath(dataSource, table)}`)) as {
    name: unknown
  }[]
  return new Set(rows.map(({ name }) => String(name)))
}

/** TypeORM takes the 13 digits at the end of the name for the time at which a migration was written. */
function found(instance: MigrationInterface): FoundMigration {
  const name = instance.name ?? instance.constructor.name
  const timestamp = Number.parseInt(name.slice(-13), 10)
  return { name, timestamp, instance, owner: isOwnMigration(instance) ? 'keyward' : 'app' }
}
