import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mock } from 'node:test'
import type { Redis } from 'ioredis'
import { after, afterEach, before, beforeEach, describe, it } from 'mocha'
import { withRedis } from '../../../adapters/redis.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import type { Write } from '../../../src/store/write.js'
import { StoreUnavailableError } from '../../../src/store/write.js'
import { aDigest, nextId } from '../../contract/store/rows.js'
import { sqliteDatabase } from '../../support/database.js'
import type { Database } from '../../support/database.js'
import { connectedRedis, needsRedis, ownRedis } from '../../support/redis.js'
import type { OwnRedis } from '../../support/redis.js'
import { until } from '../../support/until.js'

const limit = 10
/** Long enough for every test: windows begin and end when it says so. */
const windowMs = 3_600_000
const now = Date.now()

describe('attempts over Redis', function () {
  this.timeout(60_000)
  let server: OwnRedis
  let database: Database
  let inner: Store
  let redis: Redis
  let store: Store
  let key: string

  needsRedis()
  before(async () => {
    server = await ownRedis()
    database = await sqliteDatabase()
    inner = typeormStore(database.dataSource)
  })
  after(async () => {
    await server?.kill()
    await inner?.close()
    await database?.close()
  })
  beforeEach(async () => {
    redis = await connectedRedis(server.at)
    store = withRedis(inner, redis, { prefix: randomUUID() })
    key = aDigest()
  })
  afterEach(async () => {
    redis.disconnect()
    // Also when a test failed in the middle.
    server.resume()
    await server.kill()
    await server.start()
  })

  const attempt = (at = now, of = store): Write =>
    of.attempts.reserve(key, { limit, now: at, endsAt: at + windowMs })
  const tryOnce = (at = now): Promise<boolean> => store.commit([attempt(at)])
  /** How many of so many attempts at once were let through. */
  const admitted = async (times: number, at = now): Promise<number> =>
    (await Promise.all(Array.from({ length: times }, () => tryOnce(at)))).filter(Boolean).length
  const countInSql = async (): Promise<number> => {
    const { keyward_attempt: rows = [] } = await database.dump()
    return Number(rows.find((row) => row.key === key)?.count ?? 0)
  }
  const countInRedis = async (client = redis): Promise<number> => {
    const [name] = await client.keys(`*:attempts:${key}`)
    return name === undefined ? 0 : Number(await client.hget(name, 'count'))
  }
  const release = (): Promise<boolean> => store.commit([store.attempts.release(key)])
  const clear = (): Promise<boolean> => store.commit([store.attempts.clear(key)])
  const blockedUntil = (): Promise<number | null> => store.attempts.blockedUntil([{ key, limit }], now)
  /** Waits until attempts are counted in Redis again. */
  const isBack = async (): Promise<void> => {
    await until('a count in Redis', async () => {
      const probe = aDigest()
      await store.commit([store.attempts.reserve(probe, { limit, now, endsAt: now + 1 })])
      return redis.status === 'ready' && (await redis.keys(`*:attempts:${probe}`)).length > 0
    })
  }

  it('are counted in Redis alone while it answers, and end there by themselves', async () => {
    assert.equal(await admitted(25), limit)
    assert.deepEqual([await countInRedis(), await countInSql()], [limit, 0])
    assert.equal(await blockedUntil(), now + windowMs)
    const [name = ''] = await redis.keys(`*:attempts:${key}`)
    const left = await redis.pttl(name)
    assert.ok(left > windowMs && left <= windowMs + 60_000, String(left))
  })

  it('are counted in the database alone while Redis is away', async () => {
    await server.kill()
    assert.equal(await admitted(25), limit)
    assert.equal(await countInSql(), limit)
    assert.equal(await blockedUntil(), now + windowMs)
    assert.equal(await tryOnce(now + windowMs), true)
  })

  it('are counted in the database while Redis is silent, and wait for it only now and then', async () => {
    server.pause()
    // Once it did not answer, it is asked again after a second: here that does not pass.
    const [asked, time] = [mock.method(redis, 'sendCommand'), mock.method(performance, 'now', () => 1000)]
    try {
      for (let i = 0; i < 25; i++) assert.equal(await tryOnce(), i < limit)
    } finally {
      for (const { mock: replaced } of [asked, time]) replaced.restore()
    }
    assert.equal(asked.mock.callCount(), 1)
    assert.equal(await countInSql(), limit)
  })

  it('are not left counted twice by an answer that came too late', async () => {
    server.pause()
    assert.equal(await tryOnce(), true)
    server.resume()
    await until(
      'an attempt that Redis has counted',
      async () => (await redis.keys(`*:attempts:${key}`)).length > 0,
    )
    await isBack()
    assert.deepEqual([await countInRedis(), await countInSql()], [0, 1])
  })

  it('have one budget in Redis and one in the database, however often it comes and goes', async () => {
    let passed = 0
    for (let round = 0; round < 4; round++) {
      passed += await admitted(15)
      server.pause()
      passed += await admitted(15)
      server.resume()
      await isBack()
    }
    assert.ok(passed >= limit && passed <= 2 * limit, String(passed))
    assert.ok((await countInSql()) <= limit)
    assert.ok((await countInRedis()) <= limit)
  })

  it('begin again in a Redis that has lost all it held, and not in the database', async () => {
    assert.equal(await admitted(15), limit)
    await server.kill()
    assert.equal(await admitted(15), limit)
    await server.start()
    await isBack()
    assert.equal(await admitted(15), limit)
    await server.kill()
    assert.equal(await admitted(15), 0)
  })

  it('are counted in the database when Redis answers with an error', async () => {
    await redis.call('ACL', 'SETUSER', 'default', '-eval')
    assert.equal(await admitted(15), limit)
    assert.equal(await countInSql(), limit)
    await redis.call('ACL', 'SETUSER', 'default', '+eval')
  })

  it('are taken back where they were counted, so that no success frees an attempt of the other counter', async () => {
    await server.kill()
    assert.equal(await admitted(15), limit)
    await server.start()
    await isBack()
    for (let i = 0; i < 5; i++) {
      assert.equal(await tryOnce(), true)
      await release()
    }
    assert.deepEqual([await countInRedis(), await countInSql()], [0, limit])
    await server.kill()
    assert.equal(await tryOnce(), false)
  })

  it('are taken back from the database when they were counted there', async () => {
    await server.kill()
    assert.equal(await tryOnce(), true)
    await server.start()
    await isBack()
    await release()
    assert.equal(await countInSql(), 0)
  })

  it('are taken back from the database when its answer to the count was lost', async () => {
    let isLost = true
    const losing: Store = {
      ...inner,
      async commit(writes) {
        const done = await inner.commit(writes)
        if (isLost) throw new StoreUnavailableError({ mayBeDone: true })
        return done
      },
    }
    const over = withRedis(losing, redis, { prefix: randomUUID() })
    await server.kill()
    await assert.rejects(over.commit([attempt(now, over)]), StoreUnavailableError)
    assert.equal(await countInSql(), 1)
    isLost = false
    await server.start()
    await isBack()
    await over.commit([over.attempts.release(key)])
    assert.equal(await countInSql(), 0)
  })

  it('are taken back from one counter only', async () => {
    assert.equal(await admitted(3), 3)
    server.pause()
    assert.equal(await admitted(2), 2)
    server.resume()
    await release()
    await isBack()
    await until('a count of 3', () => countInRedis(), { holds: (count) => count === 3 })
    assert.equal(await countInSql(), 1)
  })

  it('are not taken for counted in the database when it refused them', async () => {
    assert.equal(await admitted(2), 2)
    server.pause()
    const refused = [attempt(), store.sessions.remove(nextId(), nextId())]
    assert.equal(await store.commit(refused), false)
    server.resume()
    await isBack()
    await store.commit([inner.attempts.reserve(key, { limit, now, endsAt: now + windowMs })])
    await release()
    assert.equal(await countInSql(), 1)
  })

  it('are forgotten in Redis and in the database once they are cleared', async () => {
    await server.kill()
    await admitted(4)
    await server.start()
    await isBack()
    await admitted(3)
    assert.deepEqual([await countInRedis(), await countInSql()], [3, 4])
    await clear()
    assert.deepEqual([await countInRedis(), await countInSql()], [0, 0])
  })

  it('keep a mark in the database, where a Redis that loses all it held loses none', async () => {
    await store.commit([store.attempts.mark(key, now + windowMs)])
    await server.kill()
    await server.start()
    await isBack()
    assert.equal(await store.attempts.blockedUntil([{ key, limit: 1 }], now), now + windowMs)
    assert.equal(await countInRedis(), 0)
  })

  it('block as long as the later of both says', async () => {
    await server.kill()
    await admitted(limit, now + 1000)
    await server.start()
    await isBack()
    await admitted(limit)
    assert.equal(await blockedUntil(), now + 1000 + windowMs)
  })

  it('are given back when the database refuses what they are written with', async () => {
    const refused = (): Write => store.sessions.remove(nextId(), nextId())
    for (let i = 0; i < 2 * limit; i++) assert.equal(await store.commit([attempt(), refused()]), false)
    assert.equal(await countInRedis(), 0)
    assert.equal(await admitted(15), limit)
  })

  it('let a sign-in succeed that Redis can no longer be told of', async () => {
    assert.equal(await tryOnce(), true)
    await server.kill()
    assert.equal(await release(), true)
    assert.equal(await clear(), true)
  })

  it('are taken back in Redis once it answers again', async () => {
    assert.equal(await admitted(limit), limit)
    server.pause()
    for (let i = 0; i < limit; i++) await release()
    server.resume()
    await isBack()
    assert.equal(await admitted(2 * limit), limit)
  })

  it('are taken back once by a Redis that was told again and again and could not answer', async () => {
    assert.equal(await admitted(limit), limit)
    server.pause()
    const sent = mock.method(redis, 'sendCommand')
    let at = performance.now()
    const time = mock.method(performance, 'now', () => at)
    try {
      await release()
      for (let i = 0; i < 3; i++) {
        // It is asked again after a second.
        at += 1001
        await tryOnce()
      }
    } finally {
      for (const { mock: replaced } of [sent, time]) replaced.restore()
    }
    assert.equal(sent.mock.callCount(), 4)
    server.resume()
    await isBack()
    assert.equal(await countInRedis(), limit - 1)
  })

  it('are forgotten in Redis once it answers again', async () => {
    assert.equal(await admitted(limit), limit)
    server.pause()
    await clear()
    server.resume()
    await isBack()
    assert.equal(await admitted(2 * limit), limit)
  })

  it('work with a client that has not connected yet, and with one that is closed', async () => {
    const lazy = await connectedRedis(server.at)
    lazy.disconnect()
    const closed = withRedis(inner, lazy, { prefix: randomUUID() })
    assert.equal(await closed.commit([attempt(now, closed)]), true)
    assert.equal(await countInSql(), 1)
    await closed.close()
  })

  it('want a prefix that can stand in a key', () => {
    for (const prefix of ['', 'a b', '{a}', 'a'.repeat(65)]) {
      assert.throws(() => withRedis(inner, redis, { prefix }), TypeError)
    }
  })
})
