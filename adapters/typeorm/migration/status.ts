import type { DataSource, QueryRunner } from 'typeorm'
import { checkedType } from './options.js'
import type { MigrateOptions, PendingMigration } from './pending.js'
import { pendingOn } from './pending.js'

/** What is still to be run on a database. */
export interface MigrationStatus {
  /** In the order in which `migrate` runs them; none = the database is up to date. */
  readonly pending: readonly PendingMigration[]
}

/** Reads which migrations are pending, and whose each is. It takes no lock and writes nothing. */
export async function migrationStatus(
  dataSource: DataSource,
  options: MigrateOptions = {},
): Promise<MigrationStatus> {
  checkedType(dataSource, options)
  return withRunner(dataSource, async (runner) => {
    const pending = await pendingOn(dataSource, runner, options)
    return { pending: pending.map(({ name, owner }) => ({ name, owner })) }
  })
}

/** Lends a runner on the primary. SQLite has one for all, which is given back to nobody. */
export async function withRunner<T>(
  dataSource: DataSource,
  use: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner('master')
  try {
    return await use(runner)
  } finally {
    if (dataSource.options.type !== 'better-sqlite3') await runner.release()
  }
}
