import Router from '@koa/router'
import type { Context, DefaultState, Middleware, ParameterizedContext } from 'koa'
import type {
  Amr,
  AuthInfo,
  Client,
  GuardOptions,
  HostSignIn,
  Keyward,
  Pages,
  Passed,
  Reply,
  User,
} from '../src/index.js'
import { distinctHeaders } from '../src/index.js'

/** What `guard` puts on `ctx.state`: `new Koa<KeywardState>()`. */
export interface KeywardState extends DefaultState {
  user?: User | null
  authInfo?: AuthInfo | null
}

/** keyward in a Koa app. */
export interface KoaKeyward {
  /** All of keyward's routes, and pages where given: `app.use(router({ prefix: '/auth' }))`, or without a prefix under koa-mount or another router. */
  router(options?: { readonly prefix?: string; readonly pages?: Pages }): Middleware
  /** Guards what comes after it: sets `ctx.state.user` and `ctx.state.authInfo`, or throws the refusal. */
  guard(requires?: GuardOptions): Middleware<KeywardState>
  /** To stand first: answers keyward's refusals, and the body parser's, as problem details; throws everything else on. */
  errorHandler(): Middleware
  /** Signs in, in this browser, a user whom the app has authenticated itself. */
  signInUser(
    ctx: Context,
    userId: string,
    by: { readonly amr: readonly Amr[] },
  ): Promise<HostSignIn['outcome']>
  /** Signs this browser out. */
  signOut(ctx: Context): Promise<void>
}

/**
 * Binds keyward to Koa 3.
 *
 * @example
 * const { router, guard, errorHandler } = forKoa(keyward)
 * app.use(errorHandler())
 * app.use(router({ prefix: '/auth' }))
 * app.use(guard({ scopes: ['jobs:read'] }))
 */
export function forKoa(keyward: Keyward): KoaKeyward {
  return Object.freeze({
    router({ prefix, pages } = {}) {
      const router = new Router({ prefix, sensitive: true, strict: true })
      for (const route of keyward.routes({ pages })) {
        router[route.method](route.path, async (ctx) => {
          const { originalUrl: url, params } = ctx
          const body = { message: ctx.req, parsed: (ctx.request as { body?: unknown }).body }
          send(ctx, await keyward.handle(route, { client: clientOf(ctx), url, params, body }))
        })
      }
      return router.routes() as unknown as Middleware
    },

    guard(requires) {
      const pass = keyward.guard(requires)
      return (ctx, next) => {
        const enter = (passed: Passed): Promise<void> => {
          ctx.state.user = passed.user
          ctx.state.authInfo = passed.authInfo
          return next()
        }
        const passed = pass(clientOf(ctx), ctx.originalUrl)
        return passed instanceof Promise ? passed.then(enter, unlessRedirect(ctx)) : enter(passed)
      }
    },

    errorHandler() {
      return async (ctx, next) => {
        try {
          await next()
        } catch (error) {
          const reply = ctx.headerSent ? null : keyward.replyTo(error)
          if (!reply) throw error
          send(ctx, reply)
        }
      }
    },

    async signInUser(ctx, userId, by) {
      const { outcome, cookies } = await keyward.signInUser(clientOf(ctx), userId, by)
      ctx.append('Set-Cookie', [...cookies])
      return outcome
    },

    async signOut(ctx) {
      ctx.append('Set-Cookie', [...(await keyward.signOut(clientOf(ctx)))])
    },
  } satisfies KoaKeyward)

  function unlessRedirect(ctx: AnyContext) {
    return (error: unknown): void => {
      const reply = keyward.replyTo(error)
      if (reply?.status !== 303) throw error
      send(ctx, reply)
    }
  }
}

type AnyContext = Pick<ParameterizedContext, 'method' | 'ip' | 'req' | 'status' | 'body' | 'set' | 'append'>

function clientOf(ctx: Pick<AnyContext, 'method' | 'ip' | 'req'>): Client {
  return { method: ctx.method, ip: () => ctx.ip, headers: distinctHeaders(ctx.req.rawHeaders) }
}

function send(ctx: AnyContext, { status, body, headers = {}, cookies = [] }: Reply): void {
  ctx.status = status
  // Koa sets a type of its own with the body: ours comes after.
  ctx.body = typeof body === 'object' ? JSON.stringify(body) : body
  if (typeof body === 'object') ctx.set('Content-Type', 'application/json; charset=utf-8')
  ctx.set(headers)
  if (cookies.length > 0) ctx.append('Set-Cookie', [...cookies])
}
