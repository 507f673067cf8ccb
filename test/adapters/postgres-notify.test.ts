import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, beforeEach, afterEach, describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { withNotify } from '../../adapters/postgres-notify.js'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities } from '../../entities/index.js'
import type { Store } from '../../src/store.js'
import { connect, describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import { forkScript } from '../support/process.js'
import { tcpProxy } from '../support/tcp-proxy.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

const listeners =
  "SELECT pid FROM pg_stat_activity WHERE application_name = 'keyward-listening' AND datname = current_database()"

describeOnEach('withNotify', (database) => {
  if (database.name !== 'postgres') return
  let opened: Migrated
  let proxy: TcpProxy
  let dataSource: DataSource
  let store: Store
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)

  before(async () => {
    opened = await migrated(database)
    proxy = await tcpProxy(5432)
    process.on('uncaughtException', note).on('unhandledRejection', note)
  })
  after(async () => {
    process.off('uncaughtException', note).off('unhandledRejection', note)
    await proxy.close()
    await opened.close()
    assert.deepEqual(unhandled, [])
  })
  beforeEach(async () => {
    dataSource = await connect(through(opened.options, proxy))
    store = withNotify(typeormStore(dataSource), dataSource)
    assert.equal(store.revision.current(), null)
    await until('listening', () => store.revision.current())
  })
  afterEach(async () => {
    // Also when a test failed in the middle.
    proxy.restore()
    proxy.resume()
    await store.close()
    await dataSource.destroy()
  })

  it('the store hears of what another process revokes, by another number of its revision', async () => {
    const other = typeormStore(opened.dataSource)
    for (let i = 0; i < 5; i++) {
      const known = store.revision.current()
      await other.commit([other.revision.outdate()])
      await until('another number', () => store.revision.current(), { holds: (seen) => seen !== known })
    }
    await other.close()
  })

  it('keeps its number while nobody revokes anything', async () => {
    // On a machine too busy to answer in time it is null for a moment, and another number then: that says nothing of this.
    await until('a number that stays for longer than a question and its answer may take', async () => {
      const known = store.revision.current()
      await new Promise((done) => setTimeout(done, 1200))
      return known !== null && store.revision.current() === known
    })
  })

  it('answers null once its connection is gone, and another number when it is back', async () => {
    for (let i = 0; i < 3; i++) {
      const known = store.revision.current()
      await until('one listener', async () => (await pids()).length, { holds: (length) => length === 1 })
      await opened.dataSource.query(`SELECT pg_terminate_backend(pid) FROM (${listeners}) listening`)
      await until('null', () => store.revision.current(), { holds: (seen) => seen === null })
      await until('a number', () => store.revision.current())
      assert.notEqual(store.revision.current(), known)
    }
  })

  it('answers null as long as the server cannot be reached, and another number afterwards', async () => {
    const known = store.revision.current()
    proxy.cut()
    await until('null', () => store.revision.current(), { holds: (seen) => seen === null })
    await new Promise((done) => setTimeout(done, 500))
    assert.equal(store.revision.current(), null)
    proxy.restore()
    await until('a number', () => store.revision.current())
    assert.notEqual(store.revision.current(), known)
  })

  it('trusts no number of before when the server has gone silent', async () => {
    const known = store.revision.current()
    proxy.pause()
    await until('another number, or none', () => store.revision.current(), {
      holds: (seen) => seen !== known,
    })
    const other = typeormStore(opened.dataSource)
    await other.commit([other.revision.outdate()])
    await other.close()
    proxy.resume()
    await until('a number', () => store.revision.current())
    assert.notEqual(store.revision.current(), known)
  })

  it('leaves a connection that gives no sign of life for another', async () => {
    const [first] = await pids()
    proxy.pause()
    // A sign of life is asked for every 10 s and waited for 3 s.
    await new Promise((done) => setTimeout(done, 14_000))
    proxy.resume()
    await until('another connection', async () => {
      const now = await pids()
      return now.length === 1 && now[0]?.pid !== first?.pid
    })
    await until('a number', () => store.revision.current())
  })

  it('sees revocations also when no notification comes through', async () => {
    const known = store.revision.current()
    await opened.dataSource.query('UPDATE keyward_revision SET value = value + 1')
    await until('another number', () => store.revision.current(), { holds: (seen) => seen !== known })
  })

  it('hears a notification before it looks by itself', async () => {
    const known = store.revision.current()
    await opened.dataSource.query("SELECT pg_notify('keyward', '')")
    await until('another number', () => store.revision.current(), { holds: (seen) => seen !== known })
  })

  it('leaves no connection when it is closed', async () => {
    await store.close()
    await until('no listener', async () => (await pids()).length, { holds: (length) => length === 0 })
    assert.equal(store.revision.current(), null)
    await new Promise((done) => setTimeout(done, 300))
    assert.equal((await pids()).length, 0)
  })

  it('leaves nothing that keeps a process from ending when it is closed', async () => {
    const worker = forkScript('test/adapters/listening-worker.ts')
    worker.send(opened.options)
    const [code] = (await once(worker, 'exit')) as [number | null]
    assert.equal(code, 0)
  })

  it('can be closed while it tries to connect', async () => {
    proxy.cut()
    await until('null', () => store.revision.current(), { holds: (seen) => seen === null })
    await store.close()
    proxy.restore()
    await new Promise((done) => setTimeout(done, 300))
    assert.equal((await pids()).length, 0)
  })

  it('listens on the primary where there are replicas', async () => {
    const empty = await database.create()
    const master = through(opened.options, proxy)
    const options = { type: 'postgres', replication: { master, slaves: [empty.options] } }
    const application = { extra: { application_name: 'keyward-listening' } }
    const replicated = new DataSource({
      ...options,
      ...application,
      entities: [...keywardEntities().all],
    } as unknown as DataSourceOptions)
    const replicatedStore = withNotify(typeormStore(replicated), replicated)
    await replicated.initialize()
    await until('listening', () => replicatedStore.revision.current())
    const known = replicatedStore.revision.current()
    await store.commit([store.revision.outdate()])
    await until('another number', () => replicatedStore.revision.current(), {
      holds: (seen) => seen !== known,
    })
    await replicatedStore.close()
    await replicated.destroy()
    await empty.drop()
  })

  async function pids(): Promise<readonly { readonly pid: number }[]> {
    return opened.dataSource.query(`${listeners} AND query ~ '^LISTEN'`)
  }
})

describe('withNotify on another database', () => {
  it('withNotify refuses a database that is not PostgreSQL', () => {
    const dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:' })
    assert.throws(() => withNotify(typeormStore(dataSource), dataSource), TypeError)
  })
})

function through(options: DataSourceOptions, proxy: TcpProxy): DataSourceOptions {
  // `options` are PostgreSQL's.
  return {
    ...options,
    port: proxy.port,
    extra: { application_name: 'keyward-listening' },
  } as DataSourceOptions
}
