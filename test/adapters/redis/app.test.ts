import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { after, before, describe, it } from 'mocha'
import { withRedis } from '../../../adapters/redis.js'
import type { Store } from '../../../src/store.js'
import { throttlingContract } from '../../contract/adapter/throttling.js'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import { expressFramework } from '../../support/express-host.js'
import { connectedRedis, needsRedis, ownRedis, sharedRedis } from '../../support/redis.js'
import type { OwnRedis } from '../../support/redis.js'
import { newPassword } from '../../support/secrets.js'
import { assertKeepsSecrets } from '../../support/suite.js'

describe('an app with Redis', function () {
  this.timeout(60_000)
  let server: OwnRedis
  let redis: Redis
  let app: App

  needsRedis()
  before(async () => {
    server = await ownRedis()
    redis = await connectedRedis(server.at)
    const over = (store: Store): Store => withRedis(store, redis, { prefix: randomUUID() })
    app = await startApp(expressFramework, { throttled: true, proxy: true, over })
  })
  after(async () => {
    try {
      if (app) await assertKeepsSecrets(app)
    } finally {
      await app?.close()
      redis?.disconnect()
      await server?.kill()
    }
  })

  const from = (ip: string) => ({ headers: { 'X-Forwarded-For': ip } })
  const signIn = async (username: string, password: string, ip: string): Promise<number> =>
    (await app.client().post('/session', { username, password }, from(ip))).status
  const guess = async (username: string, ip: string): Promise<readonly number[]> => {
    const found: number[] = []
    for (let i = 0; i < 12; i++) found.push(await signIn(username, newPassword(), ip))
    return found
  }
  const tenThen429 = [...Array<number>(10).fill(401), 429, 429]

  it('takes ten wrong passwords while Redis is there, ten more when it is away, and never opens', async () => {
    const { username } = await app.user()
    assert.deepEqual(await guess(username, '192.0.2.1'), tenThen429)
    assert.equal(await signIn(username, app.password, '192.0.2.1'), 429)
    server.pause()
    assert.deepEqual(await guess(username, '192.0.2.1'), tenThen429)
    assert.equal(await signIn(username, app.password, '192.0.2.1'), 429)
    assert.equal(await signIn(username, app.password, '192.0.2.2'), 201)
    server.resume()
    await server.kill()
    assert.deepEqual(await guess(username, '192.0.2.1'), Array<number>(12).fill(429))
    assert.equal(await signIn(username, app.password, '192.0.2.3'), 201)
    await server.start()
  })

  it('counts the requests under a guard’s limit, and counts on by itself when Redis goes away', async () => {
    const owner = await app.signedIn()
    const { key } = (await owner.post('/api-keys', { name: 'a' })).body
    const get = async (): Promise<number> =>
      (await app.client().get('/api/limited', { bearer: key as string })).status
    assert.deepEqual([await get(), await get()], [200, 200])
    await server.kill()
    assert.deepEqual([await get(), await get()], [200, 429])
    await server.start()
    app.clock.advance({ minutes: 1 })
    assert.deepEqual([await get(), await get(), await get(), await get()], [200, 200, 200, 429])
  })
})

describe('an app whose Redis stays', function () {
  this.timeout(60_000)
  let redis: Redis

  needsRedis()
  before(async () => {
    redis = await connectedRedis(sharedRedis)
  })
  after(() => {
    redis?.disconnect()
  })

  throttlingContract(expressFramework, {
    over: (store) => withRedis(store, redis, { prefix: randomUUID() }),
  })
})
