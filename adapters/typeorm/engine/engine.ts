import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'

/** One statement of a commit; with `affects: 1` the commit depends on it. */
export interface Statement {
  readonly sql: Sql
  readonly affects: 1 | 'any'
}

/** The SQL that an engine speaks. MariaDB's is MySQL's. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql'

/** What the stores need of a database; each engine has a file of its own. The errors of drivers pass as they are. */
export interface Engine {
  readonly dialect: Dialect
  /** Reads, always from the primary. */
  rows(query: Sql): Promise<readonly RawRow[]>
  /** Reads from a replica where there is one, so that what was written a moment ago may be missing: no decision is made by it, and nobody is shown what they have just done. */
  rowsFromReplica(query: Sql): Promise<readonly RawRow[]>
  /** As `rows`, for a statement that is used again and again: prepared once, at most one row. */
  prepare(query: Sql): (values: readonly unknown[]) => Promise<RawRow | undefined>
  /** As `prepare`, for any number of rows. */
  prepareAll(query: Sql): (values: readonly unknown[]) => Promise<readonly RawRow[]>
  /** Runs the statements in one transaction of their own; `false` and nothing changed when one that `affects: 1` hit no row. */
  attempt(statements: readonly Statement[]): Promise<boolean>
  /** Follows a number that `read` answers, one that another process may change. */
  watch(read: Sql): Watch
  close(): void
}

/** What is known of a number that is followed: `current`, `changed` and `ageMs` as in `RevisionStore`. */
export interface Watch {
  current(): number | null
  changed(): void
  ageMs(): number | null
  close(): void
}
