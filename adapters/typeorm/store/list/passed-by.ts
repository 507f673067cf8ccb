import type { Dialect } from '../../engine/engine.js'
import type { Column } from '../../query/column.js'
import { sql } from '../../query/sql.js'

/**
 * Gives a column for a condition that is not what rows are to be found by. SQLite keeps no record of how often one value occurs: it would
 * read the column's index from end to end, and sort what it finds, for what another index gives in order.
 */
export function passedBy(dialect: Dialect, column: Column): Column {
  return dialect === 'sqlite' ? { ...column, name: sql`+${column.name}` } : column
}
