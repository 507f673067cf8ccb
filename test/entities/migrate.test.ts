import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions, QueryRunner } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import { addUser, anApiKey, foundOf, room } from '../contract/store/rows.js'
import { connect, describeOnEach, migrated } from '../databases.js'
import { forkScript } from '../support/process.js'

describeOnEach('migrate', (database) => {
  it('succeeds in three processes that start at once, and runs each migration once', async () => {
    const { options, drop } = await database.create()
    const workers = await Promise.all([1, 2, 3].map(() => connectedWorker(options)))
    const replies = workers.map((worker) => once(worker, 'message'))
    for (const worker of workers) worker.send('go')
    for (const [reply] of await Promise.all(replies)) assert.deepEqual(reply, { failure: null })
    const dataSource = await connect(options)
    const done = await dataSource.query<unknown[]>('SELECT name FROM migrations')
    assert.equal(done.length, keywardMigrations().length)
    await typeormStore(dataSource).ready()
    await dataSource.destroy()
    await drop()
  })

  it('leaves the rows that are there when it runs again, and when the host adds a migration', async () => {
    const { dataSource, options, close } = await migrated(database)
    const store = typeormStore(dataSource)
    const { id } = await addUser(store)
    const key = anApiKey(id)
    await store.commit([store.apiKeys.insert(key, room)])
    const grown = new DataSource({
      ...options,
      entities: dataSource.options.entities,
      migrations: [...keywardMigrations(), HostMigration1795000000001],
    })
    await grown.initialize()
    await migrate(grown)
    await migrate(grown)
    assert.deepEqual((await typeormStore(grown).apiKeys.byDigest([key.digest]))?.row, foundOf(key))
    await grown.destroy()
    await close()
  })

  it('runs keyward’s migrations alone where it is told to, and leaves the host’s to the host', async () => {
    const { options, drop } = await database.create()
    const migrations = [...keywardMigrations(), HostMigration1795000000001, Failing1795000000002]
    const entities = [...keywardEntities().all]
    const dataSource = await new DataSource({ ...options, entities, migrations }).initialize()
    for (let i = 0; i < 2; i++) await migrate(dataSource, { only: 'keyward' })
    await typeormStore(dataSource).ready()
    const done = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations')
    assert.deepEqual(
      done.map(({ name }) => name),
      [
        ...['createTables1795000000000', 'addMachines1796000000000', 'sealAudit1797000000000'],
        'tellUsers1798000000000',
      ].map((name) => `keyward_${name}`),
    )
    await assert.rejects(dataSource.query('SELECT * FROM host_things'))
    assert.equal(dataSource.migrations.length, migrations.length)
    await assert.rejects(migrate(dataSource), /not this time/)
    await dataSource.destroy()
    await drop()
  })

  it('leaves what is there when a subclass of the host’s renames the migration', async () => {
    const { options, drop } = await database.create()
    const [Ours = HostMigration1795000000001] = keywardMigrations()
    class Renamed1795000000009 extends Ours {
      name = 'Renamed1795000000009'
    }
    const entities = [...keywardEntities().all]
    const before = await connect(options)
    await migrate(before)
    const { id } = await addUser(typeormStore(before))
    await before.destroy()
    const migrations = [Renamed1795000000009]
    const dataSource = await new DataSource({ ...options, entities, migrations }).initialize()
    await migrate(dataSource, { only: 'keyward' })
    assert.equal((await typeormStore(dataSource).users.byId(id))?.id, id)
    await dataSource.destroy()
    await drop()
  })

  it('fails with the error of a migration that fails, and can be tried again', async () => {
    const { options, drop } = await database.create()
    const dataSource = new DataSource({ ...options, migrations: [Failing1795000000002] })
    await dataSource.initialize()
    for (let i = 0; i < 2; i++) await assert.rejects(migrate(dataSource), /not this time/)
    await dataSource.destroy()
    await drop()
  })
})

describe('migrate', () => {
  it('refuses a DataSource that is not initialised', async () => {
    await assert.rejects(migrate(new DataSource({ type: 'better-sqlite3', database: ':memory:' })), TypeError)
  })

  it('names the databases it works on before it touches another, whatever else is wrong', async () => {
    const untouched = { isInitialized: true, options: { type: 'sqljs' } } as unknown as DataSource
    const names = { name: 'TypeError', message: /better-sqlite3, postgres, mariadb and mysql, not on sqljs/ }
    await assert.rejects(migrate(untouched), names)
    assert.throws(() => typeormStore(untouched).revision.current(), names)
  })

  it('refuses options that it does not know, and a DataSource without migrations of keyward’s', async () => {
    const migrations = [HostMigration1795000000001]
    const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', migrations })
    await dataSource.initialize()
    for (const options of [{ onlyKeyward: true }, { only: 'host' }, { only: true }]) {
      await assert.rejects(migrate(dataSource, options as object), TypeError)
    }
    await assert.rejects(migrate(dataSource, { only: 'keyward' }), /keywardMigrations/)
    await assert.rejects(dataSource.query('SELECT * FROM host_things'))
    await dataSource.destroy()
  })
})

class HostMigration1795000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE host_things (id integer)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE host_things')
  }
}

class Failing1795000000002 {
  up(): Promise<void> {
    return Promise.reject(new Error('not this time'))
  }

  down(): Promise<void> {
    return Promise.resolve()
  }
}

async function connectedWorker(options: DataSourceOptions): Promise<ChildProcess> {
  const worker = forkScript('test/entities/migrate-worker.ts')
  worker.send(options)
  await once(worker, 'message')
  return worker
}
