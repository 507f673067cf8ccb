import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa from 'koa'
import type { KeywardState } from 'keyward/koa'
import { forKoa } from 'keyward/koa'
import { accountPages } from 'keyward/pages'
import { frontPage } from './demo/front-page.js'
import { runDemo } from './demo/run.js'

/** The demo host in Koa. */
runDemo((keyward, url) => {
  const { router, guard, errorHandler } = forKoa(keyward)
  const app = new Koa<KeywardState>()
  app.use(errorHandler())
  app.use(bodyParser())
  app.use(router({ prefix: '/auth', pages: accountPages() }))

  const home = new Router<KeywardState>()
  home.get('/', (ctx) => {
    ctx.body = frontPage(url)
  })
  app.use(home.routes())

  const api = new Router<KeywardState>({ prefix: '/api' })
  api.get('/plain', (ctx) => {
    ctx.body = { hello: 'world' }
  })
  api.get('/hello', guard(), (ctx) => {
    const { user, authInfo } = ctx.state
    ctx.body = { hello: user?.username, kind: authInfo?.credential.kind, scopes: authInfo?.scopes }
  })
  api.get('/optional', guard({ optional: true }), (ctx) => {
    ctx.body = { hello: ctx.state.user?.username ?? null }
  })
  api.get('/reports', guard({ scopes: ['reports:read'] }), (ctx) => {
    ctx.body = { reports: ['January', 'February'] }
  })
  api.post('/reports', guard({ scopes: ['reports:write'] }), (ctx) => {
    ctx.status = 201
    ctx.body = { stored: true }
  })
  api.get('/vault', guard({ credentials: ['session'], recent: true }), (ctx) => {
    ctx.body = { vault: 'open' }
  })
  app.use(api.routes())
  return app.callback()
})
