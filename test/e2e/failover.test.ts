import assert from 'node:assert/strict'
import { after, before, it } from 'mocha'
import type { DataSource } from 'typeorm'
import { withNotify } from '../../adapters/postgres-notify.js'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { connect } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { expressFramework } from '../support/express-host.js'
import { describeOnCluster, serverAt } from '../support/postgres-cluster.js'
import { tcpProxy } from '../support/tcp-proxy.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

/** What a client was told: a key in `live` was made, one in `dead` was deleted. */
interface Acknowledged {
  readonly live: Set<string>
  readonly dead: Set<string>
}

describeOnCluster('a primary that is killed, with a synchronous standby that takes over', (cluster) => {
  let proxy: TcpProxy
  let dataSource: DataSource
  let app: App
  let revision: number | null
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)
  const told: Acknowledged = { live: new Set(), dead: new Set() }

  before(async () => {
    process.on('uncaughtException', note).on('unhandledRejection', note)
    await cluster().synchronise()
    proxy = await tcpProxy(cluster().primary.port)
    dataSource = await connect(serverAt(proxy.port))
    await migrate(dataSource)
    const store = withNotify(typeormStore(dataSource), dataSource)
    app = await startApp(expressFramework, { store, throttled: true })
    await until('a revision', () => app.store.revision.current())
  })
  after(async () => {
    process.off('uncaughtException', note).off('unhandledRejection', note)
    await app.close()
    await dataSource.destroy()
    await proxy.close()
  })

  it('opens no guard meanwhile, and the app goes on by itself', async () => {
    const owner = await app.signedIn()
    const keep = (await owner.post('/api-keys', { name: 'keep' })).body.key as string
    const revoked = (await owner.post('/api-keys', { name: 'revoked' })).body
    assert.equal((await owner.delete(`/api-keys/${revoked.id}`)).status, 204)
    const junk = keep.slice(0, -1) + (keep.endsWith('a') ? 'b' : 'a')
    const bearers = { keep, revoked: revoked.key as string, junk }

    const workers = await Promise.all([1, 2].map(() => app.signedIn()))
    const work = workers.map((client) => makeAndDelete(client, told))
    const asking = askOn(app, bearers)
    await until('some work', () => told.live.size > 10 && told.dead.size > 10, { seconds: 3 })

    revision = app.store.revision.current()
    await cluster().primary.kill()
    proxy.cut()
    await Promise.all(work)
    await asking.rounds(10)
    for (let i = 0; i < 12; i++) {
      const answer = await app
        .client()
        .post('/session', { username: owner.user.username, password: app.password })
      assert.equal(answer.status, 503)
    }
    await cluster().promote()
    proxy.restore(cluster().replica.port)
    await until('an open guard', async () => (await hello(app, keep)) === 200, { seconds: 5 })
    await asking.rounds(5)
    const seen = await asking.stop()

    assert.deepEqual([...seen.keep].sort(), [200, 503])
    // Junk needs no database to be refused.
    assert.deepEqual([...seen.junk], [401])
    assert.deepEqual([...seen.revoked].sort(), [401, 503])
    assert.deepEqual(unhandled, [])
  })

  it('counts no failure against the user', async () => {
    const owner = await app.signedIn()
    const { username } = owner.user
    assert.equal((await app.client().post('/session', { username, password: app.password })).status, 201)
    // Browsers that are known are marked there for days, failures count for an hour at most.
    const [failures] = await cluster().replica.query<{ count: number }>(
      `SELECT MAX(count) AS count FROM keyward_attempt WHERE ends_at < ${String(app.clock.now() + 2 * 3_600_000)}`,
    )
    assert.ok((failures?.count ?? 0) === 0, String(failures?.count))
  })

  it('the promoted standby has lost nothing that was acknowledged', async () => {
    for (const key of told.live) assert.equal(await hello(app, key), 200)
    for (const key of told.dead) assert.equal(await hello(app, key), 401)
  })

  it('trusts nothing it has read from the first server', async () => {
    await until('a revision', () => app.store.revision.current())
    assert.notEqual(app.store.revision.current(), revision)
  })
})

describeOnCluster('a primary that is killed before its replica has all', (cluster) => {
  it('leaves no process with a number of before, even if the new primary comes to the same', async () => {
    const proxy = await tcpProxy(cluster().primary.port)
    const dataSource = await connect(serverAt(proxy.port))
    await migrate(dataSource)
    const store = typeormStore(dataSource)
    await store.commit([store.revision.outdate()])
    await cluster().caughtUp()
    await cluster().replica.stop()
    await store.commit([store.revision.outdate()])
    await until('a number', () => store.revision.current())
    const [before, known] = [await stored(cluster().primary), store.revision.current()]

    await cluster().primary.kill()
    await cluster().replica.start()
    await cluster().promote()
    await cluster().replica.query('UPDATE keyward_revision SET value = value + 1')
    assert.deepEqual(await stored(cluster().replica), before)
    proxy.cut()
    proxy.restore(cluster().replica.port)
    await until('another number', () => store.revision.current(), {
      holds: (seen) => ![null, known].includes(seen),
    })

    await store.close()
    await dataSource.destroy()
    await proxy.close()
  })

  function stored(node: { query(text: string): Promise<readonly unknown[]> }): Promise<readonly unknown[]> {
    return node.query('SELECT value FROM keyward_revision WHERE id = 1')
  }
})

/** Makes keys and deletes every second one, until the database is gone. */
async function makeAndDelete(client: TestClient, { live, dead }: Acknowledged): Promise<void> {
  for (let n = 0; n < 45 || dead.size === 0; n++) {
    const made = await client.post('/api-keys', { name: `key ${String(n)}` })
    if (made.status !== 201) return
    const { id, key } = made.body as { id: string; key: string }
    live.add(key)
    if (n % 2 === 0) continue
    // Whether a deletion that was not answered took place is anybody's guess.
    live.delete(key)
    const deleted = await client.delete(`/api-keys/${id}`)
    if (deleted.status !== 204) return
    dead.add(key)
  }
}

/** Asks a guarded route with each bearer again and again, and notes the answers. */
function askOn(app: App, bearers: Readonly<Record<'keep' | 'revoked' | 'junk', string>>) {
  const seen = { keep: new Set<number>(), revoked: new Set<number>(), junk: new Set<number>() }
  let rounds = 0
  let stopped = false
  const done = ask()

  async function ask(): Promise<void> {
    for (; !stopped; rounds++) {
      for (const kind of ['keep', 'revoked', 'junk'] as const) seen[kind].add(await hello(app, bearers[kind]))
    }
  }

  return {
    async rounds(count: number): Promise<void> {
      const end = rounds + count
      await until('more rounds', () => rounds >= end, { seconds: 6 })
    },
    async stop() {
      stopped = true
      await done
      return seen
    },
  }
}

async function hello(app: App, bearer: string): Promise<number> {
  return (await app.client().get('/api/hello', { bearer })).status
}
