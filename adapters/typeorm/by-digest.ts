import type { Context } from './context.js'
import { join, sql } from './sql.js'
import type { Sql } from './sql.js'
import type { Column } from './tables.js'

/** The condition that finds a row by its digest under any of the host's secrets, by the index of the column, whatever the database thinks of that. */
export function byDigest(
  { engine }: Pick<Context, 'engine'>,
  { name }: Pick<Column, 'name'>,
  digests: readonly string[],
): Sql {
  const values = digests.map((digest) => sql`${digest}`)
  const among = sql`${name} IN (${join(values, ', ')})`
  // After ANALYZE, SQLite takes a column that is NULL in nearly all rows for one where each value is frequent, and
  // reads the whole table for a digest that nobody has.
  return engine.dialect === 'sqlite' ? sql`likelihood(${among}, 0.000001)` : among
}
