import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import type { EntityOptions } from '../../entities/index.js'
import { addUser, anApiKey, anEvent, room } from '../contract/store/rows.js'
import { describeOnEach } from '../databases.js'
import type { TestDatabase } from '../databases.js'
import { HostUser, synchronized, TextUser, UuidUser } from './host-users.js'

interface Variant {
  readonly entities?: EntityOptions
  readonly dataSource?: Partial<Record<'entityPrefix' | 'schema', string>>
  /** The host's own entities, in tables that were there before. */
  readonly host?: readonly (new () => object)[]
  readonly only?: TestDatabase['name']
}

const variants: Readonly<Record<string, Variant>> = {
  'nothing chosen': {},
  'a prefix': { entities: { prefix: 'auth_' } },
  "the DataSource's entityPrefix": { dataSource: { entityPrefix: 'app_' } },
  'host users with integer keys': { entities: { user: HostUser, userId: 'int' }, host: [HostUser] },
  'host users with UUID keys': { entities: { user: UuidUser, userId: 'uuid' }, host: [UuidUser] },
  'host users with text keys': { entities: { user: TextUser, userId: 'varchar(40)' }, host: [TextUser] },
  'users elsewhere with bigint keys': { entities: { user: false, userId: 'bigint' } },
  'columns of the host': {
    entities: {
      extra: {
        apiKey: {
          team: { type: 'varchar', length: 40, nullable: true },
          costCenter: { type: 'int', default: 5 },
        },
        user: { birthYear: { type: 'int', nullable: true } },
      },
    },
  },
  'a schema': { entities: { schema: 'auth' }, only: 'postgres' },
  "the DataSource's schema": { dataSource: { schema: 'public' }, only: 'postgres' },
}

describeOnEach('the migrations', (database) => {
  for (const [title, variant] of Object.entries(variants)) {
    if (variant.only && variant.only !== database.name) continue
    it(`make what the entities describe, and take it away again: ${title}`, async () => {
      const { options, drop } = await database.create()
      const dataSource = await opened(options, variant)
      const before = await tablesOf(dataSource)
      await migrate(dataSource)
      assert.deepEqual(await difference(dataSource), [])
      for (const _ of dataSource.migrations) await dataSource.undoLastMigration()
      const left = (await tablesOf(dataSource)).filter((name) => !before.includes(name))
      assert.deepEqual(left, [])
      await dataSource.destroy()
      await drop()
    })
  }

  if (database.name === 'postgres') {
    it('stand side by side in two schemas, and in that of nobody’s choice', async () => {
      const { options, drop } = await database.create()
      for (const set of [{}, { schema: 'one' }, { schema: 'two' }]) {
        const dataSource = await opened(options, { entities: set })
        await migrate(dataSource)
        assert.deepEqual(await difference(dataSource), [])
        await typeormStore(dataSource).ready()
        await dataSource.destroy()
      }
      const dataSource = await new DataSource(options).initialize()
      const done = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY id')
      const names = [
        ...['createTables1795000000000', 'addMachines1796000000000', 'sealAudit1797000000000'],
        'tellUsers1798000000000',
      ].map((name) => `keyward_${name}`)
      assert.deepEqual(
        done.map((row) => row.name),
        ['', 'one.', 'two.'].flatMap((schema) => names.map((name) => schema + name)),
      )
      await dataSource.destroy()
      await drop()
    })

    it('leave the tables of a schema that were made when no name held it', async () => {
      const { options, drop } = await database.create()
      const dataSource = await opened(options, { entities: { schema: 'one' } })
      await migrate(dataSource)
      await dataSource.query(`UPDATE migrations SET name = replace(name, 'one.', '')`)
      const { id } = await addUser(typeormStore(dataSource))
      await migrate(dataSource)
      assert.equal((await typeormStore(dataSource).users.byId(id))?.id, id)
      await dataSource.destroy()
      await drop()
    })
  }

  it('add what is new to tables that hold rows, and take it away again', async () => {
    const { options, drop } = await database.create()
    const dataSource = await opened(options, {})
    await migrate(dataSource)
    const store = typeormStore(dataSource)
    const { id } = await addUser(store)
    const key = anApiKey(id)
    const event = anEvent({ userId: id })
    await store.commit([store.apiKeys.insert(key, room), store.audit.append(event)])
    for (let i = 0; i < 2; i++) await dataSource.undoLastMigration()
    assert.notDeepEqual(await difference(dataSource), [])
    await migrate(dataSource)
    assert.deepEqual(await difference(dataSource), [])
    assert.deepEqual(await store.apiKeys.byId(id, key.id), key)
    assert.deepEqual((await store.audit.list({}, { limit: 5, before: null })).rows, [event])
    await dataSource.destroy()
    await drop()
  })

  it('stand side by side under two prefixes', async () => {
    const { options, drop } = await database.create()
    const sets = [{ prefix: 'one_' }, { prefix: 'two_' }]
    const dataSource = await new DataSource({
      ...options,
      entities: sets.flatMap((set) => [...keywardEntities(set).all]),
      migrations: sets.flatMap((set) => [...keywardMigrations(set)]),
    }).initialize()
    await migrate(dataSource)
    assert.deepEqual(await difference(dataSource), [])
    const names = await tablesOf(dataSource)
    for (const name of ['one_api_key', 'two_api_key']) assert.ok(names.some((found) => found.endsWith(name)))
    await dataSource.destroy()
    await drop()
  })
})

describe('the entity options', () => {
  const refused: Readonly<Record<string, EntityOptions>> = {
    'a prefix that is no name': { prefix: 'a"b' },
    'a prefix that is too long': { prefix: 'a'.repeat(25) },
    'host users without the type of their key': { user: HostUser },
    'ids of its own that do not fit': { userId: 'int' },
    'ids of its own that are too short': { userId: 'varchar(20)' },
    'a column that keyward would have to fill': { extra: { apiKey: { team: { type: 'int' } } } },
  }
  for (const [title, options] of Object.entries(refused)) {
    it(`refuse ${title}`, () => {
      assert.throws(() => keywardEntities(options), TypeError)
      assert.throws(() => keywardMigrations(options), TypeError)
    })
  }
})

async function opened(
  options: DataSourceOptions,
  { entities, dataSource, host = [] }: Variant,
): Promise<DataSource> {
  const chosen = { ...options, ...dataSource } as DataSourceOptions
  if (host.length > 0)
    await (await synchronized(new DataSource({ ...chosen, entities: [...host] }))).destroy()
  const ours = {
    entities: [...host, ...keywardEntities(entities).all],
    migrations: [...keywardMigrations(entities)],
  }
  return new DataSource({ ...chosen, ...ours }).initialize()
}

async function difference(dataSource: DataSource): Promise<readonly string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log()
  return upQueries.map(({ query }) => query)
}

const ownTables: Readonly<Record<string, string>> = {
  'better-sqlite3': "SELECT name FROM sqlite_master WHERE type = 'table'",
  postgres:
    "SELECT tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  mariadb: 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
}

async function tablesOf(dataSource: DataSource): Promise<readonly string[]> {
  const rows = await dataSource.query<{ name: string }[]>(ownTables[dataSource.options.type] ?? '')
  return rows.map(({ name }) => name).filter((name) => !/migrations$|typeorm_metadata$|^sqlite_/.test(name))
}
