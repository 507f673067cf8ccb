import { Readable } from 'node:stream'
import Router from '@koa/router'
import type { Context, DefaultState, Middleware, Next, ParameterizedContext } from 'koa'
import type {
  AdapterOptions,
  Amr,
  AuthInfo,
  Client,
  ErrorHandling,
  GuardOptions,
  HostSignIn,
  IncomingBody,
  Keyward,
  Pages,
  Passed,
  Reply,
  Route,
  User,
} from '../src/index.js'
import { askHost, clientOf } from '../src/index.js'

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
  /** To stand first: answers keyward's refusals, and the body parser's unless `{ own: true }`, as problem details; throws everything else on. */
  errorHandler(options?: ErrorHandling): Middleware
  /** Signs in, in this browser, a user whom the app has authenticated itself. */
  signInUser(
    ctx: Context,
    userId: string,
    by: { readonly amr: readonly Amr[] },
  ): Promise<HostSignIn['outcome']>
  /** Signs this browser out. */
  signOut(ctx: Context): Promise<void>
}

/** What `forKoa` takes beside keyward. */
export type KoaOptions = AdapterOptions<ParameterizedContext>

/**
 * Binds keyward to Koa 2.16 or 3. Throws a TypeError for options that it does not know.
 *
 * @example
 * const { router, guard, errorHandler } = forKoa(keyward)
 * app.use(errorHandler())
 * app.use(router({ prefix: '/auth' }))
 * app.use(guard({ scopes: ['jobs:read'] }))
 */
export function forKoa(keyward: Keyward, options: KoaOptions = {}): KoaKeyward {
  const hostUserOf = askHost('forKoa', options)
  return Object.freeze({
    router({ prefix, pages } = {}) {
      const router = new Router({ prefix, sensitive: true, strict: true })
      for (const route of keyward.adapter.routes({ pages, prefix })) {
        router[route.method](pathOf(route), async (ctx, next) => {
          const { originalUrl: url, params } = ctx
          const asked = { client: clientIn(ctx), url, params, body: bodyOf(ctx) }
          const reply = await keyward.adapter.handle(route, asked)
          if (reply.leftToHost) await next()
          else send(ctx, reply)
        })
      }
      return router.routes() as unknown as Middleware
    },

    guard(requires) {
      const pass = keyward.adapter.guard(requires)
      return (ctx, next) => {
        const passed = pass(clientIn(ctx), ctx.originalUrl)
        return passed instanceof Promise ? enterLater(passed, ctx, next) : enter(passed, ctx, next)
      }
    },

    errorHandler(options) {
      const answerTo = keyward.adapter.errorAnswer(options)
      return async (ctx, next) => {
        try {
          await next()
        } catch (error) {
          const reply = ctx.headerSent ? null : answerTo(error, bodyOf(ctx))
          if (!reply) throw error
          send(ctx, reply)
        }
      }
    },

    async signInUser(ctx, userId, by) {
      const { outcome, cookies } = await keyward.adapter.signInUser(clientIn(ctx), userId, by)
      ctx.append('Set-Cookie', [...cookies])
      return outcome
    },

    async signOut(ctx) {
      ctx.append('Set-Cookie', [...(await keyward.adapter.signOut(clientIn(ctx)))])
    },
  } satisfies KoaKeyward)

  function clientIn(ctx: ParameterizedContext): Client {
    return clientOf(ctx.req, ctx, hostUserOf && (() => hostUserOf(ctx)))
  }

  function enterLater(passing: Promise<Passed>, ctx: GuardedContext, next: Next): Promise<void> {
    return passing.then((passed) => enter(passed, ctx, next), unlessRedirect(ctx))
  }

  function unlessRedirect(ctx: AnyContext) {
    return (error: unknown): void => {
      const reply = keyward.adapter.replyTo(error)
      if (reply?.status !== 303) throw error
      send(ctx, reply)
    }
  }
}

/** With a prefix, the mount itself may be asked for without the slash at its end; @koa/router 13 knows it with the slash alone. */
function pathOf({ path }: Route): string {
  return path === '/' ? '{/}' : path
}

type GuardedContext = ParameterizedContext<KeywardState>

function enter({ user, authInfo, headers }: Passed, ctx: GuardedContext, next: Next): Promise<void> {
  ctx.state.user = user
  ctx.state.authInfo = authInfo
  if (headers) ctx.set(headers)
  return next()
}

type AnyContext = Pick<ParameterizedContext, 'ip' | 'req' | 'res' | 'status' | 'body' | 'set' | 'append'>

function bodyOf({ req, request }: Pick<ParameterizedContext, 'req' | 'request'>): IncomingBody {
  const { body, rawBody } = request as { body?: unknown; rawBody?: unknown }
  return { message: req, parsed: body, raw: rawBody, claimed: rawBody !== undefined }
}

function send(ctx: AnyContext, reply: Reply): void {
  const { status, body, parts, headers = {}, cookies = [] } = reply
  ctx.status = status
  // Koa sets a type of its own with the body: ours comes after.
  ctx.body = parts
    ? streamOf({ ...reply, parts }, ctx)
    : typeof body === 'object'
      ? JSON.stringify(body)
      : (body ?? null)
  // For Koa no body is a 204, whatever it was before.
  if (status !== ctx.status) ctx.status = status
  if (typeof body === 'object') ctx.set('Content-Type', 'application/json; charset=utf-8')
  ctx.set(headers)
  if (cookies.length > 0) ctx.append('Set-Cookie', [...cookies])
}

/** A reply that breaks off ends the connection, which is all that can be said by then: Koa 2 would leave it open. */
function streamOf(
  { parts, abandoned }: Pick<Reply, 'abandoned'> & Required<Pick<Reply, 'parts'>>,
  { res }: Pick<AnyContext, 'res'>,
): Readable {
  return Readable.from(parts, { signal: abandoned }).once('error', () => res.destroy())
}
