import { hash } from 'node:crypto'
import { z } from 'zod'
import type { DocumentOptions } from './openapi/levels.js'
import type { OpenApiDocument } from './openapi/document.js'
import { openApiDocument } from './openapi/document.js'
import { ifNoneMatch } from './precondition.js'
import type { Route } from './route.js'
import { ok, route } from './route.js'

const path = '/openapi.json'

/** Tells machines what routes there are: those given, and this one. The document is made when it is first asked for. */
export function openApiRoute(routes: readonly Route[], options: DocumentOptions): Route {
  let document: OpenApiDocument | undefined
  const made: Route = route('get', path, {
    operation: 'getOpenApi',
    summary: 'What routes there are, what each takes and what it answers: this document, OpenAPI 3.1.',
    answers: { 200: z.looseObject({ openapi: z.string() }), 304: null },
    precondition: 'If-None-Match',
    level: 'anon',
    handler: async ({ client, path: asked }) => {
      document ??= openApiDocument([...routes, made], options)
      // A client finds the routes where it found this.
      const url = asked.slice(0, -path.length) || '/'
      const body = { ...document, servers: [{ url }] }
      const tag = `"${hash('sha256', JSON.stringify(body), 'base64url').slice(0, 22)}"`
      const headers = { ETag: tag, 'Cache-Control': 'no-cache' }
      if (ifNoneMatch(client.header('if-none-match'), tag)) return { status: 304, body: undefined, headers }
      return { ...ok(body), headers }
    },
  })
  return made
}
