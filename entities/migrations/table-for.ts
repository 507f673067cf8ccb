import type {
  ColumnOptions,
  DataSource,
  QueryRunner,
  TableColumnOptions,
  TableForeignKeyOptions,
} from 'typeorm'
import { Table } from 'typeorm'
import type { ExactCollation } from '../columns.js'
import { binaryCollation, exactCollations } from '../columns.js'
import { dataSourceOf } from '../data-source-of.js'
import { columnsOf, foreignKeyName, indexName, ownerColumn } from '../define.js'
import type { ResolvedEntityOptions } from '../options.js'
import type { AnyTableSpec } from '../table.js'
import type { TableName } from '../tables.js'
import { tables } from '../tables.js'

type Driver = DataSource['driver']
type Collation = Pick<ColumnOptions, 'charset' | 'collation'>
type DriverColumn = Parameters<Driver['normalizeDefault']>[0]

interface Owner {
  readonly path: string
  readonly column: string
}

/** Makes the table as this DataSource's engine wants it, from the same specification as the entity class. */
export async function tableFor(
  queryRunner: QueryRunner,
  name: TableName,
  options: ResolvedEntityOptions,
): Promise<Table> {
  const spec: AnyTableSpec = tables[name]
  const { driver } = dataSourceOf(queryRunner)
  const exact = await exactCollation(queryRunner)
  const userId = exact ? await userIdCollation(queryRunner, options, exact) : {}
  const columns = columnsOf(name, spec, options).map(([property, column]) => {
    const kind = spec.columns[property]?.kind
    if (!exact || !kind) return columnFor(driver, column)
    return columnFor(driver, { ...column, ...(kind === 'user_id' ? userId : binaryCollation(kind, exact)) })
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

/** Names the place of one of keyward's tables, with the DataSource's `entityPrefix` and schema. */
export function pathOf(queryRunner: QueryRunner, table: string, options: ResolvedEntityOptions): string {
  const { driver, namingStrategy, options: dataSource } = dataSourceOf(queryRunner)
  const name = options.prefix + table
  const prefixed = dataSource.entityPrefix
    ? namingStrategy.prefixTableName(dataSource.entityPrefix, name)
    : name
  return driver.buildTableName(prefixed, schemaOf(queryRunner, options))
}

function schemaOf(queryRunner: QueryRunner, { schema }: ResolvedEntityOptions): string | undefined {
  const { options } = dataSourceOf(queryRunner)
  return schema ?? ('schema' in options ? options.schema : undefined)
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
  const column = ownerColumn(spec)
  if (!owner || !column) return []
  return [
    {
      name: foreignKeyName(prefix, spec),
      columnNames: [column],
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
  if (spec.owner === 'serviceAccount')
    return { path: pathOf(queryRunner, tables.serviceAccount.name, options), column: 'id' }
  if (options.user === true) return { path: pathOf(queryRunner, tables.user.name, options), column: 'id' }
  return options.user === false ? null : hostOwner(queryRunner, options.user)
}

function hostOwner(queryRunner: QueryRunner, user: abstract new (...args: never[]) => object): Owner {
  const metadata = dataSourceOf(queryRunner).getMetadata(user)
  const [key, ...others] = metadata.primaryColumns
  if (!key || others.length > 0) throw new TypeError(`${metadata.name} must have a primary key of one column`)
  return { path: metadata.tablePath, column: key.databaseName }
}

/** Finds the collation of user ids: MySQL and MariaDB want both ends of a foreign key in one, so the host's user table decides. */
async function userIdCollation(
  queryRunner: QueryRunner,
  options: ResolvedEntityOptions,
  exact: ExactCollation,
): Promise<Collation> {
  if (!options.userId.startsWith('varchar')) return {}
  if (typeof options.user === 'boolean') return binaryCollation('user_id', exact)
  const { path, column } = hostOwner(queryRunner, options.user)
  const host = (await queryRunner.getTable(path))?.findColumnByName(column)
  return {
    ...(host?.charset && { charset: host.charset }),
    ...(host?.collation && { collation: host.collation }),
  }
}

/** Asks the server, since `type: 'mysql'` also reaches a MariaDB; `null` = it is neither. */
async function exactCollation(queryRunner: QueryRunner): Promise<ExactCollation | null> {
  const { type } = dataSourceOf(queryRunner).options
  if (type !== 'mysql' && type !== 'mariadb') return null
  const rows: unknown = await queryRunner.query("SHOW COLLATION LIKE 'utf8mb4%bin'")
  const has = (name: string): boolean => JSON.stringify(rows).includes(`"${name}"`)
  return exactCollations.find(has) ?? 'utf8mb4_bin'
}
