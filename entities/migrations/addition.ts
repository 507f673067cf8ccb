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
  /** Indexes over columns that were there before, each by its properties. */
  readonly indexes?: Readonly<Partial<Record<TableName, readonly (readonly string[])[]>>>
}

/** Makes a migration that adds something. The first one makes the tables of today, so in a new database it finds all done. */
export function addition(added: Addition, options: ResolvedEntityOptions): new () => MigrationInterface {
  const grown = Object.entries(added.columns).map(([name, properties]) => {
    // Object.entries knows no key types.
    const table = name as TableName
    const spec: AnyTableSpec = tables[table]
    return { table, spec, columns: columnsIn(spec, properties) }
  })
  const indexed = Object.entries(added.indexes ?? {}).map(([name, lists]) => {
    // As above.
    const table = name as TableName
    const spec: AnyTableSpec = tables[table]
    return { table, spec, lists: lists.map((properties) => columnsIn(spec, properties)) }
  })
  return class {
    readonly [mark] = true
    readonly name = migrationName(added.name, options)

    async up(queryRunner: QueryRunner): Promise<void> {
      for (const { table, columns } of grown)
        await grow(queryRunner, await tableFor(queryRunner, table, options), columns)
      for (const { table, lists } of indexed)
        await addIndexes(queryRunner, await tableFor(queryRunner, table, options), ({ columnNames }) =>
          lists.some((list) => isSame(list, columnNames)),
        )
      for (const name of added.tables)
        await queryRunner.createTable(await tableFor(queryRunner, name, options), true)
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      for (const name of added.tables.toReversed())
        await queryRunner.dropTable(pathOf(queryRunner, tables[name].name, options), true)
      for (const { spec, columns } of grown)
        await shrink(queryRunner, pathOf(queryRunner, spec.name, options), columns)
      for (const { spec, lists } of indexed)
        await dropIndexes(queryRunner, pathOf(queryRunner, spec.name, options), ({ columnNames }) =>
          lists.some((list) => isSame(list, columnNames)),
        )
    }
  }
}

async function grow(queryRunner: QueryRunner, wanted: Table, columns: readonly string[]): Promise<void> {
  for (const name of columns) {
    const column = wanted.findColumnByName(name)
    if (column && !(await queryRunner.hasColumn(wanted.name, name)))
      await queryRunner.addColumn(wanted.name, column)
  }
  await addIndexes(queryRunner, wanted, isOver(columns))
}

/** Makes those of the wanted indexes that are meant, where they are missing. */
async function addIndexes(queryRunner: QueryRunner, wanted: Table, isMeant: Meant): Promise<void> {
  const there = (await queryRunner.getTable(wanted.name))?.indices.map(({ name }) => name)
  const missing = wanted.indices.filter((index) => isMeant(index) && !there?.includes(index.name))
  for (const index of missing) await queryRunner.createIndex(wanted.name, new TableIndex(index))
}

async function shrink(queryRunner: QueryRunner, path: string, columns: readonly string[]): Promise<void> {
  await dropIndexes(queryRunner, path, isOver(columns))
  for (const column of columns) await queryRunner.dropColumn(path, column)
}

async function dropIndexes(queryRunner: QueryRunner, path: string, isMeant: Meant): Promise<void> {
  const indexes = (await queryRunner.getTable(path))?.indices ?? []
  for (const index of indexes) if (isMeant(index)) await queryRunner.dropIndex(path, index)
}

/** Which indexes of a table are meant. */
type Meant = (index: Pick<TableIndex, 'columnNames'>) => boolean

function isOver(columns: readonly string[]): Meant {
  return ({ columnNames }) => columnNames.some((column) => columns.includes(column))
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === other.join()
}

function columnsIn(spec: AnyTableSpec, properties: readonly string[]): readonly string[] {
  return properties.map((property) => spec.columns[property]?.name ?? property)
}
