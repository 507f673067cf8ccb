import type { Asked, CallOptions, Send } from './send.js'
import { answerIn } from './answer.js'

/** One argument for each parameter in a route's path: `get /api-keys/:id` takes one. */
type Params<Route extends string> = Route extends `${string}:${infer Rest}` ? [string, ...Params<Rest>] : []

/** What a function does with the answer. */
type Reading = (response: Response) => unknown

/** Makes the functions of routes. Each takes the parameters of the path, then what the route takes, then `CallOptions`. */
export interface RouteCalls {
  /** The function of a route that takes nothing beside its path. */
  plain<const Route extends string, Answer>(
    route: Route,
    read?: Reading,
  ): (...given: [...Params<Route>, options?: CallOptions]) => Promise<Answer>
  /** The function of a route with a query. */
  query<const Route extends string, Query, Answer>(
    route: Route,
    read?: Reading,
  ): (...given: [...Params<Route>, query?: Query, options?: CallOptions]) => Promise<Answer>
  /** The function of a route that takes JSON. What is in the route after `?` goes with it as it is. */
  body<const Route extends string, Input, Answer>(
    route: Route,
    read?: Reading,
  ): (...given: [...Params<Route>, input: Input, options?: CallOptions]) => Promise<Answer>
  /** The function of a route that takes a form, as OAuth's do. */
  form<const Route extends string, Input, Answer>(
    route: Route,
  ): (...given: [...Params<Route>, input: Input, options?: CallOptions]) => Promise<Answer>
}

/** What a function sends of what it is given after the parameters of the path. */
type Input = 'none' | 'query' | 'json' | 'form'

/** A route, and what it takes. */
interface Row {
  readonly route: string
  readonly input: Input
  readonly read?: Reading
}

/** Makes them over what sends requests. */
export function routeCalls(send: Send): RouteCalls {
  return Object.freeze({
    plain: (route, read) => calling({ route, input: 'none', read }),
    query: (route, read) => calling({ route, input: 'query', read }),
    body: (route, read) => calling({ route, input: 'json', read }),
    form: (route) => calling({ route, input: 'form' }),
  } satisfies RouteCalls)

  function calling<Answer>(row: Row) {
    const { read = answerIn } = row
    // The table names the type of its answer, which the server's own tests hold it to.
    return async (...given: readonly unknown[]) => (await read(await send(asked(row, given)))) as Answer
  }
}

/** The request that a function makes of its arguments. */
function asked({ route, input }: Row, given: readonly unknown[]): Asked {
  const [method = '', path = ''] = route.split(' ')
  const rest = [...given]
  const filled = path.replace(/:\w+/g, () => segment(rest.shift()))
  const taken = input === 'none' ? undefined : rest.shift()
  const options = rest[0] as CallOptions | undefined
  const request = { method: method.toUpperCase(), path: filled, options }
  if (input === 'query') return { ...request, path: filled + search(taken ?? {}) }
  if (input === 'form') return { ...request, body: form(taken ?? {}) }
  if (method === 'get' || method === 'delete') return request
  return { ...request, body: { type: 'application/json', text: JSON.stringify(taken ?? {}) } }
}

/** A segment of a path. An empty one, and one of dots, would name another route: `DELETE /sessions/` ends them all. */
function segment(given: unknown): string {
  if (typeof given === 'string' && !/^\.{0,2}$/.test(given)) return encodeURIComponent(given)
  throw new TypeError('an id must be text, and not empty')
}

function search(query: object): string {
  const text = parameters(query).toString()
  return text === '' ? '' : `?${text}`
}

function form(input: object): Asked['body'] {
  return { type: 'application/x-www-form-urlencoded', text: parameters(input).toString() }
}

/** What is `undefined` was not given. */
function parameters(given: object): URLSearchParams {
  const found = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) if (value !== undefined) found.set(name, String(value))
  return found
}
