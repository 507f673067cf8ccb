import type { DataSource, QueryRunner } from 'typeorm'
import { MigrationExecutor } from 'typeorm'
import { handleOf } from '../engine/sqlite-handle.js'
import { withValues } from './literal.js'
import { checkedType } from './options.js'
import type { FoundMigration, MigrateOptions, PendingMigration } from './pending.js'
import { escapedPath, pendingOn, tableOfDone } from './pending.js'
import type { Recorded, Recording } from './recording-runner.js'
import { recordingRunner } from './recording-runner.js'
import { scriptOf } from './script.js'
import { shownRunner } from './shown-runner.js'
import { withRunner } from './status.js'

/** What `migrate` would do, as SQL. */
export interface MigrationSql {
  /** A script for psql, mysql or sqlite3, with what it writes into TypeORM's table of migrations; empty = nothing is pending. */
  readonly sql: string
  readonly migrations: readonly ShownMigration[]
  /** Migrations of the app's whose statements nobody can know without running them: the script lacks them. */
  readonly unseen: readonly UnseenMigration[]
}

/** A migration and its statements. */
export interface ShownMigration extends PendingMigration {
  readonly statements: readonly string[]
}

/** A migration that cannot be shown. */
export interface UnseenMigration extends PendingMigration {
  /** Why, in words for people. */
  readonly reason: string
}

/**
 * Writes the SQL of what is pending, and changes nothing: `up` of each migration is called with a runner that notes what it would run. A
 * migration that does its work by other means than that runner does it.
 */
export async function migrationSql(
  dataSource: DataSource,
  options: MigrateOptions = {},
): Promise<MigrationSql> {
  checkedType(dataSource, options)
  return withRunner(dataSource, async (base) => {
    const pending = await pendingOn(dataSource, base, options)
    if (pending.length === 0) return { sql: '', migrations: [], unseen: [] }
    const recording = recordingRunner(dataSource, base)
    const before = await bookkeeping(dataSource, recording)
    const migrations: (ShownMigration & { readonly inTransaction: boolean | undefined })[] = []
    const unseen: UnseenMigration[] = []
    for (const migration of pending) {
      const { name, owner, instance } = migration
      const outcome = await shown(dataSource, recording, migration)
      if (typeof outcome === 'string') unseen.push({ name, owner, reason: outcome })
      else migrations.push({ name, owner, statements: outcome, inTransaction: instance.transaction })
    }
    const sql = scriptOf({ before, migrations, unseen }, modeOf(dataSource))
    return { sql, migrations: migrations.map(({ inTransaction: _, ...rest }) => rest), unseen }
  })
}

/** Notes the tables of TypeORM's own that are made before the first migration. */
async function bookkeeping(dataSource: DataSource, { runner, noted }: Recording): Promise<readonly string[]> {
  // TypeORM declares it for its own classes alone.
  const executor = new MigrationExecutor(dataSource, runner) as unknown as {
    createMigrationsTableIfNotExist(runner: QueryRunner): Promise<void>
  }
  await executor.createMigrationsTableIfNotExist(runner)
  const builder = dataSource.driver.createSchemaBuilder()
  if ('createMetadataTableIfNecessary' in builder) {
    // Every kind of database that keyward knows has a builder with it.
    await (builder.createMetadataTableIfNecessary as (runner: QueryRunner) => Promise<void>).call(
      builder,
      runner,
    )
  }
  return written(dataSource, noted()) ?? []
}

/** The statements of a migration, with the row that says that it has run; or why they cannot be known. */
async function shown(
  dataSource: DataSource,
  recording: Recording,
  migration: FoundMigration,
): Promise<readonly string[] | string> {
  const mark = recording.mark()
  const reason = await tried(dataSource, recording, migration)
  const statements = written(dataSource, recording.noted().slice(mark.length))
  if (reason === null && statements) return [...statements, rowOf(dataSource, migration)]
  recording.backTo(mark)
  return reason ?? 'it writes values that have no simple form in SQL'
}

async function tried(
  dataSource: DataSource,
  recording: Recording,
  { owner, instance }: FoundMigration,
): Promise<string | null> {
  if (owner === 'keyward') {
    await instance.up(recording.runner)
    return null
  }
  const { runner, unseen } = shownRunner(dataSource, recording)
  try {
    await instance.up(runner)
    return unseen()
  } catch (error) {
    return unseen() ?? `it failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

function written(dataSource: DataSource, recorded: readonly Recorded[]): readonly string[] | null {
  const texts = recorded.map((one) => withValues(dataSource, one))
  return texts.includes(null) ? null : texts.flatMap((text) => text ?? [])
}

function rowOf(dataSource: DataSource, { name, timestamp }: FoundMigration): string {
  const columns = ['timestamp', 'name'].map((column) => dataSource.driver.escape(column)).join(', ')
  const table = escapedPath(dataSource, tableOfDone(dataSource))
  return `INSERT INTO ${table} (${columns}) VALUES (${String(timestamp)}, '${name.replaceAll("'", "''")}')`
}

function modeOf(dataSource: DataSource) {
  const { type, migrationsTransactionMode: transactions = 'all' } = dataSource.options
  if (type !== 'better-sqlite3') return { type, transactions, wal: false }
  const handle = handleOf(dataSource)
  const wal =
    !handle.memory && handle.name !== '' && handle.pragma('journal_mode', { simple: true }) !== 'wal'
  return { type, transactions, wal }
}
