import type { IncomingMessage } from 'node:http'
import { Strategy } from 'passport-http-bearer'
import type { Client, Keyward, Passed } from '../src/index.js'
import { distinctHeaders, KeywardError } from '../src/index.js'

/** A request as passport hands it over: Express's, or koa-passport's stand-in, which holds the context. */
type PassportRequest = IncomingMessage & { ip?: string; ctx?: { req: IncomingMessage } }

/** What the stock strategy is given: the headers and our verdict, so that it never looks at the query string or the body. */
interface Judged {
  readonly headers: { readonly authorization: string | undefined }
  readonly passed: Passed
}

/**
 * A passport strategy named `bearer` for apps already on passport: API keys and tokens, in the Authorization header only.
 * `info` is keyward's `authInfo` and `scope`, the scopes separated by spaces.
 *
 * @example
 * passport.use(bearerStrategy(keyward))
 * app.get('/jobs', passport.authenticate('bearer', { session: false }), handler)
 */
export function bearerStrategy(keyward: Keyward, options: { readonly realm?: string } = {}): Strategy<never> {
  const pass = keyward.guard({ credentials: ['api_key', 'token'], optional: true })
  const strategy = new Strategy<never>({ ...options, passReqToCallback: true }, answer as never)
  strategy.authenticate = authenticate
  return strategy

  /** passport calls it on an object of its own per request, which has `error` and the other outcomes. */
  function authenticate(this: { error(error: unknown): void }, req: PassportRequest): void {
    const client = clientOf(req)
    judge(client).then(
      (passed) => {
        const judged: Judged = { headers: { authorization: client.headers.authorization?.[0] }, passed }
        Strategy.prototype.authenticate.call(this, judged as never)
      },
      (error: unknown) => {
        this.error(error)
      },
    )
  }

  async function judge(client: Client): Promise<Passed> {
    try {
      return await pass(client)
    } catch (error) {
      if (error instanceof KeywardError && error.status === 401) return { user: null, authInfo: null }
      throw error
    }
  }
}

function answer(
  { passed: { user, authInfo } }: Judged,
  _token: string,
  done: (error: null, user: unknown, info?: object) => void,
): void {
  if (user && authInfo) done(null, user, { ...authInfo, scope: authInfo.scopes.join(' ') })
  else done(null, false)
}

function clientOf(req: PassportRequest): Client {
  const { rawHeaders, method = 'GET' } = req.ctx?.req ?? req
  // The cookie is a session's: this strategy is for keys and tokens.
  return { method, ip: () => req.ip, headers: { ...distinctHeaders(rawHeaders), cookie: undefined } }
}
