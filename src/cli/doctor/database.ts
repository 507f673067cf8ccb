import type { DataSource } from 'typeorm'
import { refuseEncoding } from '../../../adapters/typeorm/encoding.js'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped, warning } from './check.js'

/** The oldest versions that are supported. */
const oldest: Readonly<Record<string, readonly [number, number]>> = {
  postgres: [13, 0],
  mariadb: [10, 6],
  mysql: [8, 0],
}

/** Looks at the kind and the version of the database, at its encoding, the pool and replicas. */
export async function databaseFindings(dataSource: DataSource): Promise<readonly Diagnosed[]> {
  return [
    await versionOf(dataSource),
    await encodingOf(dataSource),
    poolOf(dataSource),
    await replicasOf(dataSource),
  ]
}

async function versionOf(dataSource: DataSource): Promise<Diagnosed> {
  const { type } = dataSource.options
  const id = 'database.version'
  const text = String(
    await value(
      dataSource,
      type === 'better-sqlite3' ? 'SELECT sqlite_version() AS value' : 'SELECT VERSION() AS value',
    ),
  )
  const isMaria = /mariadb/i.test(text)
  if (type === 'mysql' && isMaria) {
    return warning(
      id,
      'the server is MariaDB',
      "say type: 'mariadb' in the DataSource, or its schema never matches",
    )
  }
  const wanted = oldest[type] ?? [0, 0]
  const name = wanted.join('.')
  if (isAtLeast(text, wanted)) return ok(id, `${type} ${text.split(' on ')[0] ?? ''}`)
  return fault(id, `${type} ${text} is older than ${name}`, `upgrade to ${type} ${name} or later`)
}

/** Whether a text in which a version stands first names that one or a later one. */
export function isAtLeast(text: string, [major, minor]: readonly [number, number]): boolean {
  const [, first = 0, second = 0] = /(\d+)(?:\.(\d+))?/.exec(text) ?? []
  return Number(first) > major || (Number(first) === major && Number(second) >= minor)
}

async function encodingOf(dataSource: DataSource): Promise<Diagnosed> {
  const id = 'database.encoding'
  try {
    await refuseEncoding(dataSource.options.type, (text) =>
      value(dataSource, text.replace(/ AS name$/, ' AS value')),
    )
    return ok(id, 'it takes every text that people write')
  } catch (error) {
    const mend =
      dataSource.options.type === 'postgres'
        ? "move to a database made with ENCODING 'UTF8'"
        : "set charset: 'utf8mb4' in the DataSource"
    return fault(id, error instanceof Error ? error.message : String(error), mend)
  }
}

function poolOf({ options }: DataSource): Diagnosed {
  const id = 'database.pool'
  if (options.type === 'better-sqlite3') return skipped(id, 'SQLite has none')
  const size = sizeOfPool(options)
  if (size !== 1) return ok(id, `up to ${String(size)} connections`)
  return warning(
    id,
    'one connection: requests wait for each other, and a transaction of the app that calls keyward waits for itself',
    'let the pool have more: poolSize: 10 in the DataSource',
  )
}

function sizeOfPool(options: DataSource['options']): number {
  const extra: unknown = options.extra
  const given = typeof extra === 'object' && extra !== null ? extra : {}
  const sizes = [
    'poolSize' in options ? options.poolSize : undefined,
    'max' in given ? given.max : undefined,
    'connectionLimit' in given ? given.connectionLimit : undefined,
  ]
  return Number(sizes.find((size) => size !== undefined) ?? 10)
}

/** Asks each replica of PostgreSQL how far it is behind; others are only named. */
async function replicasOf(dataSource: DataSource): Promise<Diagnosed> {
  const id = 'database.replicas'
  const { options } = dataSource
  if (!('replication' in options) || !options.replication) return skipped(id, 'there are none')
  if (options.type !== 'postgres')
    return ok(id, 'lists are read from them; how far they are behind cannot be seen from here')
  const runner = dataSource.createQueryRunner('slave')
  try {
    // TypeORM declares rows as `any`.
    const [row] = (await runner.query(
      'SELECT pg_is_in_recovery() AS replica, extract(epoch FROM now() - pg_last_xact_replay_timestamp()) AS lag',
    )) as { replica: boolean; lag: number | null }[]
    if (row?.replica !== true) return ok(id, 'what is configured as a replica is no standby')
    const lag = Number(row.lag ?? 0)
    if (lag < 10) return ok(id, `${lag.toFixed(1)} s behind`)
    return warning(
      id,
      `a replica is ${lag.toFixed(0)} s behind: lists and the audit show what was so then`,
      'see to its replication, or take it out of the DataSource',
    )
  } finally {
    await runner.release()
  }
}

/** Reads one value, named `value`. */
async function value(dataSource: DataSource, text: string): Promise<unknown> {
  const [row] = await dataSource.query<{ value: unknown }[]>(text)
  return row?.value
}
