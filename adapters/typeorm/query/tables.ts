import type { DataSource, EntityMetadata } from 'typeorm'
import { dataSourceOf } from '../../../entities/data-source-of.js'
import { tableOf } from '../../../entities/define.js'
import type { KeywardEntities } from '../../../entities/index.js'
import type { TableSpec } from '../../../entities/table.js'
import type { TableName } from '../../../entities/tables.js'
import { tableNames, tables as specs } from '../../../entities/tables.js'
import type { Column } from './column.js'
import { columnFrom } from './column.js'
import type { Sql } from './sql.js'
import { raw } from './sql.js'

/** Any table, as far as it is the same whatever its rows are. */
export interface AnyTable {
  readonly name: Sql
  readonly metadata: EntityMetadata
  /** The names of all its columns, those among them that the host has added. */
  readonly columnNames: readonly Sql[]
}

/** A table with the columns that keyward fills, as its specification lists them. */
export interface Table<Row> extends AnyTable {
  readonly columns: { readonly [P in keyof Row & string]: Column }
}

/** What a row of a table is, as its specification says. */
type RowOf<Name extends TableName> = (typeof specs)[Name] extends TableSpec<infer Row> ? Row : never

/** keyward's tables in one DataSource; `user` is `null` when the users are the host's. */
export type Tables = {
  readonly [Name in TableName]: Table<RowOf<Name>> | (Name extends 'user' ? null : never)
}

/** Lists the tables that are there. */
export function tablesIn(tables: Tables): readonly NonNullable<Tables[TableName]>[] {
  return Object.values(tables).filter((table) => table !== null)
}

/** Finds keyward's entities among those of an initialised DataSource; throws `TypeError` when they are not there, or there twice. */
export function findTables(dataSource: DataSource, entities?: KeywardEntities): Tables {
  const known = dataSource.entityMetadatas.filter(({ target }) => !entities || isOneOf(entities, target))
  const find = (name: TableName): Table<Record<string, unknown>> | null => {
    const [found, ...others] = known.filter(({ target }) => tableOf(target) === name)
    if (others.length > 0)
      throw new TypeError('there are several sets of keyward entities: say which with { entities }')
    if (found) return tableFrom(found, Object.keys(specs[name].columns))
    if (name === 'user') return null
    throw new TypeError(`the DataSource lacks keyward's entities: add keywardEntities().all (${name})`)
  }
  // Every table was looked up by its name just now, and has the columns of its specification.
  return Object.freeze(Object.fromEntries(tableNames.map((name) => [name, find(name)]))) as Tables
}

function isOneOf(entities: KeywardEntities, target: unknown): boolean {
  return entities.all.some(
    (made) => made === target || (typeof target === 'function' && target.prototype instanceof made),
  )
}

function tableFrom(metadata: EntityMetadata, properties: readonly string[]): Table<Record<string, unknown>> {
  const { driver } = dataSourceOf(metadata)
  const path = metadata.tablePath.split('.').map((name) => driver.escape(name))
  const columns = new Map(metadata.columns.map((column) => [column.propertyName, columnFrom(column)]))
  const own = properties.map((property) => {
    const column = columns.get(property)
    if (!column) throw new TypeError(`the entity ${metadata.name} lacks the column ${property}`)
    return [property, column] as const
  })
  return {
    name: raw(path.join('.')),
    metadata,
    columnNames: [...columns.values()].map(({ name }) => name),
    columns: Object.fromEntries(own),
  }
}
