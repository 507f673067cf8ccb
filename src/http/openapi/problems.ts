import type { ErrorCode } from '../../errors.js'
import { KeywardError } from '../../errors.js'
import { oauthError, problemDetails } from '../answer/problem.js'
import type { Route } from '../route.js'
import type { SchemaWriter } from './json-schema.js'
import { refusalsOf } from './refusals.js'

/** Writes how routes refuse: an answer stands in `components` once, whichever routes give it. */
export interface ProblemWriter {
  /** The refusals of a route by status: which codes each may name. */
  of(route: Route): Readonly<Record<string, object>>
  /** The answers that were met so far, by name. */
  components(): Readonly<Record<string, object>>
}

const headersOf: Readonly<Record<number, string>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
  503: 'Retry-After',
}

/** Makes one, for one document. */
export function problemWriter(schemas: SchemaWriter): ProblemWriter {
  const met = new Map<string, object>()
  return Object.freeze({
    of: (route) =>
      Object.fromEntries(
        [...byStatus(route)].map(([status, codes]) => [
          String(status),
          // OAuth's errors are for what the RFCs name; whatever else keyward refuses is a problem there, too.
          route.oauth && status === 400
            ? referTo('oauth_error', () => oauthAnswer(schemas))
            : referTo(codes.join('.'), () => problemAnswer(status, codes, schemas)),
        ]),
      ),
    components: () => Object.fromEntries([...met].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  } satisfies ProblemWriter)

  function referTo(name: string, write: () => object): object {
    if (!met.has(name)) met.set(name, write())
    return { $ref: `#/components/responses/${name}` }
  }
}

function byStatus(route: Route): ReadonlyMap<number, readonly ErrorCode[]> {
  const found = new Map<number, readonly ErrorCode[]>()
  for (const code of refusalsOf(route)) {
    const { status } = new KeywardError(code)
    // OAuth knows no 422 (RFC 6749, section 5.2).
    const answered = route.oauth && status === 422 ? 400 : status
    found.set(answered, [...(found.get(answered) ?? []), code])
  }
  return found
}

function problemAnswer(status: number, codes: readonly ErrorCode[], schemas: SchemaWriter): object {
  const header = headersOf[status]
  const narrowed = { type: 'object', properties: { code: { type: 'string', enum: codes } } }
  const schema = { allOf: [schemas.output(problemDetails), narrowed] }
  return {
    description: codes.map((code) => `\`${code}\`: ${new KeywardError(code).message}.`).join(' '),
    ...(header !== undefined && { headers: { [header]: { schema: { type: 'string' } } } }),
    content: { 'application/problem+json': { schema } },
  }
}

function oauthAnswer(schemas: SchemaWriter): object {
  return {
    description: 'An error as OAuth has it (RFC 6749, section 5.2).',
    content: { 'application/json': { schema: schemas.output(oauthError) } },
  }
}
