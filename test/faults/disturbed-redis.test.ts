import type { Redis } from 'ioredis'
import { after, before, it } from 'mocha'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeOnEach } from '../databases.js'
import type { Served } from '../support/process.js'
import { connectedRedis, needsRedis, ownRedis } from '../support/redis.js'
import type { OwnRedis } from '../support/redis.js'
import { until } from '../support/until.js'
import { asker, isDone } from './ask.js'
import type { Scene } from './scene.js'
import { setScene } from './scene.js'
import { toldNothing } from './told.js'
import type { Fault } from './under-load.js'
import { everything, strikeMs, underLoad } from './under-load.js'

const everyMs = 250

describeOnEach('Redis, beside a database, that', (database) => {
  // It tells nobody of revocations by itself, as PostgreSQL can: apps on it take Redis.
  if (database.name !== 'mariadb') return
  let scene: Scene
  let server: OwnRedis
  let admin: Redis
  let hosts: readonly Served[] = []

  needsRedis()
  before(async () => {
    scene = await setScene(database)
    server = await ownRedis()
    admin = await connectedRedis(server.at)
    const over = { redis: server.at }
    hosts = await Promise.all([scene.start({}, over), scene.start({}, over)])
  })
  after(async () => {
    for (const host of hosts) await host.stop()
    admin?.disconnect()
    server?.resume()
    await server?.kill()
    await scene?.close()
  })

  strike('is killed, and started again', { begin: () => server.kill(), end: () => server.start() })
  strike('falls silent', { begin: () => server.pause(), end: () => server.resume() })
  strike(
    'comes and goes',
    againAndAgain(async () => {
      await server.kill()
      await sleep(Math.random() * everyMs)
      await server.start()
    }),
  )
  strike(
    'loses all it held',
    againAndAgain(() => admin.flushall()),
  )
  // It refuses whatever may take more memory.
  strike('is full', {
    begin: () => admin.config('SET', 'maxmemory', '1'),
    end: () => admin.config('SET', 'maxmemory', '0'),
  })

  function strike(title: string, fault: Omit<Fault, 'spares'>): void {
    it(title, async () => {
      await underLoad(scene, hosts, { ...fault, spares: everything })
      await until('both processes to listen', listening, { holds: (count) => count === 2 })
      await until('no failure that counts in Redis', counted, { holds: (count) => count === 0 })
    }).timeout(strikeMs)
  }

  async function listening(): Promise<number> {
    const answer = (await admin.pubsub('NUMSUB', 'keyward:revoked')) as readonly unknown[]
    return Number(answer[1])
  }

  /** What Redis was not told in time it is told with the next attempt, so each process has one more that is right. */
  async function counted(): Promise<number> {
    const { username, password } = await scene.person()
    const { send } = asker(toldNothing())
    for (const { url } of hosts) {
      const { status } = await send('POST', `${url}/auth/session`, { body: { username, password } })
      isDone(201, status, 'signing in with the right password')
    }
    const keys = await admin.keys('*:attempts:*')
    const counts = await Promise.all(keys.map((key) => admin.hget(key, 'count')))
    return Math.max(0, ...counts.map(Number))
  }
})

function againAndAgain(work: () => Promise<unknown>): Omit<Fault, 'spares'> {
  let isOver = false
  let done: Promise<void> = Promise.resolve()
  return {
    begin() {
      isOver = false
      done = goOn()
    },
    async end() {
      isOver = true
      await done
    },
  }

  async function goOn(): Promise<void> {
    while (!isOver) {
      await work()
      await sleep(Math.random() * everyMs)
    }
  }
}
