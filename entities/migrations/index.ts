import type { MigrationInterface } from 'typeorm'
import type { EntityOptions } from '../options.js'
import { resolveEntityOptions } from '../options.js'
import { createTables } from './create-tables.js'

/** Makes the migrations of keyward's tables, oldest first, for a host's DataSource; give the options of `keywardEntities`. */
export function keywardMigrations(options: EntityOptions = {}): readonly (new () => MigrationInterface)[] {
  return Object.freeze([createTables(resolveEntityOptions(options))])
}
