import type { Sql } from '../query/sql.js'

/** Writes a statement as PostgreSQL takes it, with numbered parameters. */
export function textOf({ parts }: Sql): string {
  return parts.reduce((text, part, i) => (i === 0 ? part : `${text}$${String(i)}${part}`), '')
}
