import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { after, afterEach, before, beforeEach, describe, it } from 'mocha'
import { withRedis } from '../../../adapters/redis.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import { addUser } from '../../contract/store/rows.js'
import { connect, databases, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { leaveOut } from '../../support/left-out.js'
import { connectedRedis, needsRedis, ownRedis } from '../../support/redis.js'
import type { OwnRedis } from '../../support/redis.js'
import { until } from '../../support/until.js'

/** Two processes as far as they can tell: each has a DataSource and a client of its own. */
interface Process {
  readonly store: Store
  /** The store without Redis. */
  readonly inner: Store
  readonly redis: Redis
  close(): Promise<void>
}

describe('revocations over Redis', function () {
  this.timeout(60_000)
  let opened: Migrated
  let server: OwnRedis
  let one: Process
  let other: Process

  needsRedis()
  before(async function () {
    const postgres = databases.find(({ name }) => name === 'postgres')
    assert.ok(postgres)
    const reason = await postgres.available()
    if (reason !== null) leaveOut(this, 'postgres', reason)
    opened = await migrated(postgres)
    server = await ownRedis()
  })
  after(async () => {
    await server?.kill()
    await opened?.close()
  })
  beforeEach(async () => {
    const prefix = randomUUID()
    one = await startProcess(prefix)
    other = await startProcess(prefix)
  })
  afterEach(async () => {
    await Promise.all([one, other].map((process) => process.close()))
  })

  async function startProcess(prefix: string): Promise<Process> {
    const dataSource = await connect(opened.options)
    const redis = await connectedRedis(server.at)
    const inner = typeormStore(dataSource)
    const store = withRedis(inner, redis, { prefix })
    return {
      store,
      inner,
      redis,
      async close() {
        await store.close()
        await store.close()
        redis.disconnect()
        await dataSource.destroy()
      },
    }
  }

  const current = (process: Process): number | null => process.store.revision.current()

  /** Waits until the process answers from memory again, at most 10 s. */
  async function known(process: Process): Promise<number> {
    return (await until('word of revocations', () => current(process))) ?? NaN
  }

  /** Waits for another number: not to know one is no word of a revocation. */
  async function moved(process: Process, before: number | undefined): Promise<void> {
    await until('another number', () => current(process), {
      holds: (seen) => seen !== null && seen !== before,
    })
  }

  async function revoke(process: Process): Promise<void> {
    assert.equal(await process.store.commit([process.store.revision.outdate()]), true)
  }

  /** A number that stays the same while nothing is revoked: a poll may just have found what was before. */
  async function settled(process: Process): Promise<number> {
    for (let last = await known(process); ;) {
      await sleep(900)
      const now = await known(process)
      if (now === last) return now
      last = now
    }
  }

  it('knows nothing until it hears of revocations, then answers a number that stays', async () => {
    assert.equal(current(one), null)
    const first = await settled(one)
    assert.equal(current(one), first)
  })

  it('is another number at once in the process that revokes, and soon in the other', async () => {
    const before = [await settled(one), await settled(other)]
    await revoke(one)
    assert.notEqual(current(one), before[0])
    await moved(other, before[1])
  })

  it('is told by the message, before any poll could find it', async () => {
    const before = await settled(other)
    await settled(one)
    // A message without a revocation: polling would never find it.
    one.store.revision.changed()
    await moved(other, before)
  })

  it('is told of a commit that failed, which may have been carried out', async () => {
    const before = await settled(other)
    await settled(one)
    await addUser(one.store)
    const broken = { affects: 1, revokes: true } as const
    await assert.rejects(one.store.commit([broken]), TypeError)
    await moved(other, before)
  })

  it('is told of nothing that revokes nothing', async () => {
    const before = await settled(other)
    await addUser(one.store)
    await sleep(300)
    assert.equal(current(other), before)
  })

  it('answers nothing from memory while Redis is away, and by another number afterwards', async () => {
    const before = await settled(other)
    await server.kill()
    await until('no number', () => current(other), { holds: (seen) => seen === null })
    await revoke(one)
    assert.equal(current(other), null)
    await server.start()
    assert.notEqual(await known(other), before)
    const again = await settled(other)
    await settled(one)
    one.store.revision.changed()
    await moved(other, again)
  })

  it('hears of revocations while Redis is silent', async () => {
    const before = await settled(other)
    await settled(one)
    server.pause()
    try {
      await revoke(one)
      await moved(other, before)
    } finally {
      server.resume()
    }
  })

  it('survives a Redis that comes and goes', async () => {
    for (let i = 0; i < 3; i++) {
      await server.kill()
      const before = current(other)
      await revoke(one)
      await until('another number, or none', () => current(other), {
        holds: (seen) => seen === null || seen !== before,
      })
      await server.start()
      await known(other)
    }
    assert.equal(typeof (await known(one)), 'number')
  })

  it('tries again when it may not subscribe', async () => {
    const admin = await connectedRedis(server.at)
    const redis = await connectedRedis(server.at)
    await admin.call('ACL', 'SETUSER', 'default', 'resetchannels')
    const store = withRedis(one.inner, redis, { prefix: randomUUID() })
    try {
      for (let i = 0; i < 10; i++) {
        assert.equal(store.revision.current(), null)
        await sleep(50)
      }
      await admin.call('ACL', 'SETUSER', 'default', 'allchannels')
      await until('a number', () => store.revision.current())
    } finally {
      await admin.call('ACL', 'SETUSER', 'default', 'allchannels')
      await store.close()
      redis.disconnect()
      admin.disconnect()
    }
  })

  it('is no longer asked when it is closed', async () => {
    await known(one)
    await one.store.close()
    assert.equal(current(one), null)
  })
})
