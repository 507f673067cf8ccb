import { randomBytes } from 'node:crypto'
import type { Settings } from '../../diagnosis.js'
import type { HostApi } from '../../host/api.js'
import type { Diagnosed } from './check.js'
import { fault, ok, skipped, warning } from './check.js'

/** What an app answered. */
interface AppAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly cookies: readonly string[]
  readonly body: string
}

/** Sends a request to a path below the address of keyward's router, and follows no redirect. */
export type Ask = (
  path: string,
  request?: { method?: string; headers?: Record<string, string> },
) => Promise<AppAnswer>

/** An address that is nobody's (RFC 5737): whoever is seen at it was believed. */
const forged = '203.0.113.77'
const yearSeconds = 31_536_000
const local = /^(127\.|::1$|::ffff:127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/i

/** Makes requests to the app, and looks at what comes back and whom the app took them to be from. */
export async function requestFindings({
  url,
  ask,
  settings,
  events,
}: {
  readonly url: string
  readonly ask: Ask
  readonly settings: Settings
  readonly events: HostApi['events']
}): Promise<readonly Diagnosed[]> {
  const { origin, protocol, hostname } = new URL(url)
  const session = await ask('/session')
  if (session.status >= 300 && session.status < 400) {
    const to = session.headers.location ?? 'elsewhere'
    return [
      fault(
        'url.reached',
        `it answers with ${String(session.status)} to ${to}`,
        `give the address that browsers end at: --url ${typeable(to.replace(/\/session$/, ''))}`,
      ),
    ]
  }
  if (!isKeyward(session)) {
    return [
      fault(
        'url.reached',
        `what answers there is not keyward (${String(session.status)})`,
        'give the address of the router with its path, such as https://app.example.com/auth; behind a proxy, see that it passes that path on',
      ),
    ]
  }
  return [
    ok('url.reached', `${url} answers`),
    originFinding(origin, settings),
    await documentFinding(ask, settings),
    cookieFinding(protocol, session, settings),
    hstsFinding(protocol, session),
    await proxyFinding(hostname, ask, events),
  ]
}

/** An address as it may stand in a command that somebody copies: whoever answers could have the shell do something else. */
function typeable(address: string): string {
  return /^https?:\/\/[\w.:/~%-]+$/.test(address) ? address : 'ADDRESS'
}

/** `GET /session` answers 401 as problem details to nobody, and a session to somebody. */
function isKeyward({ status, headers }: AppAnswer): boolean {
  return status === 401 && /^application\/problem\+json/.test(headers['content-type'] ?? '')
}

function originFinding(origin: string, { origins }: Settings): Diagnosed {
  const id = 'url.origin'
  if (origins.includes(origin)) return ok(id, `${origin} is among origins`)
  return fault(
    id,
    `${origin} is not among origins (${origins.join(', ')}): what browsers send from there is refused with csrf`,
    `put '${origin}' into origins`,
  )
}

async function documentFinding(ask: Ask, { openapi }: Settings): Promise<Diagnosed> {
  const id = 'url.openapi'
  if (!openapi) return skipped(id, 'openapi is off')
  const { status, body } = await ask('/openapi.json')
  if (status === 200 && body.includes('"openapi"')) return ok(id, 'GET /openapi.json answers')
  return warning(
    id,
    `GET /openapi.json answers ${String(status)}`,
    'have the proxy pass on all that is below the path of the router',
  )
}

function cookieFinding(protocol: string, { cookies }: AppAnswer, { insecure }: Settings): Diagnosed {
  const id = 'url.cookies'
  const open = cookies
    .filter((cookie) => !/;\s*secure/i.test(cookie))
    .map((cookie) => cookie.split('=')[0] ?? '')
  if (protocol === 'https:' && insecure) {
    return fault(
      id,
      'cookies go without Secure, since origins has only http',
      "put the app's https address into origins, and the others out",
    )
  }
  if (protocol === 'https:' && open.length > 0) {
    return warning(id, `without Secure: ${open.join(', ')}`, 'have the app, or the proxy, set Secure on them')
  }
  return ok(id, insecure ? 'without Secure, on this machine alone' : 'Secure and __Host-')
}

function hstsFinding(protocol: string, { headers }: AppAnswer): Diagnosed {
  const id = 'url.hsts'
  if (protocol !== 'https:') return skipped(id, 'it is not reached by https')
  const policy = headers['strict-transport-security']
  const seconds = Number(/(?:^|;)\s*max-age\s*=\s*"?(\d+)/i.exec(policy ?? '')?.[1] ?? 0)
  if (policy !== undefined && seconds >= yearSeconds) return ok(id, policy)
  return warning(
    id,
    policy === undefined
      ? 'no Strict-Transport-Security: the first request of a browser may go by http'
      : `Strict-Transport-Security: ${policy}: browsers remember it for less than a year`,
    'have the proxy, or helmet(), send Strict-Transport-Security: max-age=31536000; includeSubDomains, the latter once all subdomains have https',
  )
}

/**
 * Has a request refused as that of another site's page is, with a forged X-Forwarded-For, and looks up whom the audit says that it came from.
 * It leaves that one event.
 */
async function proxyFinding(hostname: string, ask: Ask, events: HostApi['events']): Promise<Diagnosed> {
  const id = 'url.proxy'
  const agent = `keyward-doctor/${randomBytes(9).toString('base64url')}`
  await ask('/session', {
    method: 'POST',
    headers: {
      'user-agent': agent,
      'sec-fetch-site': 'cross-site',
      'content-type': 'application/json',
      'x-forwarded-for': forged,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'doctor.invalid',
    },
  })
  const { rows } = await events.list({ type: 'request.refused' }, { limit: 50 })
  const seen = rows.find(({ userAgent }) => userAgent === agent)
  if (!seen)
    return skipped(
      id,
      'the app writes to another database than this configuration: what it saw cannot be looked up',
    )
  const { ip } = seen
  if (ip === forged) {
    return fault(
      id,
      'the app believes any X-Forwarded-For: whoever sends one chooses their address, and no limit holds',
      "name your proxies: app.set('trust proxy', 'loopback') in Express, or the number of them; in Koa app.maxIpsCount, behind a proxy that appends",
    )
  }
  const isHere = /^(localhost|127\.|\[::1\])/.test(hostname)
  if (!isHere && ip !== null && local.test(ip)) {
    return fault(
      id,
      `the app takes its proxy, ${ip}, for the visitor: all count as one, and one can lock out all`,
      "name your proxies: app.set('trust proxy', 'loopback') in Express, app.proxy = true in Koa",
    )
  }
  return ok(id, `this request came from ${ip ?? 'nowhere'}, whatever its X-Forwarded-For said`)
}
