import type { RequestListener } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import Koa from 'koa'
import mount from 'koa-mount'
import { forKoa } from '../../adapters/koa.js'
import type { KeywardState, KoaKeyward } from '../../adapters/koa.js'
import type { Framework, HostSetup, Mounting } from './host.js'
import { hostAnswer, hostHeader, hostNotFound, hostRoutes, mountingsAt, trustsOnly10 } from './host.js'

const parsers: Readonly<Record<string, Koa.Middleware>> = {
  'bodyParser()': bodyParser(),
  "bodyParser({ enableTypes: ['json'] })": bodyParser({ enableTypes: ['json'] }),
  "bodyParser({ enableTypes: ['text'] })": bodyParser({
    ...{ enableTypes: ['text'], extendTypes: { text: ['*/*'] } },
  }),
  // As hosts do that wait for something first, and leave the stream so.
  'ctx.req.pause()': async (ctx, next) => {
    ctx.req.pause()
    await setImmediate()
    await next()
  },
}

/** Koa 3. */
export const koaFramework: Framework = {
  name: 'koa',
  mountings: mountingsAt([
    { kind: 'plain', path: '/auth' },
    { kind: 'mount', path: '/a/b' },
    { kind: 'nested', path: '/outer/inner' },
  ]),
  parsers: Object.keys(parsers),
  host,
}

function host(setup: HostSetup): RequestListener {
  const { keyward, mounting, errors, proxy, pages, prefixes, parser, resolveUser } = setup
  const bound = forKoa(keyward, resolveUser && { resolveUser: ({ req }) => resolveUser(req) })
  const app = new Koa<KeywardState>({ proxy: proxy !== false })
  if (proxy === 'throws') Object.defineProperty(app.request, 'ip', { get: lastUntrusted })
  // Koa prints errors otherwise.
  app.silent = true
  if (errors !== 'default') app.use(bound.errorHandler(errors === 'own' ? { own: true } : undefined))
  const inFront = parser === undefined ? mounting.parser && bodyParser() : parsers[parser]
  if (inFront) app.use(inFront)
  if (prefixes) for (const prefix of prefixes) app.use(bound.router({ prefix, pages }))
  else app.use(mounted(bound, mounting, pages))
  app.use(hostRouter(bound).routes())
  app.use((ctx) => {
    ctx.set(hostHeader, 'host')
    ctx.status = 404
    ctx.body = hostNotFound
  })
  return app.callback()
}

/** Koa has no rule of trust: a host that wants one gives its app a getter. */
function lastUntrusted(this: Koa.Request): string | undefined {
  return this.ips.findLast((address) => !trustsOnly10(address))
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
  // Two guards, as of a router and of its route, and an answer with headers of its own.
  router.get('/api/twice', guard(), guard({ optional: true }), (ctx) => {
    const { user = null, authInfo = null } = ctx.state
    ctx.set({ [hostHeader]: 'host' })
    ctx.body = hostAnswer({ user, authInfo })
  })
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
