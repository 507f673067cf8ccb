import type { Dialect } from '../../engine/engine.js'
import type { Column } from '../../query/column.js'
import type { Sql } from '../../query/sql.js'
import { sql } from '../../query/sql.js'

/** Writes the condition that a column has a text in it, character for character: unlike LIKE, nothing of the text is a wildcard. */
export function has(dialect: Dialect, { name, encode }: Column, part: string): Sql {
  const text = encode(part)
  return dialect === 'postgres' ? sql`strpos(${name}, ${text}) > 0` : sql`instr(${name}, ${text}) > 0`
}

/** Writes a text for ORDER BY and comparisons, by code points whatever the collation of the database. */
export function byCodePoint(dialect: Dialect, text: Sql): Sql {
  // SQLite compares bytes, and so does the collation that MariaDB's columns are made with.
  return dialect === 'postgres' ? sql`${text} COLLATE "C"` : text
}
