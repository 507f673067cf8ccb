import type { Route } from '../route.js'
import { schemaWriter } from './json-schema.js'
import type { DocumentOptions } from './levels.js'
import { securitySchemes } from './levels.js'
import type { ApiRoute } from './operation.js'
import { operationOf, tagOf } from './operation.js'
import { problemWriter } from './problems.js'

/** An OpenAPI document, without the place that it is for. */
export interface OpenApiDocument {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, object>>
  readonly components: object
}

/** Which edition of the routes this is. It moves on where one of them changes so that a client must. */
const version = '1.0.0'

const description = `Sign-in, credentials and administration by keyward.

Times are RFC 3339 in UTC, ids are opaque. Lists take \`limit\` and \`cursor\`. Unknown fields are refused. A refusal is \`application/problem+json\` (RFC 9457) with a \`code\` that stays the same. What changes something and is authenticated by cookie must come from an allowed origin.`

/** Makes the document of those routes that have an operation. */
export function openApiDocument(routes: readonly Route[], options: DocumentOptions): OpenApiDocument {
  const operations = routes.filter(isOfApi)
  const schemas = schemaWriter()
  const problems = problemWriter(schemas)
  const writing = { schemas, problems, options }
  const paths: Record<string, Record<string, object>> = {}
  for (const route of operations) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: operationOf(route, writing) }
  }
  return Object.freeze({
    openapi: '3.1.0',
    info: { title: 'keyward', version, description },
    tags: [...new Set(operations.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.components(),
      responses: problems.components(),
      securitySchemes: securitySchemes(options),
    },
  } satisfies OpenApiDocument)
}

function isOfApi(route: Route): route is ApiRoute {
  return route.operation !== undefined && route.answers !== undefined
}
