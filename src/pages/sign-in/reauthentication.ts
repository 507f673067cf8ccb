import type { Reauthenticated } from '../../account/reauthentication.js'
import { sessionCookie, withCookie } from '../../auth/cookie.js'
import { offered } from '../../auth/offered.js'
import type { Principal, SessionPrincipal } from '../../auth/principal.js'
import { withQuery } from '../../auth/with-query.js'
import { challenged } from '../../auth/www-authenticate.js'
import type { Client } from '../../client.js'
import { KeywardError } from '../../errors.js'
import { handle } from '../../http/handle.js'
import { isHolder } from '../../http/refusable.js'
import type { Reply, Route, RouteRequest } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie } from '../../http/sign-in-reply.js'
import { hasFactor, proofMethods } from '../../policy/enforcement.js'
import type { PageContent } from '../elements/page.js'
import type { DemandedProof, ProofMethod } from '../factors/proof.js'
import { isProofField, isUnanswered, methodSent, proofPage, proofProblem, prove } from '../factors/proof.js'
import type { Mount } from '../site/mount.js'
import { pageReply } from '../site/reply.js'
import type { Section } from '../site/section.js'
import { fieldName } from '../visit/field-name.js'
import { bodyOf, formOf } from '../visit/form.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { holderOf, seeOther, visitOf } from '../visit/visit.js'

const path = '/account/reauthentication'
/** Who may be asked to prove who they are. */
const limited = { level: 'limited', method: 'post', sameOrigin: false } as const

/** A request that was refused for want of a proof. */
interface Unproved {
  readonly methods: readonly string[]
  readonly request: RouteRequest
  /** Fields that are never repeated in a page. */
  readonly secrets: readonly string[]
  /** Answers a form that came too late as well. */
  readonly stale: (visit: SessionVisit) => Promise<Reply>
}

/**
 * Answers a refused request with the page that asks for a proof. Once the proof is given, the same request is handled again from the
 * beginning, with the session as it is by then. Whatever was typed is sent along, but for secrets.
 */
export async function reauthenticate(mount: Mount, route: Route, unproved: Unproved): Promise<Reply> {
  const { services } = mount
  const { methods, request, secrets, stale } = unproved
  const visit = await visitOfSession(mount, route, request)
  // Else a foreign page's fields would be sent on under a token of ours.
  if (mount.tokens.endOf(visit.form.text('form-token'), holderOf(visit.principal)) === null)
    return stale(visit)
  // Another tab has just had the session re-issued: the browser has the secret with which this form can be sent.
  const method = visit.principal.session.superseded ? null : methodSent(visit, methods)
  const repeated = visit.form
    .names()
    .filter((name) => !isProofField(name) && !secrets.map(fieldName).includes(name))
    .map((name) => [name, visit.form.text(name)] as const)
  const { passkeys } = services.options
  const demanded = { methods, action: visit.currentUrl, repeated, problem: null, passkeys }
  if (method === null) return pageReply(mount, visit, await askingPage(services, visit, demanded))
  try {
    const proved = await prove(services, visit, method)
    const client = withSession(request.client, proved, services.options)
    const reply = await handle(services, route, {
      ...request,
      client,
      body: bodyOf(request.body, visit.form),
    })
    return { ...reply, cookies: [...reissuedCookie(proved, services.options), ...(reply.cookies ?? [])] }
  } catch (error) {
    return pageReply(mount, visit, refusedProof(services, visit, { demanded, method, error }))
  }
}

/** The page that asks for a proof, under an address of its own: for pages that are only looked at, and for the host's. */
export const reauthenticationSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, {
      level: 'limited',
      handler: async (visit) => {
        const elsewhere = await askedByApp(services, visit.client)
        return elsewhere === null
          ? proofPage(visit, await demandedProofOf(services, visit))
          : seeOther(withQuery(elsewhere, { to: visit.returnTo ?? visit.url('/account') }))
      },
    }),
    post(path, {
      level: 'limited',
      handler: async (visit) => {
        const demanded = await demandedProofOf(services, visit)
        const method = methodSent(visit, demanded.methods)
        if (method === null) return askingPage(services, visit, demanded)
        try {
          const proved = await prove(services, visit, method)
          return seeOther(visit.returnTo ?? visit.url('/account'), reissuedCookie(proved, services.options))
        } catch (error) {
          return refusedProof(services, visit, { demanded, method, error })
        }
      },
    }),
  ],
}

/** The address at which the app itself asks for a proof: it does of people it has signed in who have no second factor here. `null` where these pages ask. */
export async function askedByApp(services: Services, client: Client): Promise<string | null> {
  const { reauthenticateAt } = services.options
  if (reauthenticateAt === undefined) return null
  const principal = await services.entrance.authenticate(client)
  if (principal?.session == null || principal.session.row.boundTo === null) return null
  return hasFactor(await services.factors.of(principal.user.id)) ? null : reauthenticateAt
}

/** The page that asks, saying why a security key could not be asked before if that is why the form came without an answer. */
async function askingPage(
  services: Pick<Services, 'reauthentication' | 'options'>,
  visit: SessionVisit,
  demanded: DemandedProof,
): Promise<PageContent> {
  if (!isUnanswered(visit)) return proofPage(visit, demanded)
  try {
    await services.reauthentication.securityKeyOptions(visit.client, visit.principal)
  } catch (error) {
    return refusedProof(services, visit, { demanded, method: 'security_key', error })
  }
  return proofPage(visit, demanded)
}

/** A proof that was refused. */
interface Refused {
  readonly demanded: DemandedProof
  readonly method: ProofMethod
  readonly error: unknown
}

/** The page that asks again, saying why the proof was refused. */
function refusedProof(
  { options }: Pick<Services, 'options'>,
  visit: Visit,
  { demanded, method, error }: Refused,
): PageContent {
  if (!(error instanceof KeywardError)) throw error
  const page = proofPage(visit, {
    ...demanded,
    problem: proofProblem(error, visit, { method, now: options.now() }),
  })
  return { ...page, status: error.status, headers: error.headers }
}

async function demandedProofOf({ factors, options }: Services, visit: SessionVisit) {
  const methods = offered(proofMethods(await factors.of(visit.principal.user.id)), options)
  const repeated = visit.returnTo === null ? [] : [['to', visit.returnTo] as const]
  return { methods, action: visit.url(path), repeated, problem: null, passkeys: options.passkeys }
}

async function visitOfSession(
  mount: Mount,
  route: Route,
  { client, url, params, body }: RouteRequest,
): Promise<SessionVisit> {
  const { entrance, options } = mount.services
  const caller = await entrance.admit(limited, await entrance.identify(limited, client))
  if (caller === null || !isHolder(caller) || !isSession(caller)) throw challenged('unauthenticated', options)
  const [path = '', ...search] = url.split('?')
  const query = Object.fromEntries(new URLSearchParams(search.join('?')))
  const form = await formOf(body)
  return visitOf({
    ...mount,
    route: route.path,
    client,
    principal: caller,
    path,
    query,
    form,
    param: (name) => (typeof params[name] === 'string' ? params[name] : ''),
  })
}

function isSession(principal: Principal): principal is SessionPrincipal {
  return principal.session !== null
}

/** The client as it will be once it has the cookie of the re-issued session. */
function withSession(client: Client, proved: Reauthenticated, options: Services['options']): Client {
  if (proved.secret === null) return client
  return withCookie(client, sessionCookie(options), proved.secret)
}
