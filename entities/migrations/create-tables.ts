import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { ResolvedEntityOptions } from '../options.js'
import { tableNames, tables } from '../tables.js'
import { mark } from './mark.js'
import { migrationName } from './name.js'
import { tableFor, pathOf } from './table-for.js'

/** Makes the first migration, which makes all tables, or takes them all away. */
export function createTables(options: ResolvedEntityOptions): new () => MigrationInterface {
  const names = tableNames.filter((table) => table !== 'user' || options.user === true)
  return class {
    readonly [mark] = true
    readonly name = migrationName('createTables1795000000000', options)

    async up(queryRunner: QueryRunner): Promise<void> {
      if (options.schema && !(await queryRunner.hasSchema(options.schema))) {
        await queryRunner.createSchema(options.schema, true)
      }
      for (const name of names)
        await queryRunner.createTable(await tableFor(queryRunner, name, options), true)
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      for (const name of names.toReversed()) {
        await queryRunner.dropTable(pathOf(queryRunner, tables[name].name, options), true)
      }
    }
  }
}
