import { timeLimitMs, within } from '../../../src/store/time-limit.js'
import type { RawRow } from '../query/rows.js'

/** A statement as pg takes it. */
export interface Query {
  readonly text: string
  readonly values?: readonly unknown[]
  readonly name?: string
}

/** What is used of pg's Pool. */
export interface Pool {
  connect(done: (error: Error | undefined, client: PooledClient | undefined) => void): void
}

interface PooledClient {
  query(
    query: Query & { readonly rowMode: 'array'; readonly query_timeout: number },
    done: (error: Error | null, result: { readonly rows: RawRow[] }) => void,
  ): void
  once(event: 'error', listener: (error: Error) => void): void
  removeListener(event: 'error', listener: (error: Error) => void): void
  /** With an error, the connection is closed. */
  release(error?: Error): void
}

/** Reads rows on a connection of the pool. A connection that comes too late is not used: a statement that nobody waits for would hold others up. */
export async function readFrom(pool: Pool, query: Query): Promise<RawRow[]> {
  let isOver = false
  const answer = new Promise<RawRow[]>((resolve, reject) => {
    pool.connect((failed, client) => {
      if (!client) return reject(failed ?? new Error('the pool gave no connection'))
      if (isOver) return client.release()
      ask(client, query, (error, rows) => (error ? reject(error) : resolve(rows)))
    })
  })
  try {
    return await within(answer)
  } finally {
    isOver = true
  }
}

function ask(client: PooledClient, query: Query, done: (error: Error | null, rows: RawRow[]) => void): void {
  let isDone = false
  const finish = (error: Error | null, rows: RawRow[]): void => {
    if (isDone) return
    isDone = true
    client.removeListener('error', lost)
    client.release(error ?? undefined)
    done(error, rows)
  }
  // The pool listens only to the errors of idle connections, and an error that nobody listens to ends the process.
  const lost = (error: Error): void => {
    finish(error, [])
  }
  client.once('error', lost)
  client.query({ ...query, rowMode: 'array', query_timeout: timeLimitMs }, (error, result) => {
    finish(error, error ? [] : result.rows)
  })
}
