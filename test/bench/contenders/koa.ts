import type { RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import Router from '@koa/router'
import Koa from 'koa'
import type { Context, Middleware, Next } from 'koa'
import { Strategy } from 'passport-http-bearer'
import { forKoa } from '../../../adapters/koa.js'
import type { ContenderName } from '../contenders.js'
import type { Place } from '../database.js'
import { lookUpIn, openHandWritten } from '../hand-written.js'
import { openKeyward } from '../keyward.js'
import { keptLookUp } from '../same-coherence.js'

interface Guarded {
  readonly guard: Middleware
  /** What else the contender mounts, before and after the guarded route. */
  readonly before?: Middleware
  readonly after?: Middleware
}

/** koa-passport 6 has no types; it brings a passport of its own. */
interface KoaPassport {
  readonly KoaPassport: new () => {
    use(strategy: unknown): void
    initialize(): Middleware
    authenticate(name: string, options: object): Middleware
  }
}

/** A Koa app with one route behind a contender's guard, and one behind a guard that does nothing. */
export async function koaApp(name: ContenderName, place: Place): Promise<RequestListener> {
  const { guard, before, after } = await guardOf(name, place)
  const app = new Koa()
  const router = new Router()
  router.get('/guarded', guard, hello)
  router.get('/plain', letThrough, hello)
  if (before) app.use(before)
  app.use(router.routes())
  if (after) app.use(after)
  return app.callback()
}

async function guardOf(name: ContenderName, place: Place): Promise<Guarded> {
  switch (name) {
    case 'unguarded':
    case 'unguarded-lean':
      return { guard: letThrough }
    case 'no-op':
      return { guard: by(() => nobody) }
    case 'by-hand':
      return { guard: by(keptLookUp(place)) }
    case 'keyward':
    case 'keyward-lean':
      return keyward(place, 'warm')
    case 'keyward-cold':
      return keyward(place, 'cold')
    case 'passport':
      return passport(place)
    case 'find-one':
    case 'better-auth':
      throw new Error(`${name} is measured on Express`)
  }
}

function hello(ctx: Context): void {
  ctx.body = { hello: 'world' }
}

function letThrough(_ctx: unknown, next: Next): Promise<unknown> {
  return next()
}

/** A guard that need not wait. */
function by(verify: (token: string) => object | null): Middleware {
  return (ctx, next) => {
    const header = ctx.headers.authorization
    const user = header?.startsWith('Bearer ') ? verify(header.slice(7)) : null
    if (!user) {
      ctx.status = 401
      return Promise.resolve()
    }
    ctx.state.user = user
    return next()
  }
}

const nobody = Object.freeze({ id: '1', username: 'nobody' })

async function keyward(place: Place, mode: 'warm' | 'cold'): Promise<Guarded> {
  const { guard, router } = forKoa((await openKeyward(place, mode)).keyward)
  return { guard: guard() as Middleware, after: router({ prefix: '/auth' }) }
}

async function passport(place: Place): Promise<Guarded> {
  const lookUp = lookUpIn(await openHandWritten(place))
  const { KoaPassport } = createRequire(import.meta.url)('koa-passport') as KoaPassport
  const authenticator = new KoaPassport()
  authenticator.use(
    new Strategy((token, done) => {
      lookUp(token).then((found) => {
        done(null, found?.user ?? false)
      }, done)
    }),
  )
  return {
    guard: authenticator.authenticate('bearer', { session: false }),
    before: authenticator.initialize(),
  }
}
