import { createHash } from 'node:crypto'
import type { DataSource, QueryRunner } from 'typeorm'
import { MigrationExecutor } from 'typeorm'
import { isOwnMigration } from '../../entities/migrations/mark.js'
import { refuseEncoding } from './encoding.js'
import { backOff } from './engine/back-off.js'
import { failureOf } from './engine/errors.js'
import { handleOf } from './engine/sqlite-handle.js'
import { checkedType } from './migration/options.js'
import type { MigrateOptions } from './migration/pending.js'
import { pendingOn } from './migration/pending.js'

const longestWaitSeconds = 60
/** It is "keyward" as a number, since PostgreSQL's advisory locks have no names. */
const lockNumber = BigInt(`0x${Buffer.from('keyward').toString('hex')}`).toString()

/** Runs what is pending on a runner that holds the lock. */
type Execute = (runner: QueryRunner) => Promise<void>

/**
 * Runs all pending migrations of the DataSource, the host's among them unless `only` says otherwise. One process does so at a time, so
 * that several may start at once. It puts SQLite files into WAL mode. With nothing pending it takes no lock and writes nothing, so that an app
 * starts while its database cannot be written to.
 */
export async function migrate(dataSource: DataSource, options: MigrateOptions = {}): Promise<void> {
  const type = checkedType(dataSource, options)
  const seen = options.only === 'keyward' ? withOwnMigrations(dataSource) : dataSource
  const execute: Execute = (runner) => executePending(seen, runner)
  if (type === 'better-sqlite3') return migrateSqlite(dataSource, options, execute)
  const runner = dataSource.createQueryRunner('master')
  try {
    await refuseEncoding(type, async (text) => {
      // TypeORM declares rows as `any`.
      const [row] = (await runner.query(text)) as { name: unknown }[]
      return row?.name
    })
    if ((await pendingOn(dataSource, runner, options)).length === 0) return
    const unlock = type === 'postgres' ? await lockPostgres(runner) : await lockMysql(runner)
    try {
      await execute(runner)
    } finally {
      await unlock()
    }
  } finally {
    await runner.release()
  }
}

/** Makes a DataSource as TypeORM's executor of migrations would see it if it had keyward's alone. */
function withOwnMigrations(dataSource: DataSource): DataSource {
  const own = dataSource.migrations.filter(isOwnMigration)
  // An object made from a DataSource is one.
  return Object.create(dataSource, { migrations: { value: own } }) as DataSource
}

/** Runs the migrations on the connection that holds the lock, so that a pool of one is enough. */
async function executePending(dataSource: DataSource, runner: QueryRunner): Promise<void> {
  const executor = new MigrationExecutor(dataSource, runner)
  executor.transaction = dataSource.options.migrationsTransactionMode ?? 'all'
  await executor.executePendingMigrations()
}

async function lockPostgres(runner: QueryRunner): Promise<() => Promise<void>> {
  await runner.query('SELECT pg_advisory_lock($1)', [lockNumber])
  return async () => {
    await runner.query('SELECT pg_advisory_unlock($1)', [lockNumber])
  }
}

async function lockMysql(runner: QueryRunner): Promise<() => Promise<void>> {
  // The names of locks are the server's, so the database has to be part of them.
  const database = createHash('sha256')
    .update((await runner.getCurrentDatabase()) ?? '')
    .digest('hex')
  const name = `keyward_migrate_${database.slice(0, 32)}`
  // TypeORM declares rows as `any`.
  const [row] = (await runner.query('SELECT GET_LOCK(?, ?) AS got', [name, longestWaitSeconds])) as {
    got: unknown
  }[]
  if (Number(row?.got) !== 1) throw new Error('another process has been migrating for a minute')
  return async () => {
    await runner.query('SELECT RELEASE_LOCK(?)', [name])
  }
}

async function migrateSqlite(
  dataSource: DataSource,
  options: MigrateOptions,
  execute: Execute,
): Promise<void> {
  const end = performance.now() + longestWaitSeconds * 1000
  for (let tries = 0; ; tries++) {
    try {
      const pending = await pendingOn(dataSource, dataSource.createQueryRunner(), options)
      if (pending.length === 0) return wantWal(dataSource)
      useWal(dataSource)
      return await executeAlone(dataSource, execute)
    } catch (error) {
      if (failureOf(error) !== 'retry' || performance.now() > end) throw error
    }
    await backOff(tries)
  }
}

/** Puts a file into WAL mode that somebody has taken out of it, where that is possible: nothing else is pending, so that an app can do without. */
function wantWal(dataSource: DataSource): void {
  const handle = handleOf(dataSource)
  if (handle.readonly || handle.pragma('journal_mode', { simple: true }) === 'wal') return
  try {
    useWal(dataSource)
  } catch {
    // `keyward doctor` says so.
  }
}

function useWal(dataSource: DataSource): void {
  const handle = handleOf(dataSource)
  if (handle.memory || handle.name === '') return
  const mode = handle.pragma('journal_mode = WAL', { simple: true })
  if (mode !== 'wal')
    throw new Error(`the SQLite file cannot be put into WAL mode, it stays in ${String(mode)}`)
}

/** Takes the write lock first, since TypeORM looks for pending migrations before it begins its transaction. */
async function executeAlone(dataSource: DataSource, execute: Execute): Promise<void> {
  const runner = dataSource.createQueryRunner()
  const whole = (dataSource.options.migrationsTransactionMode ?? 'all') === 'all'
  // A host that asks for another mode has migrations that must not run in a transaction.
  if (!whole) return execute(runner)
  // This turns foreign keys off, which cannot be done within a transaction: replacing a table would delete the rows that refer to it.
  await runner.beforeMigration()
  try {
    await runner.startTransaction()
    try {
      await takeWriteLock(runner)
      await execute(runner)
      await runner.commitTransaction()
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined)
      throw error
    }
  } finally {
    await runner.afterMigration()
  }
}

/** Takes SQLite's lock, as any write does, by one that changes nothing and needs no table. */
async function takeWriteLock(runner: QueryRunner): Promise<void> {
  // TypeORM declares rows as `any`.
  const [row] = (await runner.query('PRAGMA user_version')) as { user_version: number }[]
  await runner.query(`PRAGMA user_version = ${String(row?.user_version ?? 0)}`)
}
