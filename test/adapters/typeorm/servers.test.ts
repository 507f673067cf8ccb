import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { DataSource } from 'typeorm'
import type { DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../../adapters/typeorm/index.js'
import { keywardEntities } from '../../../entities/index.js'
import type { Store } from '../../../src/store.js'
import { addUser, anApiKey, anEvent, room } from '../../contract/store/rows.js'
import { connect, describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'

/** What differs between a server and a file: connections, replicas, locks. */
describeOnEach('the store beyond one process', (database) => {
  if (database.name === 'sqlite') return
  let opened: Migrated
  let store: Store

  before(async () => {
    opened = await migrated(database)
    store = typeormStore(opened.dataSource)
  })
  after(async () => {
    await store.close()
    await opened.close()
  })

  it('writes into no transaction of the host', async () => {
    const { id } = await addUser(store)
    const key = anApiKey(id)
    const runner = opened.dataSource.createQueryRunner()
    await runner.startTransaction()
    assert.equal(await store.commit([store.apiKeys.insert(key, room)]), true)
    await runner.rollbackTransaction()
    await runner.release()
    assert.ok(await store.apiKeys.byDigest([key.digest]))
  })

  it('gives up at a lock that is held, leaves nothing behind and loses no connection', async () => {
    const { id } = await addUser(store)
    const blocker = await connect(opened.options)
    const runner = blocker.createQueryRunner()
    await runner.startTransaction()
    await runner.query(`UPDATE keyward_account SET version = version + 1 WHERE user_id = '${id}'`)
    const key = anApiKey(id)
    try {
      await assert.rejects(store.commit([store.revision.outdate(), store.apiKeys.insert(key, room)]), {
        name: 'StoreUnavailableError',
      })
    } finally {
      await runner.rollbackTransaction()
      await blocker.destroy()
    }
    assert.equal(await store.apiKeys.byDigest([key.digest]), null)
    const many = Array.from({ length: 30 }, () => store.commit([store.accounts.set(id, { lastSignInAt: 1 })]))
    assert.deepEqual(new Set(await Promise.all(many)), new Set([true]))
  })

  it('gives up when no connection is to be had', async () => {
    const { id } = await addUser(store)
    const narrow = await connect({ ...opened.options, poolSize: 1, extra: {} } as DataSourceOptions)
    const slow = typeormStore(narrow)
    const runner = narrow.createQueryRunner()
    await runner.connect()
    try {
      await assert.rejects(slow.users.byId(id), { name: 'StoreUnavailableError' })
      await assert.rejects(slow.commit([slow.accounts.ensure(id)]), { name: 'StoreUnavailableError' })
    } finally {
      await runner.release()
    }
    assert.equal((await slow.users.byId(id))?.id, id)
    assert.equal(await slow.commit([slow.accounts.ensure(id)]), true)
    await narrow.destroy()
  })

  it('asks the primary when there are replicas', async () => {
    const { id } = await addUser(store)
    const key = anApiKey(id)
    await store.commit([store.apiKeys.insert(key, room)])
    const empty = await database.create()
    const replicated = await withReplica(empty.options)
    const other = typeormStore(replicated)
    assert.equal((await other.apiKeys.byDigest([key.digest]))?.row.id, key.id)
    assert.equal((await other.users.byId(id))?.id, id)
    assert.equal(await other.commit([other.apiKeys.remove(id, key.id)]), true)
    assert.equal(await other.apiKeys.byDigest([key.digest]), null)
    await replicated.destroy()
    await empty.drop()
  })

  it('asks a replica for the audit of all, and the primary when that cannot answer', async () => {
    const replica = await migrated(database)
    const onReplica = typeormStore(replica.dataSource)
    const [lagging, newest] = [anEvent({ type: 'user.created' }), anEvent({ type: 'user.created' })]
    await onReplica.commit([onReplica.audit.append(lagging)])
    await store.commit([store.audit.append(newest)])
    const replicated = await withReplica(replica.options)
    const other = typeormStore(replicated)
    const found = async (by: 'search' | 'list'): Promise<readonly string[]> =>
      (await other.audit[by]({ types: [newest.type] }, { limit: 5, before: null })).rows.map(({ id }) => id)
    assert.deepEqual([await found('search'), await found('list')], [[lagging.id], [newest.id]])
    await replica.close()
    assert.deepEqual([await found('search'), await found('list')], [[newest.id], [newest.id]])
    await replicated.destroy()
  })

  it('names the table that is missing, and how to get it', async () => {
    const empty = await database.create()
    const dataSource = await connect(empty.options)
    await assert.rejects(
      typeormStore(dataSource).ready(),
      /keyward_user is missing.*run migrate\(dataSource\)/,
    )
    await dataSource.destroy()
    await empty.drop()
  })

  it('is unavailable, with the cause but without the values, once the pool is closed', async () => {
    const dataSource = await connect(opened.options)
    const closed = typeormStore(dataSource)
    const user = await addUser(closed)
    await dataSource.destroy()
    await assert.rejects(closed.users.byId(user.id), { name: 'StoreUnavailableError' })
    const write = closed.users.setPasswordHash(user.id, '$a-hash')
    assert.ok('affects' in write)
    await assert.rejects(closed.commit([write]), (error: Error) => {
      assert.equal(error.name, 'StoreUnavailableError')
      assert.ok(error.cause)
      assert.ok(!JSON.stringify(error.cause).includes('$a-hash'))
      return true
    })
  })

  function withReplica(replica: DataSourceOptions): Promise<DataSource> {
    const options = { type: opened.options.type, replication: { master: opened.options, slaves: [replica] } }
    const entities = [...keywardEntities().all]
    // An option of every kind of server, declared for each apart.
    return new DataSource({ ...options, entities } as unknown as DataSourceOptions).initialize()
  }
})

describeOnEach('a MariaDB server under the type mysql', (database) => {
  if (database.name !== 'mariadb') return

  it('a DataSource of type mysql on a MariaDB server is warned about', async () => {
    const { options, close } = await migrated(database)
    const dataSource = await connect({ ...options, type: 'mysql' } as DataSourceOptions)
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    await typeormStore(dataSource).ready()
    assert.match((await warned).message, /say type: 'mariadb'/)
    await dataSource.destroy()
    await close()
  })

  it('gets columns that tell a name from the same name with a blank or an accent', async () => {
    const { options, drop } = await database.create()
    const dataSource = await connect({ ...options, type: 'mysql' } as DataSourceOptions)
    try {
      await migrate(dataSource)
      const store = typeormStore(dataSource)
      const { username } = await addUser(store)
      const key = username.toLowerCase()
      assert.equal((await store.users.byUsername(key))?.username, username)
      for (const other of [`${key} `, key.replace(/[aeiou]/, '$&\u0301'), key.toUpperCase()]) {
        assert.equal(await store.users.byUsername(other), null)
      }
      await store.close()
    } finally {
      await dataSource.destroy()
      await drop()
    }
  })
})

describe('a DataSource of another kind', () => {
  it('is refused', () => {
    const strange = { isInitialized: true, options: { type: 'oracle' } } as unknown as DataSource
    assert.throws(() => typeormStore(strange).revision.current(), /not on oracle/)
  })
})
