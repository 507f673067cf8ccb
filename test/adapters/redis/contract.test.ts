import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { after, before } from 'mocha'
import { withRedis } from '../../../adapters/redis.js'
import { storeContract } from '../../contract/store.js'
import { describeOnEach } from '../../databases.js'
import { connectedRedis, needsRedis, sharedRedis } from '../../support/redis.js'

describeOnEach('the store with Redis', (database) => {
  let redis: Redis

  needsRedis()
  before(async () => {
    redis = await connectedRedis(sharedRedis)
  })
  after(() => {
    redis.disconnect()
  })

  storeContract(database, (store) => withRedis(store, redis, { prefix: randomUUID() }))
})
