import { authenticate } from '../auth/authenticate.js'
import { authorize } from '../auth/authorize.js'
import { readBearer } from '../auth/bearer.js'
import { challenged } from '../auth/challenge.js'
import type { Client } from '../auth/client.js'
import { pendingCookie, readCookie } from '../auth/cookie.js'
import { refuseForeignOrigin } from '../auth/origin.js'
import type { Pending } from '../auth/pending.js'
import { readPending } from '../auth/pending.js'
import { KeywardError } from '../errors.js'
import type { Parts } from '../parts.js'
import { parseForm, readBody } from './body.js'
import { hostCaller } from './host-caller.js'
import { readInput } from './input.js'
import { oauthError, problem } from './problem.js'
import type { Caller, Reply, Route, RouteRequest } from './route.js'
import { requirementsOf } from './route.js'

const always = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }

/** Answers a request for a route: who calls, whether they may, what they sent, then the handler. A refusal is an answer; anything else is thrown. */
export async function handle(parts: Parts, route: Route, request: RouteRequest): Promise<Reply> {
  const reply = await answer(parts, route, request).catch((error: unknown) => {
    if (!(error instanceof KeywardError)) throw error
    if (route.refuse) return route.refuse(error, request)
    return route.oauth ? oauthError(error) : problem(error)
  })
  return { ...reply, headers: { ...always, ...reply.headers } }
}

async function answer(parts: Parts, route: Route, request: RouteRequest): Promise<Reply> {
  const { client, url, params } = request
  const [path = '', ...search] = url.split('?')
  const principal = await caller(parts, route, client)
  const query = route.query && readInput(route.query, parseForm(search.join('?')))
  const body = route.body && readInput(route.body, await readBody(request.body, { form: route.form }))
  return route.handler({ path, query, body, principal, client, param })

  function param(name: string): string {
    const value = params[name]
    return typeof value === 'string' ? value : ''
  }
}

async function caller(parts: Parts, route: Route, client: Client): Promise<Caller> {
  if (route.level === 'host') return hostCaller(parts, client)
  if (route.level === 'pending') return secondStepper(parts, client)
  if (route.level === 'limitedOrTicket' || route.level === 'enrolling') {
    const holder = await ticketHolder(parts, client)
    if (holder) return holder
  }
  const requires = requirementsOf(route)
  if (requires) return authorize(parts, await authenticate(parts, client), requires)
  if (route.sameOrigin) refuseForeignOrigin(client, parts.options)
  return null
}

/** Who has to take a second step: 401 for a browser that has not begun, 410 for one whose sign-in is over. */
async function secondStepper(parts: Parts, client: Client): Promise<Pending> {
  refuseForeignOrigin(client, parts.options)
  const found = await readPending(parts, client)
  if (found?.pending.kind === 'second_factor') return found
  const begun = readCookie(client, pendingCookie(parts.options)) !== undefined
  throw begun ? new KeywardError('expired') : challenged('unauthenticated', parts.options)
}

/** A ticket is newer than any session that this browser had, but a bearer credential decides alone. */
async function ticketHolder(parts: Parts, client: Client): Promise<Pending | null> {
  if (readBearer(client, parts.options) !== null) return null
  const found = await readPending(parts, client)
  if (found?.pending.kind !== 'enrolment') return null
  refuseForeignOrigin(client, parts.options)
  return found
}
