import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { after, before, describe, it } from 'mocha'
import { withRedis } from '../../../adapters/redis.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Guard, Keyward } from '../../../src/index.js'
import { newConfiguredSecret } from '../../support/app.js'
import { fakeClock } from '../../support/clock.js'
import { sqliteDatabase } from '../../support/database.js'
import type { Database } from '../../support/database.js'
import { connectedRedis, needsRedis, sharedRedis } from '../../support/redis.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { plainClient } from '../../support/plain-client.js'

describe('the limit of a guard over Redis', function () {
  const clock = fakeClock()
  const prefix = randomUUID()
  let database: Database
  let redis: Redis
  let keywards: readonly Keyward[]
  let headers: Readonly<Record<string, string[]>>
  let id: string
  let userId: string

  needsRedis()
  before(async () => {
    database = await sqliteDatabase()
    redis = await connectedRedis(sharedRedis)
    const secrets = [newConfiguredSecret()]
    const origins = ['http://localhost:3000']
    keywards = [1, 2].map(() => {
      const store = withRedis(typeormStore(database.dataSource), redis, { prefix })
      return createKeyward({ store, secrets, origins, now: clock.now })
    })
    const [one] = keywards
    assert.ok(one)
    const ada = await one.users.create({ username: 'ada', password: newPassword() })
    const issued = await one.apiKeys.create(ada.id, { name: 'a' })
    noteSecret(issued.key.reveal())
    headers = { authorization: [`Bearer ${issued.key.reveal()}`] }
    id = issued.apiKey.id
    userId = ada.id
  })
  after(async () => {
    for (const keyward of keywards ?? []) await keyward.close()
    redis?.disconnect()
    await database?.close()
  })

  /** How so many requests, in turn to each of the guards, were answered. */
  async function ask(guards: readonly Guard[], times: number): Promise<readonly number[]> {
    const statuses: number[] = []
    for (let i = 0; i < times; i++) {
      const pass = guards[i % guards.length]
      assert.ok(pass)
      const status = async (): Promise<number> => {
        await pass(plainClient(headers))
        return 200
      }
      statuses.push(await status().catch((error: unknown) => (error as { status: number }).status))
    }
    return statuses
  }

  it('is one budget for all processes, and a new one in the next window', async () => {
    const guards = keywards.map((keyward) =>
      keyward.adapter.guard({ limit: { requests: 5, perSeconds: 60 } }),
    )
    assert.deepEqual(await ask(guards, 8), [200, 200, 200, 200, 200, 429, 429, 429])
    clock.advance({ minutes: 1 })
    assert.deepEqual(await ask(guards, 6), [200, 200, 200, 200, 200, 429])
  })

  it('is another one for another guard', async () => {
    const guards = keywards.map((keyward) =>
      keyward.adapter.guard({ limit: { requests: 5, perSeconds: 60 } }),
    )
    assert.deepEqual(await ask(guards, 6), [200, 200, 200, 200, 200, 429])
  })

  it('is kept until its window ends, and no longer', async () => {
    const names = await redis.keys(`${prefix}:requests:*:${id}`)
    assert.equal(names.length, 3)
    for (const name of names) {
      const left = await redis.pttl(name)
      assert.ok(left > 0 && left <= 60_000, String(left))
    }
  })

  it('of a key’s own is one budget for all processes, too', async () => {
    const [one] = keywards
    assert.ok(one)
    const limit = { requests: 5, perSeconds: 60 }
    const { key } = await one.apiKeys.create(userId, { name: 'limited', limit })
    noteSecret(key.reveal())
    headers = { authorization: [`Bearer ${key.reveal()}`] }
    const guards = keywards.flatMap(({ adapter }) => [adapter.guard(), adapter.guard()])
    assert.deepEqual(await ask(guards, 8), [200, 200, 200, 200, 200, 429, 429, 429])
    clock.advance({ minutes: 1 })
    assert.deepEqual(await ask(guards, 6), [200, 200, 200, 200, 200, 429])
  })
})
