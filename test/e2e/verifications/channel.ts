import { Redis } from 'ioredis'
import type { DataSource, DataSourceOptions } from 'typeorm'
import { withNotify } from '../../../adapters/postgres-notify.js'
import { withRedis } from '../../../adapters/redis.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/index.js'
import { connect } from '../../databases.js'

/** By what a process hears of revocations at once, and the port to reach it; with none, it asks the database from time to time. */
export interface Channel {
  readonly kind: 'none' | 'notify' | 'redis'
  readonly port: number
}

/** A store that hears of revocations by a channel. */
export interface Hearing {
  readonly store: Store
  /** To be called when the store is closed. */
  disconnect(): Promise<void>
}

export async function storeOver(dataSource: DataSource, { kind, port }: Channel): Promise<Hearing> {
  const store = typeormStore(dataSource)
  if (kind === 'none') return { store, disconnect: () => Promise.resolve() }
  if (kind === 'notify') return notifiedBy(store, { ...dataSource.options, port } as DataSourceOptions)
  const redis = new Redis(port, '127.0.0.1')
  // Without a listener it prints each.
  redis.on('error', () => undefined)
  return { store: withRedis(store, redis), disconnect: () => Promise.resolve(redis.disconnect()) }
}

/** The listening connection goes where this DataSource leads; everything else does not. */
async function notifiedBy(store: Store, options: DataSourceOptions): Promise<Hearing> {
  const way = await connect(options)
  return { store: withNotify(store, way), disconnect: () => way.destroy() }
}
