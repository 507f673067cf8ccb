import type { ColumnOptions } from 'typeorm'
import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { columnOptions } from './columns.js'
import { referTo } from './foreign-key.js'
import type { HostClass, ResolvedEntityOptions } from './options.js'
import type { AnyTableSpec, TableSpec } from './table.js'
import type { TableName } from './tables.js'

/** A class that TypeORM knows as an entity with rows of type `Row`. */
export type EntityClass<Row> = new () => Row

// The symbol is registered, so that it is the same for an ESM and a CommonJS copy of keyward.
const mark = Symbol.for('keyward.table')

/** Makes an entity class for a table, decorated as if by hand; a host may subclass it. */
export function define<Row>(
  table: TableName,
  spec: TableSpec<Row>,
  { options, owner }: { options: ResolvedEntityOptions; owner: HostClass | null },
): EntityClass<Row> {
  const name = `Keyward${table.charAt(0).toUpperCase()}${table.slice(1)}`
  // A computed key names the class; TypeORM fills its instances in, so it has the shape of a row only at run time.
  const made = { [name]: class {} }[name] as EntityClass<Row>
  Object.defineProperty(made, mark, { value: table })
  Entity({ name: options.prefix + spec.name, schema: options.schema })(made)
  for (const [property, column] of columnsOf(table, spec, options)) {
    const decorate = column.primary ? PrimaryColumn({ ...column, nullable: false }) : Column(column)
    decorate(made.prototype as object, property)
  }
  for (const index of spec.indexes) {
    Index(indexName(options.prefix, spec, index.columns), [...index.columns], {
      unique: index.unique ?? false,
    })(made)
  }
  const column = ownerColumn(spec)
  if (owner && column) {
    referTo(owner, { from: made.prototype as object, name: foreignKeyName(options.prefix, spec), column })
  }
  return made
}

/** Tells which of keyward's tables an entity class, or a subclass of it, stands for. */
export function tableOf(target: unknown): TableName | undefined {
  // Only `define` sets the mark.
  return typeof target === 'function' ? (target as { [mark]?: TableName })[mark] : undefined
}

/** Lists the columns of a table by property, and after them those that the host has added. */
export function columnsOf<Row>(
  table: TableName,
  spec: TableSpec<Row>,
  { prefix, userId, extra }: ResolvedEntityOptions,
): readonly (readonly [property: string, column: ColumnOptions])[] {
  const ours = Object.entries<TableSpec<Row>['columns'][keyof Row & string]>(spec.columns).map(
    ([property, column]) => {
      const key = column.primary
        ? { primary: true, primaryKeyConstraintName: `${prefix}${spec.name}_pk` }
        : {}
      return [property, { ...columnOptions(column, userId), ...key }] as const
    },
  )
  const theirs = Object.entries(extra[table] ?? {}).map(
    ([property, column]) => [property, { ...column, name: column.name ?? snakeCase(property) }] as const,
  )
  return [...ours, ...theirs]
}

/** Names an index after its table, too, since PostgreSQL and SQLite keep the names of a schema's indexes together. */
export function indexName<Row>(
  prefix: string,
  spec: TableSpec<Row>,
  columns: readonly (keyof Row & string)[],
): string {
  return [prefix + spec.name, ...columns.map((property) => spec.columns[property].name)].join('_')
}

/** Names the foreign key by which the rows of a table go with their owner. */
export function foreignKeyName<Row>(prefix: string, spec: TableSpec<Row>): string {
  return `${prefix}${spec.name}_owner`
}

/** Names the column that holds the owner's id; `undefined` = there is none. */
export function ownerColumn(spec: AnyTableSpec): string | undefined {
  return spec.columns.userId?.name
}

function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
