import { keywardEntities, keywardMigrations } from 'keyward/entities'
import type { DataSourceOptions } from 'typeorm'

/** The DataSource for `sqlite:PATH`, `postgres://…` or `mariadb://…`, with keyward's tables and migrations. */
export function databaseOptions(url: string): DataSourceOptions {
  const tables = { entities: [...keywardEntities().all], migrations: [...keywardMigrations()] }
  const [scheme] = url.split(':', 1)
  switch (scheme) {
    case 'sqlite':
      return { type: 'better-sqlite3', database: url.slice('sqlite:'.length), ...tables }
    case 'postgres':
    case 'postgresql':
      return { type: 'postgres', url, ...tables }
    case 'mariadb':
      return { type: 'mariadb', url, ...tables }
    default:
      throw new Error('DATABASE_URL must begin with sqlite:, postgres:// or mariadb://')
  }
}
