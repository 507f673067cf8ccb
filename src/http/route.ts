import type { Client } from '../client.js'
import type { ErrorCode, KeywardError } from '../errors.js'
import type { Schema } from '../input/read-input.js'
import type { IncomingBody } from './body.js'
import type { Caller, Level, Principals } from './level.js'

/** The methods of routes, in lower case. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

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
  /** The path as the client asked for it, mount included, without the query, and without a host that it was asked for. */
  readonly path: string
  /** Reads the body as it was sent, at most 1 MiB: for routes that check a signature over it, in the place of `body`. */
  bytes(): Promise<Uint8Array>
  /** A parameter of the path; one that is not in the route's path reads as ''. */
  param(name: string): string
  readonly principal: Who
  readonly client: Client
}

/** The answer to a request, which an adapter sends: an object is sent as JSON. */
export interface Reply {
  readonly status: number
  readonly body?: object | string
  /** A body that is made while it is sent, as fast as the client takes it. Where it breaks off the connection ends, so that nobody takes it for whole. */
  readonly parts?: AsyncIterable<string | Uint8Array>
  /** Aborted where the client takes nothing of `parts` for too long: the connection ends. */
  readonly abandoned?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
  /** Set-Cookie lines. */
  readonly cookies?: readonly string[]
  /** The host answers this request instead, as if there were no such route. */
  readonly leftToHost?: true
}

/** Leaves a request to the host, as if there were no such route. */
export const leftToHost: Reply = Object.freeze({ status: 404, leftToHost: true })

/** The statuses of answers that do what was asked. */
type Success = 200 | 201 | 202 | 204 | 304

/** What a route answers where it does what was asked: the schema of the body by status; `null` = there is no body. */
export type Answers = { readonly [Status in Success]?: Schema | null }

/** A reply of one status, with the body that goes with it. */
export interface Answer<Status extends Success, Body> extends Omit<Reply, 'status' | 'body'> {
  readonly status: Status
  readonly body: Body
}

/** A reply whose body is made while it is sent. */
export type Streamed = Omit<Reply, 'body' | 'parts'> & Required<Pick<Reply, 'parts'>>

/** What a schema reads, as it may be shown: whoever shows it may keep it from being changed. */
type Shown<T> = T extends readonly (infer Item)[]
  ? readonly Shown<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Shown<T[Key]> }
    : T

/** The replies that a route with these answers may give. */
type ReplyOf<A extends Answers> =
  | Streamed
  | {
      [Status in keyof A & Success]: Answer<
        Status,
        A[Status] extends Schema<infer Body> ? Shown<Body> : undefined
      >
    }[keyof A & Success]

/** What a page's route and one of the API have in common. */
interface PageDefinition<Body, Query, L extends Level> {
  readonly level: L
  readonly body?: Schema<Body>
  readonly query?: Schema<Query>
  /** Whether what is asked for takes a recent proof, at a level that does not always demand one. */
  readonly proofFor?: (body: Body) => boolean
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

interface Definition<Body, Query, L extends Level, A extends Answers> extends Omit<
  PageDefinition<Body, Query, L>,
  'handler' | 'form' | 'refuse'
> {
  /** What it is called in the OpenAPI document and by generated clients, verb first: `createApiKey`. It stays the same for good. */
  readonly operation: string
  /** What it does, in one sentence or two: the reference and the OpenAPI document are made of them. */
  readonly summary: string
  readonly answers: A
  /** The refusals that are the route's own: those of its level and of what it takes are known. */
  readonly refusals?: readonly ErrorCode[]
  /** A header by which the client says which version it knows. */
  readonly precondition?: Precondition
  /** The media types of files that are answered to whoever accepts them, in place of JSON. */
  readonly files?: readonly string[]
  /** What a body must be that the handler reads by itself, as bytes, since they are signed. */
  readonly signed?: Schema
  readonly handler: (call: Call<Body, Query, Principals[L]>) => Promise<ReplyOf<A>>
}

/** A header that makes an answer depend on the version that the client knows. */
type Precondition = 'If-Match' | 'If-None-Match'

/** Answers a refusal of a route. */
type Refuse = (error: KeywardError, request: RouteRequest) => Promise<Reply>

/** A route as adapters bind it. `method: 'all'` means every method that no other route of its path takes. */
export interface Route {
  readonly method: Method | 'all'
  readonly path: string
  /** What the OpenAPI document calls it; pages, and answers to methods that a path does not take, are not in there. */
  readonly operation: string | undefined
  readonly summary: string | undefined
  readonly answers: Answers | undefined
  readonly refusals?: readonly ErrorCode[] | undefined
  readonly precondition?: Precondition | undefined
  readonly files?: readonly string[] | undefined
  readonly signed?: Schema | undefined
  readonly level: Level
  readonly body: Schema | undefined
  readonly query: Schema | undefined
  readonly proofFor?: ((body: unknown) => boolean) | undefined
  readonly oauth: boolean
  readonly form: boolean
  readonly sameOrigin: boolean
  readonly refuse: Refuse | undefined
  readonly handler: (call: Call<unknown, unknown, Caller>) => Promise<Reply>
}

/**
 * Declares a route of the API: the schemas decide the types of `call.body` and `call.query`, `level` that of `call.principal`, and `answers`
 * what the handler may reply.
 */
export function route<const L extends Level, const A extends Answers, Body = undefined, Query = undefined>(
  method: Method,
  path: string,
  definition: Definition<Body, Query, L, A>,
): Route {
  const { operation, summary, answers, refusals, precondition, files, signed, ...rest } = definition
  // A reply of the API is a reply; which one it may be was checked where the route is declared.
  const made = pageRoute(method, path, rest as PageDefinition<Body, Query, L>)
  const described = { operation, summary, answers, refusals, precondition, files, signed }
  return Object.freeze({ ...made, ...described } satisfies Route)
}

/** Declares a route that is for people, and not in the OpenAPI document. */
export function pageRoute<const L extends Level, Body = undefined, Query = undefined>(
  method: Method,
  path: string,
  definition: PageDefinition<Body, Query, L>,
): Route {
  const { level, body, query, proofFor, oauth = false, form = oauth, sameOrigin = false } = definition
  return Object.freeze({
    method,
    path,
    operation: undefined,
    summary: undefined,
    answers: undefined,
    level,
    body,
    query,
    // As for the handler: the schema runs first.
    proofFor: proofFor as Route['proofFor'],
    oauth,
    form,
    sameOrigin,
    refuse: definition.refuse,
    // `handle` runs the schemas and the level's checks first, so the types that they promise hold.
    handler: definition.handler as Route['handler'],
  } satisfies Route)
}

/** The reply 204, which has no body. */
export const noContent: Answer<204, undefined> = Object.freeze({ status: 204, body: undefined })

/** Makes the reply 200 with a body. */
export function ok<Body extends object>(body: Body): Answer<200, Body> {
  return { status: 200, body }
}

/** Makes the reply 201 with what was created; `location` is its path, mount included. */
export function created<Body extends object>(body: Body, location: string): Answer<201, Body> {
  return { status: 201, body, headers: { Location: location } }
}
