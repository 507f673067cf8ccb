import type { Schema } from '../../input/read-input.js'
import type { Answers, Route } from '../route.js'
import type { JsonSchema, SchemaWriter } from './json-schema.js'
import type { DocumentOptions } from './levels.js'
import { levelTexts, securityOf } from './levels.js'
import type { ProblemWriter } from './problems.js'

/** A route of the API. */
export type ApiRoute = Route & { readonly operation: string; readonly answers: Answers }

/** What an operation of the document is written with. */
export interface Writing {
  readonly schemas: SchemaWriter
  readonly problems: ProblemWriter
  readonly options: DocumentOptions
}

const successes = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken in; something more is asked for.',
  204: 'Done; there is nothing to say.',
  304: 'It has not changed.',
} as const

/** Writes the operation of a route. */
export function operationOf(route: ApiRoute, writing: Writing): object {
  const { operation, summary, level, body = route.signed } = route
  return {
    operationId: operation,
    tags: [tagOf(route)],
    summary,
    description: `Who may call: ${levelTexts[level]}`,
    'x-level': level,
    security: securityOf(level, writing.options),
    parameters: parametersOf(route, writing),
    ...(body && { requestBody: requestBodyOf(route, writing.schemas.input(body)) }),
    responses: { ...answersOf(route, writing.schemas), ...writing.problems.of(route) },
  }
}

/** What a route is about: the beginning of its path. */
export function tagOf({ path }: Pick<Route, 'path'>): string {
  const [, first = '', second = ''] = path.split('/')
  return first === 'admin' ? `admin/${second}` : first
}

function parametersOf({ path, query, precondition }: Route, { schemas }: Writing): readonly object[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const { properties = {}, required = [] } = (query ? schemas.input(query) : {}) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>
    readonly required?: readonly string[]
  }
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  const inHeader =
    precondition === undefined ? [] : [{ name: precondition, in: 'header', schema: { type: 'string' } }]
  return [...inPath, ...inQuery, ...inHeader]
}

function requestBodyOf({ oauth, form }: Route, schema: JsonSchema): object {
  return {
    // An empty body counts as an empty object.
    required: schema.required !== undefined,
    content: {
      ...((oauth || form) && { 'application/x-www-form-urlencoded': { schema } }),
      'application/json': { schema },
    },
  }
}

function answersOf({ answers, files = [], precondition }: ApiRoute, schemas: SchemaWriter): object {
  const written = Object.entries(answers).map(([status, schema]) => [
    status,
    {
      description: successes[Number(status) as keyof typeof successes],
      ...(precondition && { headers: { ETag: { schema: { type: 'string' } } } }),
      ...(schema && { content: { ...contentOf(schema, schemas), ...filesOf(files) } }),
    },
  ])
  return Object.fromEntries(written) as object
}

/** An answer that is text by its schema is sent as it is. */
function contentOf(schema: Schema, schemas: SchemaWriter): object {
  const written = schemas.output(schema)
  return { [written.type === 'string' ? 'text/plain' : 'application/json']: { schema: written } }
}

function filesOf(types: readonly string[]): object {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]))
}
