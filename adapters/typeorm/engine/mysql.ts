import type { DataSource } from 'typeorm'
import { within } from '../../../src/store/time-limit.js'
import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { sql, withQuestionMarks } from '../query/sql.js'
import { onConnection } from './connection.js'
import type { Engine, Statement } from './engine.js'
import { polledRevision } from './polled-revision.js'
import { replicaFirst } from './replica.js'

interface Pool {
  getConnection(done: (error: Error | null, connection: PooledConnection) => void): void
}

interface PooledConnection {
  execute(
    options: { sql: string; rowsAsArray: true },
    values: readonly unknown[],
    done: (error: Error | null, rows: RawRow[]) => void,
  ): unknown
  release(): void
  destroy(): void
}

interface Connection {
  promise(): {
    query(text: string): Promise<unknown>
    execute(text: string, values: readonly unknown[]): Promise<[{ affectedRows: number }, unknown]>
  }
  destroy(): void
}

interface Driver {
  readonly pool?: Pool
  /** There is one with replication. */
  readonly poolCluster?: { of(name: string): Pool }
}

/** Makes the engine of MariaDB and MySQL. Every statement is prepared by the server, so that no `sql_mode` changes how a value is read. */
export function mysqlEngine(dataSource: DataSource): Engine {
  // TypeORM does not declare the pools on its Driver interface.
  const driver = dataSource.driver as unknown as Driver
  const read = (text: string, values: readonly unknown[]): Promise<RawRow[]> =>
    ask(driver.pool ?? driver.poolCluster?.of('MASTER'), text, values)
  const rows = (query: Sql): Promise<RawRow[]> => read(withQuestionMarks(query), query.values)
  const replica = (query: Sql): Promise<RawRow[]> =>
    ask(driver.pool ?? driver.poolCluster?.of('SLAVE*'), withQuestionMarks(query), query.values)

  return Object.freeze({
    dialect: 'mysql',
    rows,
    rowsFromReplica: replicaFirst(replica, rows),
    prepare(query) {
      const text = withQuestionMarks(query)
      return async (values) => (await read(text, values))[0]
    },
    prepareAll(query) {
      const text = withQuestionMarks(query)
      return (values) => read(text, values)
    },
    attempt: (statements) =>
      onConnection<Connection, boolean>(
        dataSource,
        (connection, ends) => {
          if (statements.length !== 1) return inTransaction(connection, statements, ends)
          // One alone needs no transaction: sent, it may be done.
          ends()
          return runAll(connection, statements)
        },
        (connection) => {
          connection.destroy()
        },
      ),
    watch: (revision) => polledRevision(async () => String((await rows(onServer(revision)))[0])),
    close: () => undefined,
  } satisfies Engine)
}

/** Reads rows. A connection whose server gives no answer in time is closed, and one that comes too late is not used: both would hold others up. */
async function ask(pool: Pool | undefined, text: string, values: readonly unknown[]): Promise<RawRow[]> {
  let asked: PooledConnection | null = null
  let isOver = false
  const answer = new Promise<RawRow[]>((resolve, reject) => {
    if (!pool) return reject(new Error('the DataSource has no pool'))
    pool.getConnection((failed, connection) => {
      if (failed) return reject(failed)
      if (isOver) return connection.release()
      asked = connection
      connection.execute({ sql: text, rowsAsArray: true }, values, (error, rows) => {
        asked = null
        connection.release()
        if (error) reject(error)
        else resolve(rows)
      })
    })
  })
  try {
    return await within(answer)
  } finally {
    isOver = true
    // It was assigned in a callback, which the compiler does not see.
    ;(asked as PooledConnection | null)?.destroy()
  }
}

async function inTransaction(
  connection: Connection,
  statements: readonly Statement[],
  ends: () => void,
): Promise<boolean> {
  const { query } = bound(connection)
  // In the default, REPEATABLE READ, a statement would not see what was committed while it waited for a lock.
  await query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')
  await query('START TRANSACTION')
  try {
    const done = await runAll(connection, statements)
    if (done) ends()
    await query(done ? 'COMMIT' : 'ROLLBACK')
    return done
  } catch (error) {
    await query('ROLLBACK').catch(() => {
      connection.destroy()
    })
    throw error
  }
}

async function runAll(connection: Connection, statements: readonly Statement[]): Promise<boolean> {
  for (const { sql, affects } of statements) {
    const [{ affectedRows }] = await connection.promise().execute(withQuestionMarks(sql), sql.values)
    if (affects === 1 && affectedRows !== 1) return false
  }
  return true
}

/** Asks for the server, too: one that took over may have lost revisions, and give the same number to others. */
function onServer(revision: Sql): Sql {
  return sql`SELECT (${revision}), @@hostname, @@port, @@server_id`
}

function bound(connection: Connection): { query(text: string): Promise<unknown> } {
  return { query: (text) => connection.promise().query(text) }
}
