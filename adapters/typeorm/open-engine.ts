import type { DataSource } from 'typeorm'
import type { Engine } from './engine.js'
import { mysqlEngine } from './mysql.js'
import { postgresEngine } from './postgres.js'
import { sqliteEngine } from './sqlite.js'

/** The engine of an initialised DataSource; throws `TypeError` for a database keyward does not know. */
export function openEngine(dataSource: DataSource, { strict }: { strict: boolean }): Engine {
  if (!dataSource.isInitialized) throw new TypeError('initialize the DataSource before keyward uses it')
  const { type } = dataSource.options
  switch (type) {
    case 'better-sqlite3':
      return sqliteEngine(dataSource, { strict })
    case 'postgres':
      return postgresEngine(dataSource)
    case 'mariadb':
    case 'mysql':
      return mysqlEngine(dataSource)
    default:
      throw new TypeError(`keyward works on better-sqlite3, postgres, mariadb and mysql, not on ${type}`)
  }
}
