import type { RequestListener } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa from 'koa'
import mount from 'koa-mount'
import { forKoa } from '../../adapters/koa.js'
import type { KeywardState, KoaKeyward } from '../../adapters/koa.js'
import type { Framework, HostSetup, Mounting } from './host.js'
import { hostAnswer, hostHeader, hostNotFound, hostRoutes, mountingsAt } from './host.js'

/** Koa 3. */
export const koaFramework: Framework = {
  name: 'koa',
  mountings: mountingsAt([
    { kind: 'plain', path: '/auth' },
    { kind: 'mount', path: '/a/b' },
    { kind: 'nested', path: '/outer/inner' },
  ]),
  host,
}

function host({ keyward, mounting, errors, proxy, pages }: HostSetup): RequestListener {
  const bound = forKoa(keyward)
  const app = new Koa<KeywardState>({ proxy })
  // Koa prints errors otherwise.
  app.silent = true
  if (errors === 'problem') app.use(bound.errorHandler())
  if (mounting.parser) app.use(bodyParser())
  app.use(mounted(bound, mounting, pages))
  app.use(hostRouter(bound).routes())
  app.use((ctx) => {
    ctx.set(hostHeader, 'host')
    ctx.status = 404
    ctx.body = hostNotFound
  })
  return app.callback()
}

function mounted(
  { router }: KoaKeyward,
  { kind, path }: Mounting,
  pages: HostSetup['pages'],
): Koa.Middleware {
  if (kind === 'plain') return router({ prefix: path, pages })
  if (kind === 'mount') return mount(path, router({ pages }))
  const at = path.lastIndexOf('/')
  const outer = new Router({ prefix: path.slice(0, at) })
  return outer.use(path.slice(at), router({ pages })).routes() as unknown as Koa.Middleware
}

function hostRouter({ guard, signInUser, signOut }: KoaKeyward): Router<KeywardState> {
  const router = new Router<KeywardState>()
  for (const { method, path, requires } of hostRoutes) {
    const guards = requires ? [guard(requires)] : []
    router[method](path, ...guards, (ctx) => {
      const { user = null, authInfo = null } = ctx.state
      ctx.body = hostAnswer({ user, authInfo })
    })
  }
  router.post('/api/sso/:userId{/:amr}', async (ctx) => {
    const { userId = '', amr = 'otp' } = ctx.params
    ctx.body = await signInUser(ctx, userId, { amr: [amr] })
  })
  router.delete('/api/sso', async (ctx) => {
    await signOut(ctx)
    ctx.status = 204
  })
  router.get('/api/teapot', () => {
    throw Object.assign(new Error('short and stout'), { status: 418, expose: true })
  })
  return router
}
