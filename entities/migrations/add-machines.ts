import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { ResolvedEntityOptions } from '../options.js'
import type { TableName } from '../tables.js'
import { tables } from '../tables.js'
import { mark } from './mark.js'
import { migrationName } from './name.js'
import { pathOf, tableFor } from './table-for.js'

const added: readonly TableName[] = ['serviceAccount', 'serviceKey', 'deviceCode', 'oneTimeLink', 'notice']
const addedToApiKeys = ['conditions', 'metadata'] as const

/** Makes the second migration: service accounts, device codes, one-time links, notices, and what API keys may be bound to. */
export function addMachines(options: ResolvedEntityOptions): new () => MigrationInterface {
  return class {
    readonly [mark] = true
    readonly name = migrationName('addMachines1796000000000', options)

    async up(queryRunner: QueryRunner): Promise<void> {
      const apiKeys = await tableFor(queryRunner, 'apiKey', options)
      for (const property of addedToApiKeys) {
        const column = apiKeys.columns.find(({ name }) => name === tables.apiKey.columns[property].name)
        // The first migration makes the tables of today, so a new database has the column already.
        if (column && !(await queryRunner.hasColumn(apiKeys.name, column.name)))
          await queryRunner.addColumn(apiKeys.name, column)
      }
      for (const name of added)
        await queryRunner.createTable(await tableFor(queryRunner, name, options), true)
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      for (const name of added.toReversed())
        await queryRunner.dropTable(pathOf(queryRunner, tables[name].name, options), true)
      const apiKeys = pathOf(queryRunner, tables.apiKey.name, options)
      for (const property of addedToApiKeys)
        await queryRunner.dropColumn(apiKeys, tables.apiKey.columns[property].name)
    }
  }
}
