import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cluster, Redis } from 'ioredis'
import { after, before, describe, it } from 'mocha'
import { withRedis } from '../../../adapters/redis.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import { aDigest, now } from '../../contract/store/rows.js'
import { sqliteDatabase } from '../../support/database.js'
import type { Database } from '../../support/database.js'
import { connectedRedis, needsRedis, ownRedis, sharedRedis } from '../../support/redis.js'
import type { OwnRedis } from '../../support/redis.js'
import { until } from '../../support/until.js'

describe('withRedis', function () {
  this.timeout(120_000)
  let database: Database
  let server: OwnRedis
  let folder: string

  needsRedis()
  before(async () => {
    database = await sqliteDatabase()
    folder = mkdtempSync(join(tmpdir(), 'keyward-'))
    server = await ownRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--dir', folder)
    const admin = await connectedRedis(server.at)
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
    await until('a whole cluster', () => admin.call('CLUSTER', 'INFO'), {
      holds: (info) => String(info).includes('cluster_state:ok'),
    })
    admin.disconnect()
  })
  after(async () => {
    await server?.kill()
    await database?.close()
    if (folder) rmSync(folder, { recursive: true })
  })

  const clients: Readonly<Record<string, () => Redis | Cluster>> = {
    'a client': () => new Redis(sharedRedis),
    'a client that connects when it is first used': () => new Redis({ ...sharedRedis, lazyConnect: true }),
    'a client with a prefix and a database of its own': () =>
      new Redis({ ...sharedRedis, keyPrefix: 'app:', db: 3 }),
    'a client that gathers commands': () => new Redis({ ...sharedRedis, enableAutoPipelining: true }),
    'a client that queues nothing': () =>
      new Redis({ ...sharedRedis, enableOfflineQueue: false, retryStrategy: () => null }),
    'a cluster': () => new Cluster([server.at]),
  }
  for (const [name, connect] of Object.entries(clients)) {
    it(`counts in one step, and tells of revocations, by ${name}`, async () => {
      const prefix = randomUUID()
      const [redis, second] = [connect(), connect()]
      const [store, other] = [redis, second].map((client) =>
        withRedis(typeormStore(database.dataSource), client, { prefix }),
      ) as [Store, Store]
      try {
        await settled(redis)
        const keys = [aDigest(), aDigest()]
        const attempt = () =>
          store.commit(
            keys.map((key) => store.attempts.reserve(key, { limit: 2, now, endsAt: now + 60_000 })),
          )
        const won = [await attempt(), await attempt(), await attempt()]
        assert.deepEqual(won, [true, true, false])
        assert.deepEqual((await database.dump()).keyward_attempt, [])
        assert.equal(await store.requestLimits?.count('a', 60_000), 1)

        const before = await known(other)
        await known(store)
        store.revision.changed()
        await until('another number', () => other.revision.current(), { holds: (seen) => seen !== before })
      } finally {
        await store.close()
        await other.close()
        redis.disconnect()
        second.disconnect()
      }
    })
  }

  /** One that connects at its first command is left as it is. */
  async function settled(redis: Redis | Cluster): Promise<void> {
    await until('a connection', () => redis.status, {
      holds: (status) => status === 'ready' || status === 'wait',
    })
  }

  async function known(store: Store): Promise<number> {
    return (await until('word of revocations', () => store.revision.current())) ?? NaN
  }
})
