import assert from 'node:assert/strict'
import { after, afterEach, before, it } from 'mocha'
import { DataSource } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities, keywardMigrations } from '../../entities/index.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { describeOnCluster, serverAt } from '../support/postgres-cluster.js'
import { invalidToken } from '../support/problems.js'

describeOnCluster('a replica that lags behind its primary', (cluster) => {
  let dataSource: DataSource
  let app: App

  before(async () => {
    const replication = {
      master: serverAt(cluster().primary.port),
      slaves: [serverAt(cluster().replica.port)],
    }
    dataSource = new DataSource({
      ...{ type: 'postgres', replication },
      entities: [...keywardEntities().all],
      migrations: [...keywardMigrations()],
    })
    await dataSource.initialize()
    await migrate(dataSource)
    app = await startApp(expressFramework, { store: typeormStore(dataSource) })
  })
  after(async () => {
    await app.close()
    await dataSource.destroy()
  })
  afterEach(() => cluster().replica.query('SELECT pg_wal_replay_resume()'))

  const freeze = async (): Promise<void> => {
    await cluster().caughtUp()
    await cluster().replica.query('SELECT pg_wal_replay_pause()')
  }
  const onReplica = async (table: string, id: string): Promise<number> =>
    (await cluster().replica.query(`SELECT 1 FROM keyward_${table} WHERE id = '${id}'`)).length

  it('is asked for no credential: what was deleted is refused, what was made is accepted, at once', async () => {
    const owner = await app.signedIn()
    const old = (await owner.post('/api-keys', { name: 'old' })).body
    await freeze()
    assert.equal((await owner.delete(`/api-keys/${old.id}`)).status, 204)
    const made = (await owner.post('/api-keys', { name: 'new' })).body
    const browser = await app.signedIn()
    for (let i = 0; i < 10; i++) {
      invalidToken(await app.client().get('/api/hello', { bearer: old.key }))
      assert.equal((await app.client().get('/api/hello', { bearer: made.key })).status, 200)
      assert.equal((await browser.get('/api/hello')).status, 200)
    }
    assert.deepEqual([await onReplica('api_key', old.id), await onReplica('api_key', made.id)], [1, 0])
  })

  it('is asked for no list that shows people what they just did', async () => {
    const admin = await app.admin()
    await freeze()
    const { id } = (await admin.post('/api-keys', { name: 'mine' })).body
    const idsIn = async (path: string): Promise<readonly string[]> => {
      const items = (await admin.get(path)).body.items as { id?: string; subject?: { id: string } }[]
      return items.map((item) => item.subject?.id ?? item.id ?? '')
    }
    for (const path of ['/api-keys', '/events', '/admin/credentials']) {
      assert.ok((await idsIn(path)).includes(id), path)
    }
  })

  it('answers for the audit of all, and for its export', async () => {
    const admin = await app.admin()
    await freeze()
    const { id } = (await admin.post('/api-keys', { name: 'mine' })).body
    const headers = { Accept: 'application/x-ndjson' }
    const shows = async (): Promise<readonly boolean[]> => {
      const answers = [await admin.get('/admin/events'), await admin.get('/admin/events', { headers })]
      return answers.map(({ status, text }) => {
        assert.equal(status, 200)
        return text.includes(id)
      })
    }
    assert.deepEqual(await shows(), [false, false])
    await cluster().replica.query('SELECT pg_wal_replay_resume()')
    await cluster().caughtUp()
    assert.deepEqual(await shows(), [true, true])
  })

  it('is not missed when it is gone', async () => {
    const admin = await app.admin()
    const { id, key } = (await admin.post('/api-keys', { name: 'mine' })).body
    await cluster().caughtUp()
    await cluster().replica.stop()
    const { status, text } = await admin.get('/admin/events')
    assert.deepEqual([status, text.includes(id)], [200, true])
    assert.equal((await app.client().get('/api/hello', { bearer: key })).status, 200)
    await cluster().replica.start()
  })
})
