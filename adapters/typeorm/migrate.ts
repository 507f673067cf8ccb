import { createHash } from 'node:crypto'
import { MigrationExecutor } from 'typeorm'
import type { DataSource, QueryRunner } from 'typeorm'
import { failureOf } from './errors.js'
import { handleOf } from './sqlite-handle.js'
import { backOff } from './time-limit.js'

const longestWaitSeconds = 60
/** "keyward" as a number: PostgreSQL's advisory locks have no names. */
const lockNumber = BigInt(`0x${Buffer.from('keyward').toString('hex')}`).toString()

/**
 * Runs all pending migrations of the DataSource, the host's among them, one process at a time: several may start at once.
 * Puts SQLite files into WAL mode.
 */
export async function migrate(dataSource: DataSource): Promise<void> {
  if (!dataSource.isInitialized) throw new TypeError('initialize the DataSource before migrate')
  const { type } = dataSource.options
  if (type === 'better-sqlite3') return migrateSqlite(dataSource)
  const runner = dataSource.createQueryRunner('master')
  try {
    const unlock = type === 'postgres' ? await lockPostgres(runner) : await lockMysql(runner)
    try {
      await execute(dataSource, runner)
    } finally {
      await unlock()
    }
  } finally {
    await runner.release()
  }
}

/** On the connection that holds the lock, so a pool of one is enough. */
async function execute(dataSource: DataSource, runner: QueryRunner): Promise<void> {
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
  // Names are the server's, not the database's.
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

async function migrateSqlite(dataSource: DataSource): Promise<void> {
  const end = performance.now() + longestWaitSeconds * 1000
  for (let tries = 0; ; tries++) {
    try {
      useWal(dataSource)
      return await executeAlone(dataSource)
    } catch (error) {
      if (failureOf(error) !== 'retry' || performance.now() > end) throw error
    }
    await backOff(tries)
  }
}

function useWal(dataSource: DataSource): void {
  const handle = handleOf(dataSource)
  if (handle.memory || handle.name === '') return
  const mode = handle.pragma('journal_mode = WAL', { simple: true })
  if (mode !== 'wal')
    throw new Error(`the SQLite file cannot be put into WAL mode, it stays in ${String(mode)}`)
}

/** TypeORM looks for pending migrations before it begins its transaction; here the write lock comes first. */
async function executeAlone(dataSource: DataSource): Promise<void> {
  const runner = dataSource.createQueryRunner()
  const whole = (dataSource.options.migrationsTransactionMode ?? 'all') === 'all'
  // A host that asked for another mode has migrations that must not run in a transaction.
  if (!whole) return execute(dataSource, runner)
  // Turns foreign keys off, which is not possible within: replacing a table would delete the rows that refer to it.
  await runner.beforeMigration()
  try {
    await runner.startTransaction()
    try {
      await takeWriteLock(runner)
      await execute(dataSource, runner)
      await runner.commitTransaction()
    } catch (error) {
      await runner.rollbackTransaction().catch(() => undefined)
      throw error
    }
  } finally {
    await runner.afterMigration()
  }
}

/** Any write takes SQLite's lock; this one changes nothing and needs no table. */
async function takeWriteLock(runner: QueryRunner): Promise<void> {
  // TypeORM declares rows as `any`.
  const [row] = (await runner.query('PRAGMA user_version')) as { user_version: number }[]
  await runner.query(`PRAGMA user_version = ${String(row?.user_version ?? 0)}`)
}
