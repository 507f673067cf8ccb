import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { Redis } from 'ioredis'
import type { DataSourceOptions } from 'typeorm'
import { forExpress } from '../../adapters/express.js'
import { withRedis } from '../../adapters/redis.js'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { Store } from '../../src/index.js'
import { connect } from '../databases.js'

/** What a process of the app is given in `FAULTS_SETTING`. */
export interface HostSetting {
  readonly database: DataSourceOptions
  readonly secret: string
  /** Where Redis is; without it there is none. */
  readonly redis?: { readonly host: string; readonly port: number }
}

/** An app with a guarded route, and a sign-in that costs no password. It prints where it listens, and nothing else unless something is wrong. */
const setting = JSON.parse(process.env.FAULTS_SETTING ?? '') as HostSetting
const dataSource = await connect(setting.database)
const { store, disconnect } = shared(typeormStore(dataSource))
const keyward = createKeyward({ store, secrets: [setting.secret], origins: ['http://localhost:3000'] })
const { router, guard, errorHandler, signInUser } = forExpress(keyward)
const app = express().set('env', 'test')
app.use('/auth', router())
app.get('/guarded', guard(), (_req, res) => {
  res.json({ hello: 'world' })
})
app.post('/sign-in/:userId', async (req, res) => {
  res.json(await signInUser(res, req.params.userId, { amr: ['pwd'] }))
})
app.use(errorHandler())

const server = createServer(app).listen(0, '127.0.0.1', () => {
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
