import type { IncomingMessage, ServerResponse } from 'node:http'
import { Strategy } from 'passport-http-bearer'
import type { Client, Keyward, Passed } from '../src/index.js'
import { clientOf, KeywardError, withHeader } from '../src/index.js'

/** A request as passport hands it over: Express's, or koa-passport's stand-in, which holds the context. */
type PassportRequest = IncomingMessage & {
  ip?: string
  res?: ServerResponse
  ctx?: { req: IncomingMessage; res: ServerResponse }
}

/** What the stock strategy is given: the headers and our verdict, so that it never looks at the query string or the body. */
interface Judged {
  readonly headers: { readonly authorization: string | undefined }
  readonly passed: Passed
}

/** What a strategy demands, and says of itself. */
export interface BearerStrategyOptions {
  /** Names the app in the challenge of a 401. Default: `Users`, as the stock strategy's. */
  readonly realm?: string
  /** Every one of these scopes; a key or token that lacks one is 403 `insufficient_scope`. Default: none. */
  readonly scopes?: readonly string[]
}

/**
 * A passport strategy named `bearer` for apps already on passport: API keys and tokens, in the Authorization header only.
 * `info` is keyward's `authInfo` and `scope`, the scopes separated by spaces. Throws a TypeError for options that it does not know.
 *
 * @example
 * passport.use(bearerStrategy(keyward))
 * app.get('/jobs', passport.authenticate('bearer', { session: false }), handler)
 */
export function bearerStrategy(
  keyward: Keyward,
  { realm, scopes = [], ...others }: BearerStrategyOptions = {},
): Strategy<never> {
  // Such as `scope`, by which a scope that was meant to be demanded would not be.
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new TypeError(`bearerStrategy: ${unknown} is not an option`)
  const pass = keyward.adapter.guard({ credentials: ['api_key', 'token'], optional: true, scopes })
  const strategy = new Strategy<never>({ realm, passReqToCallback: true }, answer as never)
  strategy.authenticate = authenticate
  return strategy

  /** passport calls it on an object of its own per request, which has `error` and the other outcomes. */
  function authenticate(this: { error(error: unknown): void }, req: PassportRequest): void {
    const client = clientIn(req)
    judge(client).then(
      (passed) => {
        tell(req, passed)
        const judged: Judged = { headers: { authorization: client.header('authorization')[0] }, passed }
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
      if (error instanceof KeywardError && error.status === 401)
        return { user: null, authInfo: null, headers: null }
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

/** Sends with the answer what it carries; the app's own handler makes the rest of it. */
function tell({ ctx, res = ctx?.res }: PassportRequest, { headers }: Passed): void {
  if (!headers || !res || res.headersSent) return
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
}

function clientIn(req: PassportRequest): Client {
  const client = clientOf(req.ctx?.req ?? req, req)
  // The cookie is a session's: this strategy is for keys and tokens.
  return withHeader(client, (name) => (name === 'cookie' ? [] : client.header(name)))
}
