import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import express from 'express'
import Koa from 'koa'
import { forExpress } from '../../adapters/express.js'
import { forKoa } from '../../adapters/koa.js'
import { createKeyward } from '../../src/index.js'
import type { Keyward } from '../../src/index.js'
import { benchSecret, open } from './data.js'

/** Serves `/plain`, behind a guard that does nothing, and `/guarded`, in one framework; tells its port by IPC. */
async function main(framework: string, database: string): Promise<void> {
  const { store } = await open(database)
  const keyward = createKeyward({ store, secrets: [benchSecret], origins: ['http://localhost:3000'] })
  const server = createServer(framework === 'koa' ? koaApp(keyward) : expressApp(keyward))
  server.listen(0, '127.0.0.1', () => {
    process.send?.((server.address() as AddressInfo).port)
  })
}

function expressApp(keyward: Keyward): RequestListener {
  const app = express()
  app.disable('x-powered-by')
  const { guard, router } = forExpress(keyward)
  app.get(
    '/plain',
    (_req, _res, next) => {
      next()
    },
    (_req, res) => {
      res.json({ hello: 'world' })
    },
  )
  app.get('/guarded', guard(), (_req, res) => {
    res.json({ hello: 'world' })
  })
  app.use('/auth', router())
  return app
}

function koaApp(keyward: Keyward): RequestListener {
  const app = new Koa()
  const router = new Router()
  const { guard, router: routes } = forKoa(keyward)
  router.get(
    '/plain',
    (_ctx, next) => next(),
    (ctx) => {
      ctx.body = { hello: 'world' }
    },
  )
  router.get('/guarded', guard(), (ctx) => {
    ctx.body = { hello: 'world' }
  })
  app.use(router.routes())
  app.use(routes({ prefix: '/auth' }))
  return app.callback()
}

const [framework = '', database = ''] = process.argv.slice(2)
void main(framework, database)
