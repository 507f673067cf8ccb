import type { MigrationInterface } from 'typeorm'
import type { EntityOptions } from '../options.js'
import { resolveEntityOptions } from '../options.js'
import { addMachines } from './add-machines.js'
import { createTables } from './create-tables.js'

/** Makes the migrations of keyward's tables, oldest first, for a host's DataSource; give the options of `keywardEntities`. */
export function keywardMigrations(options: EntityOptions = {}): readonly (new () => MigrationInterface)[] {
  const resolved = resolveEntityOptions(options)
  return Object.freeze([createTables(resolved), addMachines(resolved)])
}
