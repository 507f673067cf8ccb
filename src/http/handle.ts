import { KeywardError } from '../errors.js'
import { readInput } from '../input/read-input.js'
import { parseForm, readBody } from './body.js'
import type { Entrance } from './entrance.js'
import type { Entered } from './host-entry.js'
import { oauthError, problem } from './problem.js'
import { refusableOf } from './refusable.js'
import type { Reply, Route, RouteRequest } from './route.js'

const always = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }

/** Answers a request for a route: who calls, whether they may, what they sent, then the handler. A refusal is an answer; anything else is thrown. */
export async function handle(entrance: Entrance, route: Route, request: RouteRequest): Promise<Reply> {
  let entered: Entered = { client: request.client, cookies: [] }
  const entering = entrance.enter(route, request.client).then((come) => {
    entered = come
    return recorded(entrance, route, { ...request, client: come.client })
  })
  const reply = await entering.catch((error: unknown) => {
    if (!(error instanceof KeywardError)) throw error
    if (route.refuse) return route.refuse(error, { ...request, client: entered.client })
    return route.oauth ? oauthError(error) : problem(error)
  })
  const cookies = [...entered.cookies, ...(reply.cookies ?? [])]
  // What answers a HEAD has no body (RFC 9110, section 9.3.2): nothing is read for one that would only be thrown away.
  const parts = request.client.method === 'HEAD' ? undefined : reply.parts
  return { ...reply, parts, cookies, headers: { ...always, ...reply.headers } }
}

async function recorded(entrance: Entrance, route: Route, request: RouteRequest): Promise<Reply> {
  return entrance.recording(request.client, null, () => answer(entrance, route, request))
}

async function answer(entrance: Entrance, route: Route, request: RouteRequest): Promise<Reply> {
  const { client, url, params } = request
  const [path = '', ...search] = url.split('?')
  const found = await entrance.identify(route, client)
  return entrance.recording(client, refusableOf(found), async () => {
    const principal = await entrance.admit(route, found)
    const query = route.query && readInput(route.query, parseForm(search.join('?')))
    const body = route.body && readInput(route.body, await readBody(request.body, { form: route.form }))
    if (route.proofFor?.(body) === true) await entrance.admit({ ...route, level: 'recent' }, found)
    return route.handler({ path, query, body, principal, client, param })
  })

  function param(name: string): string {
    const value = params[name]
    return typeof value === 'string' ? value : ''
  }
}
