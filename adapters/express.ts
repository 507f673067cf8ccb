import { pipeline, Readable } from 'node:stream'
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response, Router } from 'express'
import express from 'express'
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
import { askHost, clientOf, KeywardError } from '../src/index.js'

declare global {
  // The same shape as passport's own types have, so that both can stand in one program.
  namespace Express {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface User extends KeywardUser {}
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface AuthInfo extends KeywardAuthInfo {}
    interface Request {
      user?: User | undefined
      authInfo?: AuthInfo | undefined
    }
  }
}
type KeywardUser = User
type KeywardAuthInfo = AuthInfo

/** keyward in an Express app. */
export interface ExpressKeyward {
  /** All of keyward's routes, and pages where given: `app.use('/auth', router({ pages: accountPages() }))`, or, so that guards know the path, `app.use(router({ prefix: '/auth' }))`. */
  router(options?: { readonly prefix?: string; readonly pages?: Pages }): Router
  /** Guards a route: sets `req.user` and `req.authInfo`, or passes the refusal to the error handler. */
  guard(requires?: GuardOptions): RequestHandler
  /** Answers keyward's refusals, and the body parser's unless `{ own: true }`, as problem details; passes everything else on. */
  errorHandler(options?: ErrorHandling): ErrorRequestHandler
  /** Signs in, in this browser, a user whom the app has authenticated itself. */
  signInUser(
    res: Response,
    userId: string,
    by: { readonly amr: readonly Amr[] },
  ): Promise<HostSignIn['outcome']>
  /** Signs this browser out. */
  signOut(res: Response): Promise<void>
}

const exact = { caseSensitive: true, strict: true }

/** What `forExpress` takes beside keyward. */
export type ExpressOptions = AdapterOptions<Request>

/**
 * Binds keyward to Express 4 or 5. Throws a TypeError for options that it does not know.
 *
 * @example
 * const { router, guard, errorHandler } = forExpress(keyward)
 * app.use('/auth', router())
 * app.get('/jobs', guard({ scopes: ['jobs:read'] }), (req, res) => res.json({ hello: req.user?.username }))
 * app.use(errorHandler())
 */
export function forExpress(keyward: Keyward, options: ExpressOptions = {}): ExpressKeyward {
  const hostUserOf = askHost('forExpress', options)
  return Object.freeze({
    router({ prefix = '', pages } = {}) {
      const router = express.Router(exact)
      for (const route of keyward.adapter.routes({ pages, prefix: prefix || undefined })) {
        router[route.method](route.path, (req: Request, res: Response, next: NextFunction) => {
          carry(
            () => answer(route, req, res),
            (answered) => {
              if (!answered) next()
            },
            next,
          )
        })
      }
      return prefix === '' ? router : express.Router(exact).use(prefix, router)
    },

    guard(requires) {
      const pass = keyward.adapter.guard(requires)
      return (req, res, next) => {
        let passed: Passed | Promise<Passed>
        try {
          passed = pass(clientIn(req), req.originalUrl)
        } catch (error) {
          refuse(error, res, next)
          return
        }
        if (passed instanceof Promise) enterLater(passed, { req, res }, next)
        else enter(passed, { req, res }, next)
      }
    },

    errorHandler(options) {
      const answerTo = keyward.adapter.errorAnswer(options)
      return (error, req, res, next) => {
        const reply = res.headersSent ? null : answerTo(error, bodyOf(req))
        if (reply) send(res, reply)
        else next(error)
      }
    },

    async signInUser(res, userId, by) {
      const { outcome, cookies } = await keyward.adapter.signInUser(clientIn(res.req), userId, by)
      res.append('Set-Cookie', [...cookies])
      return outcome
    },

    async signOut(res) {
      res.append('Set-Cookie', [...(await keyward.adapter.signOut(clientIn(res.req)))])
    },
  } satisfies ExpressKeyward)

  function clientIn(req: Request): Client {
    return clientOf(req, req, hostUserOf && (() => hostUserOf(req)))
  }

  async function answer(route: Route, req: Request, res: Response): Promise<boolean> {
    const { originalUrl: url, params } = req
    const asked = { client: clientIn(req), url, params, body: bodyOf(req) }
    const reply = await keyward.adapter.handle(route, asked)
    if (reply.leftToHost) return false
    send(res, reply)
    return true
  }

  function enterLater(passing: Promise<Passed>, exchange: Exchange, next: NextFunction): void {
    void passing.then(
      (passed) => enter(passed, exchange, next),
      (error: unknown) => refuse(error, exchange.res, next),
    )
  }

  /** Express's own error handling takes no status below 400. */
  function refuse(error: unknown, res: Response, next: NextFunction): void {
    const reply = leadsAway(error) ? keyward.adapter.replyTo(error) : null
    if (reply) carry(() => send(res, reply), done, next)
    else next(error)
  }
}

/**
 * Does `work` and hands on what comes of it, by hand: Express 4 looks at no promise, and one that is rejected there ends the process.
 * What `then` throws is the host's and stays so: `failed` hears of `work` alone.
 */
function carry<T>(
  work: () => T | Promise<T>,
  then: (result: T) => void,
  failed: (error: unknown) => void,
): void {
  let result: T | Promise<T>
  try {
    result = work()
  } catch (error) {
    failed(error)
    return
  }
  if (result instanceof Promise) void result.then(then, failed)
  else then(result)
}

/** A request, and its response. */
interface Exchange {
  readonly req: Request
  readonly res: Response
}

function enter({ user, authInfo, headers }: Passed, { req, res }: Exchange, next: NextFunction): void {
  req.user = user ?? undefined
  req.authInfo = authInfo ?? undefined
  if (headers && !res.headersSent) res.set(headers)
  next()
}

/** Whether a refusal leads a browser to a page. All others are the error handler's to answer. */
function leadsAway(error: unknown): boolean {
  return error instanceof KeywardError && error.location !== undefined
}

function done(): void {
  // It has been answered.
}

function bodyOf(req: Request): IncomingBody {
  const { body, _body, rawBody } = req as { body: unknown; _body?: unknown; rawBody?: unknown }
  return { message: req, parsed: body, raw: rawBody, claimed: _body === true || rawBody !== undefined }
}

/** By node's own `end`: `res.send` would add an ETag made from the secret in the body. */
function send(res: Response, { status, body, parts, abandoned, headers = {}, cookies = [] }: Reply): void {
  res.status(status)
  if (typeof body === 'object') res.set('Content-Type', 'application/json; charset=utf-8')
  res.set(headers)
  if (cookies.length > 0) res.append('Set-Cookie', [...cookies])
  // A reply that breaks off ends the connection, which is all that can be said by then.
  if (parts) pipeline(Readable.from(parts, { signal: abandoned }), res, done)
  else res.end(typeof body === 'object' ? JSON.stringify(body) : body)
}
