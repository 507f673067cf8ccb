import type { DataSource } from 'typeorm'
import type { KeywardEntities } from '../../entities/index.js'
import type { UserStore } from '../../src/store/user.js'
import type { Engine } from './engine.js'
import { unavailable } from './errors.js'
import { openEngine } from './open-engine.js'
import type { RawRow } from './rows.js'
import { join, raw, sql } from './sql.js'
import type { Sql } from './sql.js'
import { findTables, insertion } from './tables.js'
import type { Column, Table, Tables } from './tables.js'

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

export interface StoreOptions {
  /** Which entities, when the DataSource has several sets of keyward's. */
  readonly entities?: KeywardEntities
  /** The host's own users. */
  readonly users?: UserStore
  /** SQLite: asks the file for revocations at each verification, not once per turn of the event loop. Default: false. */
  readonly strict?: boolean
}

export function contextOf(
  dataSource: DataSource,
  options: StoreOptions,
): { readonly at: InContext; close(): void } {
  let context: Context | undefined
  return {
    at: () => (context ??= open(dataSource, options)),
    close: () => context?.engine.close(),
  }
}

function open(dataSource: DataSource, { entities, users, strict = false }: StoreOptions): Context {
  const engine = openEngine(dataSource, { strict })
  const tables = findTables(dataSource, entities)
  if (!tables.user && !users)
    throw new TypeError("the users are the host's: give typeormStore a { users } store")
  return Object.freeze<Context>({
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
  })
}

/** An INSERT that leaves a row with the same key alone, or changes it by `update`. */
export function upsert<Row>(
  { engine }: Context,
  table: Table<Row>,
  { row, key, update }: { row: Partial<Row>; key: keyof Row & string; update?: readonly Sql[] },
): Sql {
  const insert = insertion(table, row)
  const { name } = table.columns[key]
  if (engine.dialect === 'mysql') {
    // Not INSERT IGNORE: it takes a shared lock that two transactions then both want to raise.
    return sql`${insert} ON DUPLICATE KEY UPDATE ${join(update ?? [sql`${name} = ${name}`], ', ')}`
  }
  return sql`${insert} ON CONFLICT (${name}) DO ${update ? sql`UPDATE SET ${join(update, ', ')}` : raw('NOTHING')}`
}

/** `column = column + 1`; the table is named because PostgreSQL's upsert has two rows to choose from. */
export function bump({ name: table }: { readonly name: Sql }, { name }: Column): Sql {
  return sql`${name} = ${table}.${name} + 1`
}

async function failing<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    throw unavailable(error)
  }
}
