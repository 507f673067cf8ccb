import type { DataSource } from 'typeorm'
import { counted, timeLeftMs } from '../../../src/store/time-limit.js'
import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { withQuestionMarks } from '../query/sql.js'
import { backOff } from './back-off.js'
import type { Engine, Statement } from './engine.js'
import { failureOf } from './errors.js'
import type { Handle, PreparedStatement } from './sqlite-handle.js'
import { handleOf, openReader, statementCache } from './sqlite-handle.js'
import type { Viewpoint } from './sqlite-revision.js'
import { sqliteRevision } from './sqlite-revision.js'
import { turnstile } from './sqlite-turnstile.js'

/** How long SQLite itself may block the event loop for another process's lock. */
const busyTimeoutMs = 50
/** It is thrown to roll back, and never leaves this file. */
const refused = new Error('a write that must hit one row hit none')

/**
 * Makes the engine of SQLite over TypeORM's one handle, which every request of the host shares: a commit runs synchronously, and only while
 * the handle is in no transaction, so no rollback of the host's can take it along.
 */
export function sqliteEngine(dataSource: DataSource, { strict }: { strict: boolean }): Engine {
  const selects = statementCache((handle, text) => handle.prepare(text).raw(true))
  const changes = statementCache((handle, text) => handle.prepare(text))
  const gate = turnstile(dataSource)
  const handles = readers(dataSource)

  const rows = (query: Sql): Promise<RawRow[]> => {
    const text = withQuestionMarks(query)
    return reading(() => selects(handles.reader(), text).all(...query.values))
  }

  return Object.freeze({
    dialect: 'sqlite',
    rows,
    rowsFromReplica: rows,
    prepare: (query) => prepared(query, (statement, values) => statement.get(...values)),
    prepareAll: (query) => prepared(query, (statement, values) => statement.all(...values)),
    attempt: (statements) => gate.pass(() => inTransaction(handles.writer(), statements)),
    watch: (revision) => sqliteRevision(handles, withQuestionMarks(revision), { strict }),
    close() {
      gate.close()
      handles.close()
    },
  } satisfies Engine)

  function prepared<T>(query: Sql, take: (statement: PreparedStatement, values: readonly unknown[]) => T) {
    const text = withQuestionMarks(query)
    let of: Handle | null = null
    let statement: PreparedStatement
    return (values: readonly unknown[]): Promise<T> =>
      reading(() => {
        const reader = handles.reader()
        if (reader !== of) statement = selects(reader, text)
        of = reader
        return take(statement, values)
      })
  }

  function inTransaction(handle: Handle, statements: readonly Statement[]): boolean {
    const usual = handle.pragma('busy_timeout', { simple: true })
    handle.pragma(`busy_timeout = ${String(busyTimeoutMs)}`)
    try {
      handle.transaction(() => statements.forEach((statement) => run(handle, statement))).immediate()
      return true
    } catch (error) {
      if (error === refused) return false
      throw error
    } finally {
      handle.pragma(`busy_timeout = ${String(usual)}`)
    }
  }

  function run(handle: Handle, { sql, affects }: Statement): void {
    const done = changes(handle, withQuestionMarks(sql)).run(...sql.values)
    if (affects === 1 && done.changes !== 1) throw refused
  }
}

/** Reads at once, and again as long as another process holds the file, as it may while it recovers it. */
function reading<T>(read: () => T): Promise<T> {
  try {
    return Promise.resolve(read())
  } catch (error) {
    return counted(() => readAgain(read, error))
  }
}

async function readAgain<T>(read: () => T, first: unknown): Promise<T> {
  const end = performance.now() + timeLeftMs()
  let failed = first
  for (let tries = 0; failureOf(failed) === 'retry' && performance.now() < end; tries++) {
    await backOff(tries)
    try {
      return read()
    } catch (error) {
      failed = error
    }
  }
  throw failed
}

/** Gives the handles to read and to write with. When they are first used, the reader is opened and the host's made durable. */
function readers(dataSource: DataSource): Viewpoint & { writer(): Handle; close(): void } {
  let host: Handle | null = null
  let reader: Handle | null = null

  function writer(): Handle {
    const handle = handleOf(dataSource)
    if (handle === host && handle.open) return handle
    reader?.close()
    reader = host = null
    // These let a revocation survive a power cut, and overwrite what was deleted. They throw when the host has closed the handle.
    handle.pragma('synchronous = FULL')
    handle.pragma('secure_delete = ON')
    reader = openReader(dataSource, handle)
    host = handle
    return handle
  }

  return {
    writer,
    reader() {
      const handle = writer()
      return reader ?? handle
    },
    apart: () => reader !== null,
    close() {
      reader?.close()
      reader = null
      host = null
    },
  }
}
