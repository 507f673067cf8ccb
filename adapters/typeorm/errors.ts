import type { EntityMetadata } from 'typeorm'
import { ConflictError, StoreUnavailableError } from '../../src/store/write.js'

/** What a driver's error means for a commit. */
export type Failure = 'unique' | 'owner_missing' | 'retry' | 'other'

/** What drivers put on their errors; two copies of a driver make `instanceof` useless. */
interface DriverError {
  readonly code?: unknown
  readonly errno?: unknown
  readonly message?: unknown
  readonly constraint?: unknown
}

const failures: Readonly<Record<string, Failure>> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'owner_missing',
  '23505': 'unique',
  '23503': 'owner_missing',
  // Serialization failure, deadlock, lock timeout.
  '40001': 'retry',
  '40P01': 'retry',
  '55P03': 'retry',
  ER_DUP_ENTRY: 'unique',
  ER_NO_REFERENCED_ROW_2: 'owner_missing',
  ER_LOCK_DEADLOCK: 'retry',
  ER_LOCK_WAIT_TIMEOUT: 'retry',
  // MariaDB: the row was changed since the snapshot.
  ER_CHECKREAD: 'retry',
}

const missingTables = ['42P01', '42703', '3F000', 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR']

/** Sorts a driver's error by its code. */
export function failureOf(error: unknown): Failure {
  const { code } = driverErrorOf(error)
  if (typeof code !== 'string') return 'other'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'retry'
  return failures[code] ?? 'other'
}

/** Whether the error says that a table or a column is not there. */
export function isMissingTable(error: unknown): boolean {
  const { code, message } = driverErrorOf(error)
  if (code === 'SQLITE_ERROR') return /^no such (table|column)/.test(String(message))
  return typeof code === 'string' && missingTables.includes(code)
}

/** The database could not be asked: the driver's error is the cause, without the statement's values. */
export function unavailable(error: unknown): StoreUnavailableError {
  return error instanceof StoreUnavailableError
    ? error
    : new StoreUnavailableError({ cause: driverErrorOf(error) })
}

/** The `ConflictError` for a unique violation, naming the property. */
export function conflict(error: unknown, metadatas: readonly EntityMetadata[]): ConflictError {
  const { constraint, message } = driverErrorOf(error)
  const field =
    typeof constraint === 'string' ? byIndex(constraint, metadatas) : byMessage(String(message), metadatas)
  return new ConflictError(field ?? 'id', { cause: error })
}

function driverErrorOf(error: unknown): DriverError {
  if (typeof error !== 'object' || error === null) return {}
  const wrapped: unknown = 'driverError' in error ? error.driverError : null
  return typeof wrapped === 'object' && wrapped !== null ? wrapped : error
}

function byIndex(name: string, metadatas: readonly EntityMetadata[]): string | undefined {
  const index = metadatas.flatMap(({ indices }) => indices).find((index) => index.name === name)
  return index?.columns.at(-1)?.propertyName
}

function byMessage(message: string, metadatas: readonly EntityMetadata[]): string | undefined {
  // MariaDB: Duplicate entry 'x' for key 'index', MySQL: for key 'table.index'.
  const key = /for key '(?:[^'.]*\.)?([^']+)'$/.exec(message)?.[1]
  if (key !== undefined) return byIndex(key, metadatas)
  // SQLite: UNIQUE constraint failed: table.column, table.column
  const [, table, column] = /([^.,\s]+)\.([^.,\s]+)$/.exec(message) ?? []
  const metadata = metadatas.find(({ tableName }) => tableName === table)
  return metadata?.columns.find(({ databaseName }) => databaseName === column)?.propertyName
}
