import type { MigrationInterface, QueryRunner } from 'typeorm'
import type { ResolvedEntityOptions } from '../options.js'
import { tableNames, tables } from '../tables.js'
import { mark } from './mark.js'
import { tableFor, pathOf } from './table-for.js'

/** TypeORM sorts migrations by the 13 digits at the end of their names. */
const timestamp = '1795000000000'

/** Makes the first migration, which makes all tables, or takes them all away. */
export function createTables(options: ResolvedEntityOptions): new () => MigrationInterface {
  const names = tableNames.filter((table) => table !== 'user' || options.user === true)
  return class {
    readonly [mark] = true
    // Two prefixes, or two schemas, in one DataSource are two migrations.
    readonly name = `${options.schema ? `${options.schema}.` : ''}${options.prefix}createTables${timestamp}`

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
