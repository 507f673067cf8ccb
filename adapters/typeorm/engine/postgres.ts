import { createHash } from 'node:crypto'
import type { DataSource } from 'typeorm'
import { timeLimitMs } from '../../../src/store/time-limit.js'
import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { sql } from '../query/sql.js'
import { onConnection } from './connection.js'
import type { Engine, Statement } from './engine.js'
import { polledRevision } from './polled-revision.js'
import type { Pool, Query } from './postgres-read.js'
import { readFrom } from './postgres-read.js'
import { replicaFirst } from './replica.js'

interface Client {
  query(query: Query): Promise<{ rows: RawRow[]; rowCount: number | null }>
  end(): Promise<void>
}

interface Driver {
  readonly master: Pool
  /** There are some with replication. */
  readonly slaves: readonly Pool[]
}

/** The statement is unknown on this connection, as behind a pooler, or known twice, or its table has changed since. */
const forgotten = ['26000', '42P05', '0A000']
const begin = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = ${String(timeLimitMs)}`

/** Makes the engine of PostgreSQL: reads use the pool of the primary, and each commit has a connection of its own. */
export function postgresEngine(dataSource: DataSource): Engine {
  // TypeORM does not declare the pools on its Driver interface.
  const { driver } = dataSource as unknown as { driver: Driver }
  const read = (query: Query): Promise<RawRow[]> => readFrom(driver.master, query)
  const rows = (query: Sql): Promise<RawRow[]> => read({ text: textOf(query), values: query.values })
  let turn = 0
  const replica = (query: Sql): Promise<RawRow[]> => {
    const pool = driver.slaves[turn++ % driver.slaves.length] ?? driver.master
    return readFrom(pool, { text: textOf(query), values: query.values })
  }

  return Object.freeze({
    dialect: 'postgres',
    rows,
    rowsFromReplica: replicaFirst(replica, rows),
    prepare(query) {
      const all = prepared(query)
      return async (values) => (await all(values))[0]
    },
    prepareAll: prepared,
    attempt: (statements) =>
      onConnection<Client, boolean>(
        dataSource,
        (client) =>
          statements.length === 1 ? runAll(client, statements) : inTransaction(client, statements),
        (client) => void client.end().catch(() => undefined),
      ),
    watch: (revision) => polledRevision(async () => String((await rows(onServer(revision)))[0])),
    close: () => undefined,
  } satisfies Engine)

  function prepared(query: Sql): (values: readonly unknown[]) => Promise<RawRow[]> {
    const text = textOf(query)
    const name = `keyward_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
    return (values) =>
      read({ name, text, values }).catch((error: unknown) => {
        if (!isForgotten(error)) throw error
        return read({ text, values })
      })
  }
}

async function inTransaction(client: Client, statements: readonly Statement[]): Promise<boolean> {
  await client.query({ text: begin })
  try {
    const done = await runAll(client, statements)
    await client.query({ text: done ? 'COMMIT' : 'ROLLBACK' })
    return done
  } catch (error) {
    await client.query({ text: 'ROLLBACK' }).catch(() => client.end())
    throw error
  }
}

async function runAll(client: Client, statements: readonly Statement[]): Promise<boolean> {
  for (const { sql, affects } of statements) {
    const { rowCount } = await client.query({ text: textOf(sql), values: sql.values })
    if (affects === 1 && rowCount !== 1) return false
  }
  return true
}

/** Asks for the server, too: one that took over may have lost revisions, and give the same number to others. */
function onServer(revision: Sql): Sql {
  return sql`SELECT (${revision}), extract(epoch FROM pg_postmaster_start_time())`
}

function textOf({ parts }: Sql): string {
  return parts.reduce((text, part, i) => (i === 0 ? part : `${text}$${String(i)}${part}`), '')
}

function isForgotten(error: unknown): boolean {
  return error instanceof Error && 'code' in error && forgotten.includes(String(error.code))
}
