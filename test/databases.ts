import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { migrate } from '../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../entities/index.js'
import type { EntityOptions } from '../entities/index.js'
import { leaveOut } from './support/left-out.js'

/** A kind of database the tests run on. */
export interface TestDatabase {
  readonly name: 'sqlite' | 'postgres' | 'mariadb'
  /** Why it cannot be used here; `null` = it can. */
  available(): Promise<string | null>
  /** Makes an empty database of its own. */
  create(): Promise<Created>
}

export interface Created {
  /** Everything but entities and migrations; plain data, so a child process can be given it. */
  readonly options: DataSourceOptions
  drop(): Promise<void>
}

const postgres = { type: 'postgres', host: '127.0.0.1', port: 5432, username: 'postgres' } as const
const mariadb = { type: 'mariadb', host: '127.0.0.1', port: 3306, username: 'root' } as const

const all: readonly TestDatabase[] = [
  { name: 'sqlite', available: () => Promise.resolve(null), create: createFile },
  {
    name: 'postgres',
    available: () => reasonAgainst({ ...postgres, database: 'postgres' }),
    create: () =>
      createOn({ ...postgres, database: 'postgres' }, (name) => `DROP DATABASE "${name}" WITH (FORCE)`),
  },
  {
    name: 'mariadb',
    available: () => reasonAgainst(mariadb),
    create: () => createOn(mariadb, (name) => `DROP DATABASE ${name}`),
  },
]

/** Those that `KEYWARD_DATABASES` names, or all. */
export const databases = all.filter(
  ({ name }) => process.env.KEYWARD_DATABASES?.split(',').includes(name) ?? true,
)

/** Describes the same on each database. One that is not there is left out, or fails when `KEYWARD_REQUIRE` names it. */
export function describeOnEach(
  title: string,
  suite: (this: Mocha.Suite, database: TestDatabase) => void,
): void {
  for (const database of databases) {
    describe(`${title} on ${database.name}`, function () {
      this.timeout(60_000)
      before(async function () {
        const reason = await database.available()
        if (reason !== null) leaveOut(this, database.name, reason)
      })
      suite.call(this, database)
    })
  }
}

/** A database with keyward's tables in it. */
export interface Migrated {
  readonly dataSource: DataSource
  readonly options: DataSourceOptions
  close(): Promise<void>
}

export async function migrated(database: TestDatabase, entities: EntityOptions = {}): Promise<Migrated> {
  const { options, drop } = await database.create()
  const dataSource = await connect(options, entities)
  await migrate(dataSource)
  return {
    dataSource,
    options,
    async close() {
      await dataSource.destroy()
      await drop()
    },
  }
}

/** An initialised DataSource with keyward's entities and migrations. */
export function connect(options: DataSourceOptions, entities: EntityOptions = {}): Promise<DataSource> {
  const ours = { entities: [...keywardEntities(entities).all], migrations: [...keywardMigrations(entities)] }
  return new DataSource({ ...options, ...ours }).initialize()
}

function createFile(): Promise<Created> {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-'))
  const drop = (): Promise<void> => Promise.resolve(rmSync(folder, { recursive: true }))
  return Promise.resolve({ options: { type: 'better-sqlite3', database: join(folder, 'test.db') }, drop })
}

async function createOn(server: DataSourceOptions, dropping: (name: string) => string): Promise<Created> {
  const database = `keyward_${randomBytes(6).toString('hex')}`
  await query(server, `CREATE DATABASE ${database}`)
  // Both kinds of server take these.
  const options = { ...server, database, extra: { connectionLimit: 10 } } as DataSourceOptions
  return { options, drop: () => query(server, dropping(database)) }
}

async function reasonAgainst(server: DataSourceOptions): Promise<string | null> {
  try {
    await query(server, 'SELECT 1')
    return null
  } catch (error) {
    return error instanceof Error
      ? error.message || String((error as NodeJS.ErrnoException).code)
      : 'no answer'
  }
}

async function query(server: DataSourceOptions, text: string): Promise<void> {
  const dataSource = await new DataSource(server).initialize()
  try {
    await dataSource.query(text)
  } finally {
    await dataSource.destroy()
  }
}
