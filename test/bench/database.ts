import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'

export type Engine = 'sqlite' | 'postgres'

/** Where a contender keeps its data: plain data, so that a child process can be given it. */
export type Place =
  | { readonly type: 'better-sqlite3'; readonly database: string }
  | (typeof server & { readonly database: string })

/** A database of one run's own. */
export interface BenchDatabase {
  readonly engine: Engine
  /** A contender's own SQLite file, or the one database on the server. */
  placeOf(owner: string): Place
  drop(): Promise<void>
}

const server = { type: 'postgres', host: '127.0.0.1', port: 5432, username: 'postgres' } as const
const maintenance = { ...server, database: 'postgres' } as const

/** Why an engine cannot be measured here; `null` = it can. */
export async function reasonAgainst(engine: Engine): Promise<string | null> {
  if (engine === 'sqlite') return null
  try {
    await onServer('SELECT 1')
    return null
  } catch (error) {
    return error instanceof Error ? error.message || 'nobody answers' : 'nobody answers'
  }
}

/** Makes an empty database. */
export async function createDatabase(engine: Engine): Promise<BenchDatabase> {
  if (engine === 'sqlite') return createFolder()
  const database = `keyward_bench_${randomBytes(6).toString('hex')}`
  await onServer(`CREATE DATABASE ${database}`)
  return {
    engine,
    placeOf: () => ({ ...server, database }),
    async drop() {
      await onServer(`DROP DATABASE ${database} WITH (FORCE)`)
    },
  }
}

/** A DataSource there, with these entities. */
export async function connect(place: Place, rest: Partial<DataSourceOptions> = {}): Promise<DataSource> {
  return new DataSource({ ...place, ...rest } as DataSourceOptions).initialize()
}

function createFolder(): BenchDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-bench-'))
  return {
    engine: 'sqlite',
    placeOf: (owner) => ({ type: 'better-sqlite3', database: join(folder, `${owner}.db`) }),
    drop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  }
}

async function onServer(text: string): Promise<void> {
  const dataSource = await new DataSource(maintenance).initialize()
  try {
    await dataSource.query(text)
  } finally {
    await dataSource.destroy()
  }
}
