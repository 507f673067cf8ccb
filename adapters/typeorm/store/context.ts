import type { DataSource } from 'typeorm'
import type { KeywardEntities } from '../../../entities/index.js'
import type { UserStore } from '../../../src/store/user.js'
import type { Engine } from '../engine/engine.js'
import { unavailable } from '../engine/errors.js'
import { openEngine } from '../engine/open-engine.js'
import { partialInsertion } from '../query/changes.js'
import type { RawRow } from '../query/rows.js'
import type { Sql } from '../query/sql.js'
import { join, raw, sql } from '../query/sql.js'
import type { Table, Tables } from '../query/tables.js'
import { findTables } from '../query/tables.js'

/** What every store of this adapter works with. */
export interface Context {
  readonly engine: Engine
  readonly tables: Tables
  /** Reads rows; throws `StoreUnavailableError` for whatever the driver throws. */
  rows(query: Sql): Promise<readonly RawRow[]>
  /** As `rows`, from a replica; see `Engine`. */
  rowsFromReplica(query: Sql): Promise<readonly RawRow[]>
  /** As `rows`, prepared once, for the hot path. */
  prepare(query: Sql): (values: readonly unknown[]) => Promise<RawRow | undefined>
  /** As `prepare`, for any number of rows. */
  prepareAll(query: Sql): (values: readonly unknown[]) => Promise<readonly RawRow[]>
}

/** Gives the context, made at first use: a host may make the store before it initialises its DataSource. */
export type InContext = () => Context

/** What a host chooses about a store over its DataSource. */
export interface StoreOptions {
  /** Which entities, when the DataSource has several sets of keyward's. Default: the only set it has. */
  readonly entities?: KeywardEntities
  /** The host's own users. Default: keyward's own table. */
  readonly users?: UserStore
  /** SQLite: asks the file for revocations at each verification, not once a millisecond. Default: false. */
  readonly strict?: boolean
}

/** A context that is made at first use. */
interface LateContext {
  readonly at: InContext
  /** Ends what the context has opened, if it was made. */
  close(): void
}

/** Makes the context of a DataSource when it is first asked for; `close` ends what the context has opened. */
export function contextOf(dataSource: DataSource, options: StoreOptions): LateContext {
  let context: Context | undefined
  return Object.freeze({
    at: () => (context ??= open(dataSource, options)),
    close: () => context?.engine.close(),
  } satisfies LateContext)
}

function open(dataSource: DataSource, { entities, users, strict = false }: StoreOptions): Context {
  const engine = openEngine(dataSource, { strict })
  const tables = findTables(dataSource, entities)
  if (!tables.user && !users)
    throw new TypeError("the users are the host's: give typeormStore a { users } store")
  return Object.freeze({
    engine,
    tables,
    rows: (query) => failing(engine.rows(query)),
    rowsFromReplica: (query) => failing(engine.rowsFromReplica(query)),
    prepare(query) {
      const run = engine.prepare(query)
      return (values) => failing(run(values))
    },
    prepareAll(query) {
      const run = engine.prepareAll(query)
      return (values) => failing(run(values))
    },
  } satisfies Context)
}

/** Writes an INSERT that leaves a row with the same key alone, or changes it by `update`. */
export function upsert<Row>(
  { engine }: Context,
  table: Table<Row>,
  { row, key, update }: { row: Partial<NoInfer<Row>>; key: keyof Row & string; update?: readonly Sql[] },
): Sql {
  const insert = partialInsertion(table, row)
  const { name } = table.columns[key]
  if (engine.dialect === 'mysql') {
    // INSERT IGNORE would take a shared lock that two transactions then both want to raise.
    return sql`${insert} ON DUPLICATE KEY UPDATE ${join(update ?? [sql`${name} = ${name}`], ', ')}`
  }
  return sql`${insert} ON CONFLICT (${name}) DO ${update ? sql`UPDATE SET ${join(update, ', ')}` : raw('NOTHING')}`
}

async function failing<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    throw unavailable(error)
  }
}
