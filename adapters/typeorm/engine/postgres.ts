import { createHash } from 'node:crypto'
import type { DataSource } from 'typeorm'
import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { sql } from '../query/sql.js'
import { onConnection } from './connection.js'
import type { Engine } from './engine.js'
import { polledRevision } from './polled-revision.js'
import type { PostgresClient } from './postgres-commit.js'
import { inTransaction, runAll } from './postgres-commit.js'
import type { Pool, Query } from './postgres-read.js'
import { readFrom } from './postgres-read.js'
import { textOf } from './postgres-text.js'
import { replicaFirst } from './replica.js'

interface Driver {
  readonly master: Pool
  /** There are some with replication. */
  readonly slaves: readonly Pool[]
}

/** The statement is unknown on this connection, as behind a pooler, or known twice, or its table has changed since. */
const forgotten = ['26000', '42P05', '0A000']

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
      onConnection<PostgresClient, boolean>(
        dataSource,
        (client, ends) => {
          if (statements.length !== 1) return inTransaction(client, statements, ends)
          // One alone needs no transaction: sent, it may be done.
          ends()
          return runAll(client, statements)
        },
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

/** Asks for the server, too: one that took over may have lost revisions, and give the same number to others. */
function onServer(revision: Sql): Sql {
  return sql`SELECT (${revision}), extract(epoch FROM pg_postmaster_start_time())`
}

function isForgotten(error: unknown): boolean {
  return error instanceof Error && 'code' in error && forgotten.includes(String(error.code))
}
