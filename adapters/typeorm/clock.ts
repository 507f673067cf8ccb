import type { Dialect } from './engine/engine.js'
import type { Sql } from './query/sql.js'
import { raw, sql } from './query/sql.js'
import type { InContext } from './store/context.js'

/** How each dialect says the epoch milliseconds, whatever the time zone of the connection. */
const present: Readonly<Record<Dialect, Sql>> = {
  sqlite: raw("(julianday('now') - 2440587.5) * 86400000"),
  postgres: raw('extract(epoch FROM clock_timestamp()) * 1000'),
  mysql: raw('UNIX_TIMESTAMP(SYSDATE(3)) * 1000'),
}

/** Reads the clock of the database; see `Store.clock`. */
export async function clock(at: InContext): Promise<number> {
  const { engine, rows } = at()
  const [row] = await rows(sql`SELECT ${present[engine.dialect]}`)
  return Math.trunc(Number(row?.[0]))
}
