import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions, QueryRunner } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardMigrations } from '../../entities/index.js'
import { addUser, anApiKey, foundOf, room } from '../contract/store/rows.js'
import { connect, describeOnEach, migrated } from '../databases.js'

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
  const worker = fork(new URL('./migrate-worker.ts', import.meta.url), { execArgv: ['--import=tsx'] })
  worker.send(options)
  await once(worker, 'message')
  return worker
}
