import type { DataSource } from 'typeorm'
import type { Engine } from './engine.js'
import { mysqlEngine } from './mysql.js'
import { postgresEngine } from './postgres.js'
import { sqliteEngine } from './sqlite.js'

const known = ['better-sqlite3', 'postgres', 'mariadb', 'mysql'] as const

/** Makes the engine of an initialised DataSource; throws `TypeError` for a database keyward does not know. */
export function openEngine(dataSource: DataSource, { strict }: { strict: boolean }): Engine {
  const { type } = dataSource.options
  refuseUnknown(type)
  if (!dataSource.isInitialized) throw new TypeError('initialize the DataSource before keyward uses it')
  switch (type) {
    case 'better-sqlite3':
      return sqliteEngine(dataSource, { strict })
    case 'postgres':
      return postgresEngine(dataSource)
    case 'mariadb':
    case 'mysql':
      return mysqlEngine(dataSource)
  }
}

/** Throws a TypeError that names the databases keyward works on, where it is none of them. */
export function refuseUnknown(type: string): asserts type is (typeof known)[number] {
  if (known.some((name) => name === type)) return
  throw new TypeError(`keyward works on ${known.slice(0, -1).join(', ')} and ${known.at(-1)}, not on ${type}`)
}
