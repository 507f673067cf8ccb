import { openApiDocument } from '../../src/http/openapi/document.js'
import { carriers, documentedRoutes } from './routes.js'

/** The document with everything in it that an option can switch on, for an app that mounts keyward at `/auth`. */
export const wholeDocument = {
  ...openApiDocument(documentedRoutes(), { carriers, cookieName: 'keyward', insecure: false }),
  servers: [{ url: '/auth' }],
}

/** `docs/reference/openapi.json`: that document. */
export function openApiPage(): string {
  return `${JSON.stringify(wholeDocument, null, 2)}\n`
}
