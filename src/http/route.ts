import type { ZodType } from 'zod'
import type { Client } from '../auth/client.js'
import type { Pending } from '../auth/pending.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import type { Principal } from '../auth/found.js'
import type { KeywardError } from '../errors.js'
import type { Requirements } from '../principal.js'
import type { SshHostRow } from '../store/ssh-host.js'
import type { IncomingBody } from './body.js'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/**
 * Who may call a route. `anon` anybody · `pending` who has to take a second step · `limited` a session, also one that may do little else ·
 * `limitedOrTicket` such a one, or the holder of an enrolment ticket · `enrolling` a session with a recent proof, also one that does not satisfy
 * the policy, or the holder of a ticket · `passwordChange` a session with a recent proof, or one that must change its password ·
 * `session` a session · `recent` a session whose owner proved themselves within 10 minutes · `bearer` any credential ·
 * `admin` a session of an administrator; a write there also needs a recent proof · `host` a host with its credential, and nobody else.
 */
export type Level = keyof Principals

/** Who calls at which level. */
export interface Principals {
  readonly anon: null
  readonly pending: Pending
  readonly limited: SessionPrincipal
  readonly limitedOrTicket: SessionPrincipal | Pending
  readonly enrolling: SessionPrincipal | Pending
  readonly passwordChange: SessionPrincipal
  readonly session: SessionPrincipal
  readonly recent: SessionPrincipal
  readonly bearer: Principal
  readonly admin: SessionPrincipal
  readonly host: SshHostRow
}

/** A request for one of keyward's routes, as an adapter hands it over. */
export interface RouteRequest {
  readonly client: Client
  /** The path as the client asked for it, mount included, with the query. */
  readonly url: string
  readonly params: Readonly<Record<string, unknown>>
  readonly body: IncomingBody
}

/** What a handler gets: nothing a framework would have to fake. */
export interface Call<Body, Query, Who> {
  readonly body: Body
  readonly query: Query
  /** The path as the client asked for it, mount included, without the query. */
  readonly path: string
  /** A parameter of the path; one that is not in the route's path reads as ''. */
  param(name: string): string
  readonly principal: Who
  readonly client: Client
}

export interface Reply {
  readonly status: number
  readonly body?: object | string
  readonly headers?: Readonly<Record<string, string>>
  /** Set-Cookie lines. */
  readonly cookies?: readonly string[]
}

interface Definition<Body, Query, L extends Level> {
  readonly level: L
  readonly body?: ZodType<Body>
  readonly query?: ZodType<Query>
  /** The body may be a form, unknown fields are ignored, errors are OAuth's (RFC 6749, section 5.2). */
  readonly oauth?: boolean
  /** The body is a form. */
  readonly form?: boolean
  /** An anonymous route that a foreign page must not be able to call. */
  readonly sameOrigin?: boolean
  /** How a refusal is answered. Default: problem details. */
  readonly refuse?: Refuse
  readonly handler: (call: Call<Body, Query, Principals[L]>) => Promise<Reply>
}

/** Answers a refusal of a route. */
export type Refuse = (error: KeywardError, request: RouteRequest) => Promise<Reply>

/** Whoever may call any route. */
export type Caller = Principals[Level]

/** A route as adapters bind it. `method: 'all'` stands for every method that no other route of its path takes. */
export interface Route {
  readonly method: Method | 'all'
  readonly path: string
  readonly level: Level
  readonly body: ZodType | undefined
  readonly query: ZodType | undefined
  readonly oauth: boolean
  readonly form: boolean
  readonly sameOrigin: boolean
  readonly refuse: Refuse | undefined
  readonly handler: (call: Call<unknown, unknown, Caller>) => Promise<Reply>
}

/** Declares a route: the schemas decide the types of `call.body` and `call.query`, `level` that of `call.principal`. */
export function route<const L extends Level, Body = undefined, Query = undefined>(
  method: Method,
  path: string,
  definition: Definition<Body, Query, L>,
): Route {
  const { level, body, query, oauth = false, form = oauth, sameOrigin = false, refuse, handler } = definition
  return Object.freeze({
    method,
    path,
    level,
    body,
    query,
    oauth,
    form,
    sameOrigin,
    refuse,
    // `handle` runs the schemas and the level's checks first, so the types that they promise hold.
    handler: handler as Route['handler'],
  })
}

/** What a level demands of a session or another credential. `null` = nothing, or something else: see `handle`. */
export function requirementsOf({ level, method }: Pick<Route, 'level' | 'method'>): Requirements | null {
  switch (level) {
    case 'anon':
    case 'pending':
    case 'host':
      return null
    case 'bearer':
      return {}
    case 'limited':
    case 'limitedOrTicket':
      return { credentials: ['session'], downgraded: true, temporary: true }
    case 'enrolling':
      return { credentials: ['session'], downgraded: true, recent: true }
    case 'passwordChange':
      return { credentials: ['session'], temporary: true, recent: true }
    case 'session':
      return { credentials: ['session'] }
    case 'recent':
      return { credentials: ['session'], recent: true }
    case 'admin':
      return { credentials: ['session'], admin: true, recent: method !== 'get' }
  }
}

export const noContent: Reply = Object.freeze({ status: 204 })

export function ok(body: object): Reply {
  return { status: 200, body }
}

export function created(body: object, location: string): Reply {
  return { status: 201, body, headers: { Location: location } }
}
