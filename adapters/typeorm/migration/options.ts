import type { DataSource } from 'typeorm'
import { isOwnMigration } from '../../../entities/migrations/mark.js'
import { refuseUnknown } from '../engine/open-engine.js'
import type { MigrateOptions } from './pending.js'

type Type = 'better-sqlite3' | 'postgres' | 'mariadb' | 'mysql'

/** Throws a TypeError where a DataSource, or what was chosen, makes no sense for migrations; answers the kind of database. */
export function checkedType(dataSource: DataSource, options: MigrateOptions): Type {
  const { type } = dataSource.options
  refuseUnknown(type)
  const unknown = Object.keys(options).filter((name) => name !== 'only')
  if (unknown.length > 0) throw new TypeError(`migrate knows no option ${unknown.join(', ')}`)
  const { only } = options
  if (only !== undefined && only !== 'keyward') throw new TypeError("migrate: only must be 'keyward'")
  if (!dataSource.isInitialized) throw new TypeError('initialize the DataSource before migrate')
  if (only === 'keyward' && !dataSource.migrations.some(isOwnMigration)) {
    throw new TypeError(
      'the DataSource has no migration of keyward’s: put keywardMigrations() into its migrations',
    )
  }
  return type
}
