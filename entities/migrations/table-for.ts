import { Table } from 'typeorm'
import type { ColumnOptions, QueryRunner, TableColumnOptions, TableForeignKeyOptions } from 'typeorm'
import { binaryCollation } from '../columns.js'
import { columnsOf, foreignKeyName, indexName } from '../define.js'
import type { ResolvedEntityOptions } from '../options.js'
import type { AnyTableSpec } from '../table.js'
import { tables } from '../tables.js'
import type { TableName } from '../tables.js'

type Driver = QueryRunner['dataSource']['driver']
type Collation = Pick<ColumnOptions, 'charset' | 'collation'>
type DriverColumn = Parameters<Driver['normalizeDefault']>[0]

interface Owner {
  readonly path: string
  readonly column: string
}

/** The table as this DataSource's engine wants it, from the same specification as the entity class. */
export async function tableFor(
  queryRunner: QueryRunner,
  name: TableName,
  options: ResolvedEntityOptions,
): Promise<Table> {
  const spec: AnyTableSpec = tables[name]
  const { driver } = queryRunner.dataSource
  const server = mysqlServer(driver)
  const userId = server ? await userIdCollation(queryRunner, options, server) : {}
  const columns = columnsOf(name, spec, options).map(([property, column]) => {
    const kind = spec.columns[property]?.kind
    if (!server || !kind) return columnFor(driver, column)
    return columnFor(driver, { ...column, ...(kind === 'user_id' ? userId : binaryCollation(kind, server)) })
  })
  return new Table({
    name: pathOf(queryRunner, spec.name, options),
    schema: schemaOf(queryRunner, options),
    columns,
    indices: spec.indexes.map((index) => ({
      name: indexName(options.prefix, spec, index.columns),
      columnNames: index.columns.map((property) => spec.columns[property]?.name ?? property),
      isUnique: index.unique ?? false,
    })),
    foreignKeys: foreignKeys(ownerOf(queryRunner, spec, options), spec, options),
  })
}

/** Where a table of ours stands: with the DataSource's `entityPrefix` and schema. */
export function pathOf(queryRunner: QueryRunner, table: string, options: ResolvedEntityOptions): string {
  const { driver, namingStrategy, options: dataSource } = queryRunner.dataSource
  const name = options.prefix + table
  const prefixed = dataSource.entityPrefix
    ? namingStrategy.prefixTableName(dataSource.entityPrefix, name)
    : name
  return driver.buildTableName(prefixed, schemaOf(queryRunner, options))
}

function schemaOf({ dataSource }: QueryRunner, { schema }: ResolvedEntityOptions): string | undefined {
  return schema ?? ('schema' in dataSource.options ? dataSource.options.schema : undefined)
}

function columnFor(driver: Driver, column: ColumnOptions): TableColumnOptions {
  // The driver's functions read only what ColumnOptions has in common with the metadata they are declared for.
  const like = {
    ...column,
    length: column.length?.toString() ?? '',
    isArray: column.array ?? false,
  } as DriverColumn
  return {
    name: column.name ?? '',
    type: driver.normalizeType(like),
    length: driver.getColumnLength(like),
    isNullable: column.nullable ?? false,
    isPrimary: column.primary ?? false,
    isUnique: column.unique ?? false,
    ...(column.default === undefined ? {} : { default: driver.normalizeDefault(like) }),
    ...(column.primaryKeyConstraintName ? { primaryKeyConstraintName: column.primaryKeyConstraintName } : {}),
    ...(column.precision === undefined ? {} : { precision: column.precision }),
    ...(column.scale === undefined ? {} : { scale: column.scale }),
    ...(column.charset ? { charset: column.charset } : {}),
    ...(column.collation ? { collation: column.collation } : {}),
  }
}

function foreignKeys(
  owner: Owner | null,
  spec: AnyTableSpec,
  { prefix }: ResolvedEntityOptions,
): TableForeignKeyOptions[] {
  if (!owner) return []
  return [
    {
      name: foreignKeyName(prefix, spec),
      columnNames: ['user_id'],
      referencedTableName: owner.path,
      referencedColumnNames: [owner.column],
      onDelete: 'CASCADE',
      onUpdate: 'NO ACTION',
    },
  ]
}

function ownerOf(queryRunner: QueryRunner, spec: AnyTableSpec, options: ResolvedEntityOptions): Owner | null {
  if (spec.owner === null) return null
  if (spec.owner === 'account')
    return { path: pathOf(queryRunner, tables.account.name, options), column: 'user_id' }
  if (options.user === true) return { path: pathOf(queryRunner, tables.user.name, options), column: 'id' }
  return options.user === false ? null : hostOwner(queryRunner, options.user)
}

function hostOwner({ dataSource }: QueryRunner, user: abstract new (...args: never[]) => object): Owner {
  const metadata = dataSource.getMetadata(user)
  const [key, ...others] = metadata.primaryColumns
  if (!key || others.length > 0) throw new TypeError(`${metadata.name} must have a primary key of one column`)
  return { path: metadata.tablePath, column: key.databaseName }
}

/** MySQL and MariaDB want both ends of a foreign key in one collation: the host's user table decides. */
async function userIdCollation(
  queryRunner: QueryRunner,
  options: ResolvedEntityOptions,
  server: 'mariadb' | 'mysql',
): Promise<Collation> {
  if (!options.userId.startsWith('varchar')) return {}
  if (typeof options.user === 'boolean') return binaryCollation('user_id', server)
  const { path, column } = hostOwner(queryRunner, options.user)
  const host = (await queryRunner.getTable(path))?.findColumnByName(column)
  return {
    ...(host?.charset && { charset: host.charset }),
    ...(host?.collation && { collation: host.collation }),
  }
}

function mysqlServer({ options: { type } }: Driver): 'mariadb' | 'mysql' | null {
  return type === 'mysql' || type === 'mariadb' ? type : null
}
