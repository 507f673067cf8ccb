import assert from 'node:assert/strict'
import { after, afterEach, before, it } from 'mocha'
import type { DataSource, DataSourceOptions } from 'typeorm'
import { migrate, typeormStore } from '../../adapters/typeorm/index.js'
import { connect, describeOnEach } from '../databases.js'
import type { Created } from '../databases.js'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import type { TestClient } from '../support/client.js'
import { expressFramework } from '../support/express-host.js'
import { refused } from '../support/problems.js'
import { tcpProxy } from '../support/tcp-proxy.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { until } from '../support/until.js'

/** Ten times the three seconds within which a guard answers. */
const answeredMs = 30_000

describeOnEach('guards over a database', (database) => {
  if (database.name === 'sqlite') return
  let created: Created
  let proxy: TcpProxy
  let dataSource: DataSource
  let app: App
  let owner: TestClient
  let bearers: readonly string[]
  const unhandled: unknown[] = []
  const note = (error: unknown): void => void unhandled.push(error)

  before(async () => {
    process.on('uncaughtException', note).on('unhandledRejection', note)
    created = await database.create()
    const { port } = created.options as { port: number }
    proxy = await tcpProxy(port)
    await open(4)
  })
  after(async () => {
    process.off('uncaughtException', note).off('unhandledRejection', note)
    await shut()
    await proxy.close()
    await created.drop()
    assert.deepEqual(unhandled, [])
  })
  afterEach(() => {
    proxy.delay(0)
    proxy.resume()
  })

  it('that answers half a second late let nobody in or out by mistake', async () => {
    proxy.delay(500)
    assert.deepEqual(await statuses(), [200, 401, 401])
  })

  it('that answers half a second late each time, answer a sign-in, which asks eight times, within the one limit, and count nothing', async () => {
    const { username } = await app.user()
    const signIn = () => app.client().post('/session', { username, password: app.password })
    proxy.delay(500)
    for (let n = 0; n < 11; n++) {
      const asked = performance.now()
      refused(await signIn(), 503, 'unavailable')
      assert.ok(performance.now() - asked < answeredMs)
    }
    // What a guard asks once is answered all the same.
    assert.deepEqual(await statuses(), [200, 401, 401])
    proxy.delay(0)
    await until('a sign-in', async () => (await signIn()).status === 201, { seconds: 5 })
  })

  it('whose answer to a COMMIT is lost, count no attempt that nobody judged', async () => {
    const { username } = await app.user()
    const signIn = () => app.client().post('/session', { username, password: app.password })
    proxy.hush(/\bCOMMIT\b/)
    refused(await signIn(), 503, 'unavailable')
    const [stored] = await counts()
    assert.ok(stored !== undefined && stored > 0)
    proxy.hush(null)
    await until('no attempt that counts', counts, { holds: (all) => all.every((count) => count === 0) })
    assert.equal((await signIn()).status, 201)
  })

  it('that is silent for ten seconds answer 503 in time, and open again by themselves', async () => {
    proxy.pause()
    const end = performance.now() + 10_000
    while (performance.now() < end) {
      const asked = performance.now()
      const answers = await Promise.all(bearers.map((bearer) => app.client().get('/api/hello', { bearer })))
      assert.ok(performance.now() - asked < answeredMs)
      const [valid, revoked, junk] = answers
      for (const answer of [valid, revoked]) {
        assert.ok(answer)
        refused(answer, 503, 'unavailable')
        assert.ok(Number(answer.headers['retry-after']) >= 1)
      }
      assert.equal(junk?.status, 401)
    }
    proxy.resume()
    await recovered()
  })

  it('whose every connection the host holds answer 503 in time, and open again', async () => {
    await shut()
    await open(1)
    const runner = dataSource.createQueryRunner()
    await runner.connect()
    try {
      const asked = performance.now()
      assert.deepEqual(await statuses(), [503, 503, 401])
      assert.ok(performance.now() - asked < answeredMs)
    } finally {
      await runner.release()
    }
    await recovered()
  })

  it('wait no longer for a statement that took too long, nor find its connection in the pool', async () => {
    await shut()
    await open(1)
    const blocker = await connect(created.options)
    const runner = blocker.createQueryRunner()
    const lock =
      database.name === 'postgres'
        ? ['BEGIN', 'LOCK TABLE keyward_api_key IN ACCESS EXCLUSIVE MODE', 'COMMIT']
        : ['LOCK TABLES keyward_api_key WRITE', 'UNLOCK TABLES']
    for (const statement of lock.slice(0, -1)) await runner.query(statement)
    try {
      assert.deepEqual(await statuses(), [503, 503, 401])
      // Of other tables, while that one is still locked.
      assert.equal((await owner.get('/session')).status, 200)
    } finally {
      await runner.query(lock.at(-1) ?? '')
      await runner.release()
      await blocker.destroy()
    }
    await recovered()
    for (let i = 0; i < 20; i++) assert.deepEqual(await statuses(), [200, 401, 401])
  })

  async function open(connections: number): Promise<void> {
    const narrow = { port: proxy.port, poolSize: connections, extra: {} }
    const options = { ...created.options, ...narrow } as DataSourceOptions
    dataSource = await connect(options)
    await migrate(dataSource)
    app = await startApp(expressFramework, { store: typeormStore(dataSource), throttled: true })
    owner = await app.signedIn()
    const valid = (await owner.post('/api-keys', { name: 'valid' })).body.key as string
    const gone = (await owner.post('/api-keys', { name: 'gone' })).body
    assert.equal((await owner.delete(`/api-keys/${gone.id}`)).status, 204)
    bearers = [valid, gone.key as string, valid.slice(0, -1) + (valid.endsWith('a') ? 'b' : 'a')]
  }

  async function shut(): Promise<void> {
    await app.close()
    await dataSource.destroy()
  }

  /** How many attempts each counter has; browsers that are known are marked there, too, for days. */
  async function counts(): Promise<readonly number[]> {
    const read = await connect(created.options)
    const rows = await read.query<{ count: number }[]>(
      `SELECT count FROM keyward_attempt WHERE ends_at < ${String(app.clock.now() + 2 * 3_600_000)} ORDER BY count DESC`,
    )
    await read.destroy()
    return rows.map(({ count }) => count)
  }

  async function statuses(): Promise<readonly number[]> {
    const answers = bearers.map((bearer) => app.client().get('/api/hello', { bearer }))
    return (await Promise.all(answers)).map(({ status }) => status)
  }

  /** Every connection that the pool may have can be had. */
  async function recovered(): Promise<void> {
    await until('an open guard', async () => (await statuses())[0] === 200, { seconds: 5 })
    const many = Array.from({ length: 30 }, () => statuses())
    for (const answers of await Promise.all(many)) assert.deepEqual(answers, [200, 401, 401])
    await until('no connection in use', () => inUse(dataSource) === 0)
  }
})

/** How many connections of the pool are neither free nor closed. */
function inUse({ driver }: DataSource): number {
  const { master, pool } = driver as unknown as {
    readonly master?: { readonly totalCount: number; readonly idleCount: number }
    readonly pool?: { readonly _allConnections: unknown[]; readonly _freeConnections: unknown[] }
  }
  if (master) return master.totalCount - master.idleCount
  if (pool) return pool._allConnections.length - pool._freeConnections.length
  throw new TypeError('no pool')
}
