import { z } from 'zod'
import type { EventFilter, ReadEvents } from '../audit.js'
import type { Client } from '../client.js'
import type { AuditEvent } from '../events.js'
import { eventTypes } from '../events.js'
import { rfc3339 } from '../time.js'
import { listOf, pageQuery, pageRequest } from './paging.js'
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

/** What happened: one's own, and, for administrators, all. Newest first. */
export function eventRoutes({ audit }: Services): readonly Route[] {
  return [
    route('get', '/events', {
      summary:
        'What happened to the caller’s account, newest first; as JSON lines where `application/x-ndjson` is accepted.',
      level: 'session',
      query: eventQuery,
      handler: async ({ principal, query, client }) =>
        events(await audit.own(principal.user.id, filterOf(query)), query, client),
    }),
    route('get', '/admin/events', {
      summary:
        'What happened to anybody, newest first; as JSON lines where `application/x-ndjson` is accepted.',
      level: 'admin',
      query: eventQuery,
      handler: async ({ query, client }) => events(await audit.all(filterOf(query)), query, client),
    }),
  ]
}

function filterOf({ type, before, after }: EventQuery): EventFilter {
  return { type, before, after }
}

async function events(read: ReadEvents, query: EventQuery, client: Client): Promise<Reply> {
  if (client.header('accept').some((accept) => accept.includes('application/x-ndjson'))) {
    return lines(read, query)
  }
  const { rows, more } = await read(pageRequest(query))
  return ok(listOf({ rows: rows.map(eventJson), more }))
}

/** All the filtered rows after the cursor, up to the most that one answer may hold. */
async function lines(read: ReadEvents, query: EventQuery): Promise<Reply> {
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
