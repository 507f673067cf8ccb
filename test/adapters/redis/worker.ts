import { Redis } from 'ioredis'
import type { RedisOptions } from 'ioredis'
import type { DataSourceOptions } from 'typeorm'
import { withRedis } from '../../../adapters/redis.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { now } from '../../contract/store/rows.js'
import { connect } from '../../databases.js'
import { until } from '../../support/until.js'

/** What a worker is told: what to work with, how often to try a reservation at once, or to close everything and end. */
export type Order =
  | {
      readonly do: 'open'
      readonly database: DataSourceOptions
      readonly redis: RedisOptions
      readonly prefix: string
    }
  | { readonly do: 'reserve'; readonly key: string; readonly limit: number; readonly times: number }
  | { readonly do: 'end' }

process.once('message', (order: Order) => {
  if (order.do === 'open') void open(order)
})

async function open(given: Order & { readonly do: 'open' }): Promise<void> {
  const dataSource = await connect(given.database)
  const redis = new Redis(given.redis)
  redis.on('error', () => undefined)
  await redis.ping()
  const store = withRedis(typeormStore(dataSource), redis, { prefix: given.prefix })
  await until('a revision', () => store.revision.current())

  process.on('message', (order: Order) => {
    if (order.do === 'reserve') void reserve(order).then((won) => process.send?.(won))
    if (order.do === 'end') void end()
  })
  process.send?.('ready')

  async function reserve({ key, limit, times }: Order & { readonly do: 'reserve' }): Promise<number> {
    const tries = Array.from({ length: times }, () =>
      store.commit([store.attempts.reserve(key, { limit, now, endsAt: now + 60_000 })]),
    )
    return (await Promise.all(tries)).filter(Boolean).length
  }

  /** Whatever else would keep the process alive, or end it with an error, is a fault. */
  async function end(): Promise<void> {
    await store.close()
    redis.disconnect()
    await dataSource.destroy()
    process.disconnect()
  }
}
