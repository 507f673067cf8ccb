import express from 'express'
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express'
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
  /** All of keyward's routes, and pages where given: `app.use('/auth', router({ pages: accountPages() }))`. */
  router(options?: { readonly pages?: Pages }): Router
  /** Guards a route: sets `req.user` and `req.authInfo`, or passes the refusal to the error handler. */
  guard(requires?: GuardOptions): RequestHandler
  /** Answers keyward's refusals, and the body parser's, as problem details; passes everything else on. */
  errorHandler(): ErrorRequestHandler
  /** Signs in, in this browser, a user whom the app has authenticated itself. */
  signInUser(
    res: Response,
    userId: string,
    by: { readonly amr: readonly Amr[] },
  ): Promise<HostSignIn['outcome']>
  /** Signs this browser out. */
  signOut(res: Response): Promise<void>
}

/**
 * Binds keyward to Express 5.
 *
 * @example
 * const { router, guard, errorHandler } = forExpress(keyward)
 * app.use('/auth', router())
 * app.get('/jobs', guard({ scopes: ['jobs:read'] }), (req, res) => res.json({ hello: req.user?.username }))
 * app.use(errorHandler())
 */
export function forExpress(keyward: Keyward): ExpressKeyward {
  return Object.freeze({
    router(options) {
      const router = express.Router({ caseSensitive: true, strict: true })
      for (const route of keyward.routes(options)) {
        router[route.method](route.path, async (req: Request, res: Response) => {
          const { originalUrl: url, params } = req
          const body = { message: req, parsed: req.body as unknown }
          send(res, await keyward.handle(route, { client: clientOf(req), url, params, body }))
        })
      }
      return router
    },

    guard(requires) {
      const pass = keyward.guard(requires)
      return (req, res, next) => {
        const enter = (passed: Passed): void => {
          req.user = passed.user ?? undefined
          req.authInfo = passed.authInfo ?? undefined
          next()
        }
        const passed = pass(clientOf(req), req.originalUrl)
        return passed instanceof Promise ? passed.then(enter, unlessRedirect(res)) : enter(passed)
      }
    },

    errorHandler() {
      return (error, _req, res, next) => {
        const reply = res.headersSent ? null : keyward.replyTo(error)
        if (reply) send(res, reply)
        else next(error)
      }
    },

    async signInUser(res, userId, by) {
      const { outcome, cookies } = await keyward.signInUser(clientOf(res.req), userId, by)
      res.append('Set-Cookie', [...cookies])
      return outcome
    },

    async signOut(res) {
      res.append('Set-Cookie', [...(await keyward.signOut(clientOf(res.req)))])
    },
  } satisfies ExpressKeyward)

  /** Express's own error handling takes no status below 400. */
  function unlessRedirect(res: Response) {
    return (error: unknown): void => {
      const reply = keyward.replyTo(error)
      if (reply?.status !== 303) throw error
      send(res, reply)
    }
  }
}

function clientOf(req: Request): Client {
  return { method: req.method, ip: () => req.ip, headers: distinctHeaders(req.rawHeaders) }
}

/** By node's own `end`: `res.send` would add an ETag made from the secret in the body. */
function send(res: Response, { status, body, headers = {}, cookies = [] }: Reply): void {
  res.status(status)
  if (typeof body === 'object') res.set('Content-Type', 'application/json; charset=utf-8')
  res.set(headers)
  if (cookies.length > 0) res.append('Set-Cookie', [...cookies])
  res.end(typeof body === 'object' ? JSON.stringify(body) : body)
}
