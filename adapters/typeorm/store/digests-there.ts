import { join, sql } from '../query/sql.js'
import type { Table } from '../query/tables.js'
import type { Context } from './context.js'

/** Reads which of some digests there are in a table that is keyed by them. */
export async function digestsThereOf<Row extends { digest: string }>(
  context: Context,
  { name, columns }: Table<Row>,
  digests: readonly string[],
): Promise<readonly string[]> {
  if (digests.length === 0) return []
  const { digest } = columns
  const wanted = digests.map((one) => sql`${digest.encode(one)}`)
  const rows = await context.rows(
    sql`SELECT ${digest.name} FROM ${name} WHERE ${digest.name} IN (${join(wanted, ', ')})`,
  )
  return rows.map(([there]) => String(there))
}
