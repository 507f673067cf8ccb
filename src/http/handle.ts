import { pathAlone } from '../auth/mounts.js'
import type { Client } from '../client.js'
import { KeywardError } from '../errors.js'
import { readInput } from '../input/read-input.js'
import { answerHeaders } from './answer/answer-headers.js'
import { parseForm, readBody, readRawBody } from './body.js'
import type { Entered } from './host/host-entry.js'
import { oauthError, problem } from './problem.js'
import { refusableOf } from './refusable.js'
import type { Caller } from './level.js'
import type { Reply, Route, RouteRequest } from './route.js'
import type { Services } from './services.js'
import type { Streams } from './streams.js'

type Ways = Pick<Services, 'entrance' | 'streams'>

/** Room for some thousand matches, of which whoever reports them may send many at once. */
const maxRawBytes = 1024 * 1024

/**
 * Answers a request for a route: who calls, whether they may, what they sent and, where that took time, whether they still may; then the
 * handler. A refusal is an answer; anything else is thrown.
 */
export async function handle(services: Ways, route: Route, request: RouteRequest): Promise<Reply> {
  let entered: Entered = { client: request.client, cookies: [] }
  const entering = services.entrance.enter(route, request.client).then((come) => {
    entered = come
    return recorded(services, route, { ...request, client: come.client })
  })
  const reply = await entering.catch((error: unknown) => {
    if (!(error instanceof KeywardError)) throw error
    if (route.refuse) return route.refuse(error, { ...request, client: entered.client })
    return route.oauth ? oauthError(error) : problem(error)
  })
  const cookies = [...entered.cookies, ...(reply.cookies ?? [])]
  return { ...reply, cookies, headers: answerHeaders(reply) }
}

async function recorded(ways: Ways, route: Route, request: RouteRequest): Promise<Reply> {
  return ways.entrance.recording(request.client, null, () => answer(ways, route, request))
}

async function answer(ways: Ways, route: Route, request: RouteRequest): Promise<Reply> {
  const { entrance } = ways
  const { client, url, params } = request
  const [asked = '', ...search] = url.split('?')
  const found = await entrance.identify(route, client)
  return entrance.recording(client, refusableOf(found), async () => {
    let principal = await entrance.admit(route, found)
    const query = route.query && readInput(route.query, parseForm(search.join('?')))
    // Who calls may be shut out while the rest of a body comes, which may take half a minute.
    const isLate = route.body !== undefined && !request.body.message.complete
    const sent = route.body && (await readBody(request.body, { form: route.form }))
    if (isLate) principal = await admitAgain()
    const body = route.body && readInput(route.body, sent)
    if (route.proofFor?.(body) === true) await entrance.admit({ ...route, level: 'recent' }, principal)
    const path = pathAlone(asked)
    const reply = await route.handler({ path, query, body, bytes, principal, client, param })
    return streamed(ways, reply, { client, userId: refusableOf(principal)?.user?.id ?? '', admitAgain })
  })

  async function admitAgain(): Promise<Caller> {
    return entrance.admit(route, await entrance.identify(route, client))
  }

  function bytes(): Promise<Uint8Array> {
    return readRawBody(request.body, maxRawBytes)
  }

  function param(name: string): string {
    const value = params[name]
    return typeof value === 'string' ? value : ''
  }
}

/** Sends a body that is made while it is sent only for as long as its reader may call the route. */
function streamed(
  { streams }: Ways,
  reply: Reply,
  { client, ...reader }: { readonly client: Client } & Omit<Parameters<Streams['begin']>[0], 'parts'>,
): Reply {
  const { parts } = reply
  // What answers a HEAD has no body (RFC 9110, section 9.3.2): nothing is read for one that would only be thrown away.
  if (!parts || client.method === 'HEAD') return { ...reply, parts: undefined }
  return { ...reply, ...streams.begin({ parts, ...reader }) }
}
