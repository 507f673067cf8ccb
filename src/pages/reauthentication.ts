import { authenticate } from '../auth/authenticate.js'
import { authorize } from '../auth/authorize.js'
import { challenged } from '../auth/challenge.js'
import type { Client } from '../auth/client.js'
import { sessionCookie } from '../auth/cookie.js'
import type { Reauthenticated, SessionPrincipal } from '../auth/reauthentication.js'
import { KeywardError } from '../errors.js'
import { handle } from '../http/handle.js'
import type { Reply, Route, RouteRequest } from '../http/route.js'
import { requirementsOf } from '../http/route.js'
import type { Services } from '../http/services.js'
import { reissuedCookie } from '../http/sign-in-reply.js'
import type { Options } from '../options.js'
import { proofMethods } from '../policy/enforcement.js'
import { bodyOf, formOf } from './form.js'
import type { Page } from './page.js'
import type { Asked, ProofMethod } from './proof.js'
import { isProofField, methodSent, proofPage, proofProblem, prove } from './proof.js'
import { pageReply } from './reply.js'
import type { Setting } from './setting.js'
import type { Section } from './section.js'
import type { Visit } from './visit.js'
import { holderOf, seeOther, visitOf } from './visit.js'

const path = '/account/reauthentication'

/** A refused request that a proof makes good. */
export interface Unproved {
  readonly methods: readonly string[]
  readonly request: RouteRequest
  readonly secrets: readonly string[]
}

/**
 * Asks in the place of what was asked for who somebody is, and, once that is proved, asks for the same again: through the front
 * door, with the session as it is now. What was typed is sent along, but for secrets.
 */
export async function reauthenticate(setting: Setting, route: Route, unproved: Unproved): Promise<Reply> {
  const { services } = setting
  const { methods, request, secrets } = unproved
  const visit = await visitOfSession(setting, route, request)
  // Else a foreign page's fields would be sent on under a token of ours.
  if (setting.tokens.endOf(visit.form.text('form-token'), holderOf(visit.principal)) === null) {
    throw new KeywardError('csrf')
  }
  const method = methodSent(visit, methods)
  const repeated = visit.form
    .names()
    .filter((name) => !isProofField(name) && !secrets.includes(name))
    .map((name) => [name, visit.form.text(name)] as const)
  const asked = { methods, action: visit.asked, repeated, problem: null }
  if (method === null) return pageReply(setting, visit, proofPage(visit, asked))
  try {
    const proved = await prove(services, visit, visit.principal, method)
    const client = withSession(request.client, proved, services.options)
    const reply = await handle(services, route, {
      ...request,
      client,
      body: bodyOf(request.body, visit.form),
    })
    return { ...reply, cookies: [...reissuedCookie(proved, services.options), ...(reply.cookies ?? [])] }
  } catch (error) {
    return pageReply(setting, visit, refusedProof(visit, asked, method, error))
  }
}

/** The same page under an address of its own: for pages that are only looked at, and for the host's. */
export const reauthenticationSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'limited',
      handler: async (visit) => proofPage(visit, await askedOf(services, visit)),
    }),
    post(path, {
      level: 'limited',
      handler: async (visit) => {
        const asked = await askedOf(services, visit)
        const method = methodSent(visit, asked.methods)
        if (method === null) return proofPage(visit, asked)
        try {
          const proved = await prove(services, visit, visit.principal, method)
          return seeOther(visit.to ?? visit.url('/account'), reissuedCookie(proved, services.options))
        } catch (error) {
          return refusedProof(visit, asked, method, error)
        }
      },
    }),
  ],
}

/** Asks again, and says why. */
function refusedProof(visit: Visit, asked: Asked, method: ProofMethod, error: unknown): Page {
  if (!(error instanceof KeywardError)) throw error
  const page = proofPage(visit, { ...asked, problem: proofProblem(error, visit, method) })
  return { ...page, status: error.status, headers: error.headers }
}

async function askedOf({ store }: Services, visit: Visit<SessionPrincipal>) {
  const methods = proofMethods(await store.factors.of(visit.principal.user.id))
  const repeated = visit.to === null ? [] : [['to', visit.to] as const]
  return { methods, action: visit.url(path), repeated, problem: null }
}

async function visitOfSession(
  setting: Setting,
  route: Route,
  { client, url, body }: RouteRequest,
): Promise<Visit<SessionPrincipal>> {
  const requires = requirementsOf({ level: 'limited', method: 'post' })
  const principal = await authorize(
    setting.services,
    await authenticate(setting.services, client),
    requires ?? {},
  )
  if (!isSession(principal)) throw challenged('unauthenticated', setting.services.options)
  const [path = '', ...search] = url.split('?')
  const query = Object.fromEntries(new URLSearchParams(search.join('?')))
  const form = await formOf(body)
  return visitOf({ ...setting, route: route.path, client, principal, path, query, form, param: () => '' })
}

function isSession(principal: { readonly session: unknown }): principal is SessionPrincipal {
  return principal.session !== null
}

/** The client as it will be once it has the cookie of the re-issued session. */
function withSession(client: Client, proved: Reauthenticated, options: Options): Client {
  if (proved.secret === null) return client
  const cookie = [`${sessionCookie(options)}=${proved.secret.reveal()}`]
  return { ...client, headers: { ...client.headers, cookie } }
}
