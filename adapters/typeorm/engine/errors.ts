import type { EntityMetadata } from 'typeorm'
import { ConflictError, StoreUnavailableError } from '../../../src/store/write.js'

/** What a driver's error means for a commit. */
type Failure = 'unique' | 'owner_missing' | 'retry' | 'not_storable' | 'other'

/** What drivers put on their errors. There may be two copies of a driver, so that `instanceof` would not do. */
interface DriverError {
  readonly code?: unknown
  readonly errno?: unknown
  readonly sqlState?: unknown
  readonly message?: unknown
  readonly constraint?: unknown
  /** PostgreSQL's, where it is the server that speaks. */
  readonly severity?: unknown
}

const failures: Readonly<Record<string, Failure>> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'owner_missing',
  '23505': 'unique',
  '23503': 'owner_missing',
  // The three are a serialization failure, a deadlock and a lock timeout.
  '40001': 'retry',
  '40P01': 'retry',
  '55P03': 'retry',
  ER_DUP_ENTRY: 'unique',
  ER_NO_REFERENCED_ROW_2: 'owner_missing',
  ER_LOCK_DEADLOCK: 'retry',
  ER_LOCK_WAIT_TIMEOUT: 'retry',
  // On MariaDB, the row was changed since the snapshot.
  ER_CHECKREAD: 'retry',
  SQLITE_CONSTRAINT_NOTNULL: 'not_storable',
  SQLITE_CONSTRAINT_CHECK: 'not_storable',
  SQLITE_CONSTRAINT_DATATYPE: 'not_storable',
  SQLITE_MISMATCH: 'not_storable',
  SQLITE_TOOBIG: 'not_storable',
  '23502': 'not_storable',
  '23514': 'not_storable',
  ER_BAD_NULL_ERROR: 'not_storable',
  ER_CONSTRAINT_FAILED: 'not_storable',
  ER_NO_DEFAULT_FOR_FIELD: 'not_storable',
  ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: 'not_storable',
}

const missingTables = ['42P01', '42703', '3F000', 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR']

/** Sorts a driver's error by its code. */
export function failureOf(error: unknown): Failure {
  const { code, sqlState } = driverErrorOf(error)
  if (typeof code !== 'string') return 'other'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'retry'
  return failures[code] ?? (isDataException(sqlState ?? code) ? 'not_storable' : 'other')
}

/** SQL's own class of errors for values that a column does not take: too long, out of range, not of its character set. */
function isDataException(sqlState: unknown): boolean {
  return typeof sqlState === 'string' && /^22[0-9A-Z]{3}$/.test(sqlState)
}

/** Tells whether the error says that a table or a column is not there. */
export function isMissingTable(error: unknown): boolean {
  const { code, message } = driverErrorOf(error)
  if (code === 'SQLITE_ERROR') return /^no such (table|column)/.test(String(message))
  return typeof code === 'string' && missingTables.includes(code)
}

/** Makes the error for a database that could not be asked. Its cause is the driver's own error, which has no values of the statement. */
export function unavailable(error: unknown): StoreUnavailableError {
  return error instanceof StoreUnavailableError
    ? error
    : new StoreUnavailableError({
        cause: driverErrorOf(error),
        lasting: failureOf(error) === 'not_storable',
      })
}

/** Makes the error for a commit that got no answer, and may have been carried out; an error that the server answered stays as it is. */
export function unanswered(error: unknown): unknown {
  const { severity, sqlState } = driverErrorOf(error)
  if (severity !== undefined || sqlState !== undefined) return error
  return new StoreUnavailableError({ cause: unavailable(error).cause, mayBeDone: true })
}

/** Makes the `ConflictError` for a unique violation, naming the property. */
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
  // MariaDB says `Duplicate entry 'x' for key 'index'`, and MySQL `for key 'table.index'`.
  const key = /for key '(?:[^'.]*\.)?([^']+)'$/.exec(message)?.[1]
  if (key !== undefined) return byIndex(key, metadatas)
  // SQLite says `UNIQUE constraint failed: table.column, table.column`.
  const [, table, column] = /([^.,\s]+)\.([^.,\s]+)$/.exec(message) ?? []
  const metadata = metadatas.find(({ tableName }) => tableName === table)
  return metadata?.columns.find(({ databaseName }) => databaseName === column)?.propertyName
}
