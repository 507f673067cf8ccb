import { z } from 'zod'
import type { Client } from '../auth/client.js'
import { rfc3339 } from '../credentials/lifetime.js'
import type { AuditEvent } from '../events.js'
import { eventTypes } from '../events.js'
import type { AuditFilter } from '../store/audit.js'
import type { Page, PageRequest } from '../store/page.js'
import { listOf, pageQuery, pageRequest } from './input.js'
import type { Reply, Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

const maxLines = 10_000
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const eventQuery = z.strictObject({
  ...pageQuery,
  type: z.literal([...eventTypes]).optional(),
  before: time.optional(),
  after: time.optional(),
})
type EventQuery = z.output<typeof eventQuery>

/** Reads events: `list` shows people what they just did, `search` may lag. */
type Read = (page: PageRequest) => Promise<Page<AuditEvent>>

/** What happened: one's own, and, for administrators, all. Newest first. */
export function eventRoutes({ store }: Services): readonly Route[] {
  const { audit } = store
  return [
    route('get', '/events', {
      level: 'session',
      query: eventQuery,
      handler: async ({ principal, query, client }) => {
        const filter = { ...filterOf(query), userId: principal.user.id }
        return events((page) => audit.list(filter, page), query, client)
      },
    }),
    route('get', '/admin/events', {
      level: 'admin',
      query: eventQuery,
      handler: async ({ query, client }) =>
        events((page) => audit.search(filterOf(query), page), query, client),
    }),
  ]
}

function filterOf({ type, before, after }: EventQuery): AuditFilter {
  return { type, before, after }
}

async function events(read: Read, query: EventQuery, client: Client): Promise<Reply> {
  if (client.headers.accept?.some((accept) => accept.includes('application/x-ndjson'))) {
    return lines(read, query)
  }
  const { rows, more } = await read(pageRequest(query))
  return ok(listOf({ rows: rows.map(eventJson), more }))
}

/** All the filtered rows after the cursor, up to the most that one answer may hold. */
async function lines(read: Read, query: EventQuery): Promise<Reply> {
  const found: string[] = []
  let before = pageRequest(query).before
  for (let more = true; more && found.length < maxLines;) {
    const page = await read({ limit: 100, before })
    found.push(...page.rows.map((row) => `${JSON.stringify(eventJson(row))}\n`))
    before = page.rows.at(-1)?.id ?? null
    more = page.more
  }
  const headers = { 'Content-Type': 'application/x-ndjson; charset=utf-8' }
  return { status: 200, body: found.join(''), headers }
}

/** An event as the API shows it; `at` is RFC 3339. */
export type EventJson = Omit<AuditEvent, 'at' | 'userId'> & { readonly at: string }

/** Makes it. */
export function eventJson({ userId: _, ...event }: AuditEvent): EventJson {
  return { ...event, at: rfc3339(event.at) }
}
