import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import express from 'express'
import Koa from 'koa'
import type { DataSourceOptions } from 'typeorm'
import { forExpress } from '../../../adapters/express.js'
import { forKoa } from '../../../adapters/koa.js'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Keyward } from '../../../src/index.js'
import { connect } from '../../databases.js'
import { withAllRoutes } from '../../support/routes.js'

/** What the app is given when it starts. */
export interface HostSetting {
  readonly framework: 'express' | 'koa'
  readonly options: DataSourceOptions
  readonly secret: string
}

/** What it can be asked: to revoke a key, how much memory the process takes, how much it holds on to, how it fares, to end. */
export type Question =
  { readonly revoke: { readonly userId: string; readonly id: string } } | 'memory' | 'held' | 'strain' | 'end'

/** How a process fares: how late its event loop was since it was asked before, and what keeps it running. */
export interface Strain {
  readonly delayP99Ms: number
  readonly longestDelayMs: number
  /** Sockets, timers, and whatever else is under way. */
  readonly resources: number
}

/** What it answers: its port at first, then bytes, how it fares, or whether it was done. */
export type Answer = number | boolean | Strain

process.once('message', (setting: HostSetting) => {
  void serve(setting)
})

async function serve({ framework, options, secret }: HostSetting): Promise<void> {
  const dataSource = await connect(options)
  const store = typeormStore(dataSource)
  const keyward = createKeyward({
    store,
    secrets: [secret],
    origins: ['http://localhost:3000'],
    ...withAllRoutes,
  })
  const server = createServer(framework === 'koa' ? koaApp(keyward) : expressApp(keyward))
  // Longer than load balancers keep theirs, as apps behind one have it.
  server.keepAliveTimeout = 65_000
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.on('message', (question: Question) => {
    void answer(question).then((value) => process.send?.(value))
  })

  async function answer(question: Question): Promise<Answer> {
    if (question === 'memory') return process.memoryUsage.rss()
    if (question === 'held') return heldBytes()
    if (question === 'strain') return strain()
    if (question === 'end') return end()
    const { userId, id } = question.revoke
    return store.commit([store.apiKeys.remove(userId, id)])
  }

  async function end(): Promise<boolean> {
    server.close()
    server.closeAllConnections()
    await keyward.close()
    await dataSource.destroy()
    setImmediate(() => {
      process.disconnect()
    })
    return true
  }
}

const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()

function strain(): Strain {
  // A timer of 10 ms is what is late: the 10 ms are not.
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 10)
  const [delayP99Ms, longestDelayMs] = [late(delay.percentile(99)), late(delay.max)]
  delay.reset()
  return { delayP99Ms, longestDelayMs, resources: process.getActiveResourcesInfo().length }
}

/** What is in use once the garbage is gone. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function expressApp(keyward: Keyward): RequestListener {
  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express().set('trust proxy', true)
  app.use('/auth', router())
  app.get('/guarded', guard(), (_req, res) => {
    res.json({ hello: 'world' })
  })
  app.use(errorHandler())
  return app
}

function koaApp(keyward: Keyward): RequestListener {
  const { router, guard, errorHandler } = forKoa(keyward)
  const app = new Koa({ proxy: true })
  app.silent = true
  app.use(errorHandler())
  app.use(router({ prefix: '/auth' }))
  app.use(guard())
  app.use((ctx) => {
    ctx.body = { hello: 'world' }
  })
  return app.callback()
}
