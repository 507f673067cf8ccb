import type { MigrationInterface, QueryRunner, Table } from 'typeorm'
import { TableIndex } from 'typeorm'
import type { ResolvedEntityOptions } from '../options.js'
import type { AnyTableSpec } from '../table.js'
import type { TableName } from '../tables.js'
import { tables } from '../tables.js'
import { mark } from './mark.js'
import { migrationName } from './name.js'
import { pathOf, tableFor } from './table-for.js'

/** What a migration adds to what is there: whole tables, and columns of tables, with the indexes over them. */
export interface Addition {
  /** It ends in 13 digits, by which TypeORM sorts migrations. */
  readonly name: string
  readonly tables: readonly TableName[]
  readonly columns: Readonly<Partial<Record<TableName, readonly string[]>>>
}

/** Makes a migration that adds something. The first one makes the tables of today, so in a new database it finds all done. */
export function addition(added: Addition, options: ResolvedEntityOptions): new () => MigrationInterface {
  const grown = Object.entries(added.columns).map(([name, properties]) => {
    // Object.entries knows no key types.
    const table = name as TableName
    const spec: AnyTableSpec = tables[table]
    return { table, spec, columns: properties.map((property) => spec.columns[property]?.name ?? property) }
  })
  return class {
    readonly [mark] = true
    readonly name = migrationName(added.name, options)

    async up(queryRunner: QueryRunner): Promise<void> {
      for (const { table, columns } of grown)
        await grow(queryRunner, await tableFor(queryRunner, table, options), columns)
      for (const name of added.tables)
        await queryRunner.createTable(await tableFor(queryRunner, name, options), true)
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      for (const name of added.tables.toReversed())
        await queryRunner.dropTable(pathOf(queryRunner, tables[name].name, options), true)
      for (const { spec, columns } of grown)
        await shrink(queryRunner, pathOf(queryRunner, spec.name, options), columns)
    }
  }
}

async function grow(queryRunner: QueryRunner, wanted: Table, columns: readonly string[]): Promise<void> {
  for (const name of columns) {
    const column = wanted.findColumnByName(name)
    if (column && !(await queryRunner.hasColumn(wanted.name, name)))
      await queryRunner.addColumn(wanted.name, column)
  }
  const there = (await queryRunner.getTable(wanted.name))?.indices.map(({ name }) => name)
  const missing = wanted.indices.filter(
    ({ name, columnNames }) =>
      columnNames.some((column) => columns.includes(column)) && !there?.includes(name),
  )
  for (const index of missing) await queryRunner.createIndex(wanted.name, new TableIndex(index))
}

async function shrink(queryRunner: QueryRunner, path: string, columns: readonly string[]): Promise<void> {
  const indexes = (await queryRunner.getTable(path))?.indices ?? []
  for (const index of indexes)
    if (index.columnNames.some((column) => columns.includes(column))) await queryRunner.dropIndex(path, index)
  for (const column of columns) await queryRunner.dropColumn(path, column)
}
