import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import type { DataSourceOptions } from 'typeorm'
import { withRedis } from '../../adapters/redis.js'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { Store } from '../../src/index.js'
import { connect } from '../databases.js'
import { guardedApp } from './guarded-app.js'

/** What a process of the app is given in `FAULTS_SETTING`. */
export interface HostSetting {
  readonly database: DataSourceOptions
  readonly secret: string
  /** Where Redis is; without it there is none. */
  readonly redis?: { readonly host: string; readonly port: number }
}

/** A process of the app. It prints where it listens, and nothing else unless something is wrong. */
const setting = JSON.parse(process.env.FAULTS_SETTING ?? '') as HostSetting
const dataSource = await connect(setting.database)
const { store, disconnect } = shared(typeormStore(dataSource))
const keyward = createKeyward({ store, secrets: [setting.secret], origins: ['http://localhost:3000'] })

const server = createServer(guardedApp(keyward)).listen(0, '127.0.0.1', () => {
  console.log(`http://localhost:${String((server.address() as AddressInfo).port)}`)
})
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void keyward
    .close()
    .then(() => dataSource.destroy())
    .then(disconnect)
})

function shared(over: Store): { readonly store: Store; readonly disconnect: () => void } {
  if (!setting.redis) return { store: over, disconnect: () => undefined }
  const redis = new Redis(setting.redis)
  // Without a listener it prints each.
  redis.on('error', () => undefined)
  return { store: withRedis(over, redis), disconnect: () => redis.disconnect() }
}
