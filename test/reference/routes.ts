import { DataSource } from 'typeorm'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { keywardEntities } from '../../entities/index.js'
import type { Level } from '../../src/http/level.js'
import { levelRefusals } from '../../src/http/openapi/refusals.js'
import { createKeyward } from '../../src/index.js'
import type { Route } from '../../src/index.js'
import { withAllRoutes } from '../support/routes.js'
import { propertiesOf } from './declarations.js'
import { code, madeFrom, table } from './markdown.js'
import { fieldsOf } from './schema-fields.js'

/** All ways to send a credential that there are. */
export const carriers = { basic: true, apiKeyHeader: true }

/** Every route of keyward's, those that an option switches on included, without the pages and without the answers to other methods. */
export function documentedRoutes(): readonly Route[] {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: ':memory:',
    entities: [...keywardEntities().all],
  })
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: ['only to list the routes, 32 bytes and more'],
    origins: ['https://app.example.com'],
    ...withAllRoutes,
    carriers,
  })
  return keyward.adapter.routes().filter(({ method }) => method !== 'all')
}

/** What the source says of each level. */
export const levels = propertiesOf('src/http/level.ts', 'Principals')

/** `docs/reference/routes.md`: each route, who may call it, and what it takes. */
export function routesPage(): string {
  const routes = documentedRoutes()
  const groups = [...new Set(routes.map(groupOf))]
  return `${madeFrom('the route tables in src/http')}

# Routes

Paths are below the one at which the app mounts keyward's router, such as \`/auth\`. Bodies are JSON unless a route says otherwise, at most 64 KiB, and hold no field that is not listed; so do queries. Lists take \`limit\` (50 when omitted) and \`cursor\`, and answer \`{ items, nextCursor }\`.
What the policy in force allows may be less than what a field takes. Another method of a known path is 405 with \`Allow\`; the codes are in [errors](errors.md).

## Who may call

Each route has a level. Beside the refusals in this table, any route may answer \`busy\`, \`unavailable\` and, with a body, \`malformed_json\`, \`payload_too_large\`, \`unsupported_media_type\` and \`invalid_input\`. In an app with a sign-in of its own (\`resolveUser\`) it may be \`second_factor_required\`, too.

${table(
  ['level', 'who', 'refused otherwise, to read', 'and to change something'],
  levels.map(({ name, doc }) => levelRow(name as Level, doc)),
)}

${groups.map((group) => section(group, routes)).join('\n\n')}
`
}

function section(group: string, routes: readonly Route[]): string {
  const own = routes.filter((route) => groupOf(route) === group)
  return [`## ${group}`, ...own.map(described)].join('\n\n')
}

function described(route: Route): string {
  const { method, path, summary = '', level, body, query, form, oauth } = route
  const kind = oauth || form ? 'Form or JSON' : 'Body'
  return [
    `### ${method.toUpperCase()} ${path}`,
    `${summary} Level: \`${level}\`.`,
    ...(query ? fieldTable('Query', query) : []),
    ...(body ? fieldTable(kind, body) : []),
  ].join('\n\n')
}

function fieldTable(title: string, schema: NonNullable<Route['body']>): readonly string[] {
  const fields = fieldsOf(schema)
  if (fields.length === 0) return [`${title}: an empty object.`]
  const rows = fields.map(({ name, required, form }) => [code(name), form, required ? 'yes' : ''])
  return [table([title.toLowerCase(), 'what it may be', 'required'], rows)]
}

/** `/api-keys`, `/admin/users`: what a route is about. */
function groupOf({ path }: Pick<Route, 'path'>): string {
  const [, first = '', second = ''] = path.split('/')
  return first === 'admin' ? `/admin/${second}` : `/${first}`
}

function levelRow(level: Level, doc: string): readonly string[] {
  const read = levelRefusals(level, 'get')
  const more = levelRefusals(level, 'post').filter((one) => !read.includes(one))
  return [code(level), doc, read.map(code).join(', '), more.map(code).join(', ')]
}
