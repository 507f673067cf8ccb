import { z } from 'zod'
import type { EventFilter, ReadEvents } from '../audit.js'
import type { Client } from '../client.js'
import type { EventFileFormat } from '../event-file.js'
import { eventFileFormats } from '../event-file.js'
import { eventGroups } from '../event-group.js'
import type { EventJson } from '../event-json.js'
import { eventJson } from '../event-json.js'
import { eventOutcomes, eventTypes } from '../events.js'
import { address } from '../input/event-filter.js'
import { eventList } from './answer/fields.js'
import type { ListJson } from './json/list.js'
import { eventExport, exportTypes } from './list/event-export.js'
import { listOf, pageQuery, pageRequest } from './list/paging.js'
import type { Answer, Route, Streamed } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const ownQuery = z.strictObject({
  ...pageQuery,
  type: z.literal([...eventTypes]).optional(),
  group: z.literal([...eventGroups]).optional(),
  outcome: z.literal([...eventOutcomes]).optional(),
  before: time.optional(),
  after: time.optional(),
})
const allQuery = ownQuery.extend({
  user: z.string().min(1).max(255).optional(),
  ip: address.optional(),
})
type OwnQuery = z.output<typeof ownQuery>

/** What happened: one's own, and, for administrators, all. Newest first. */
export function eventRoutes({ audit, userNames }: Services): readonly Route[] {
  return [
    route('get', '/events', {
      operation: 'listEvents',
      summary:
        'What happened to the caller’s account, newest first; all of it as JSON lines or CSV where `application/x-ndjson` or `text/csv` is accepted, one file at a time for each user.',
      answers: { 200: eventList },
      files: Object.values(exportTypes),
      refusals: ['too_many_attempts'],
      level: 'session',
      query: ownQuery,
      handler: async ({ principal, query, client }) =>
        events(await audit.own(principal.user.id, filterOf(query)), query, client),
    }),
    route('get', '/admin/events', {
      operation: 'listAllEvents',
      summary:
        'What happened to anybody, newest first; all of it as JSON lines or CSV where `application/x-ndjson` or `text/csv` is accepted, one file at a time for each user. `user` is a name or an id.',
      answers: { 200: eventList },
      files: Object.values(exportTypes),
      refusals: ['too_many_attempts'],
      level: 'admin',
      query: allQuery,
      handler: async ({ query, client }) => {
        const { user, ip } = query
        const userId = user === undefined ? undefined : await userNames.idInAudit(user, 'user')
        return events(await audit.all({ ...filterOf(query), ip, userId }), query, client)
      },
    }),
  ]
}

function filterOf({ type, group, outcome, before, after }: OwnQuery): EventFilter {
  return { type, group, outcome, before, after }
}

async function events(
  read: ReadEvents,
  query: OwnQuery,
  client: Client,
): Promise<Answer<200, ListJson<EventJson>> | Streamed> {
  const page = pageRequest(query)
  const format = formatFor(client)
  if (format !== null) return eventExport(read, format, page)
  const { rows, more } = await read(page)
  return ok(listOf({ rows: rows.map(eventJson), more }))
}

/** The format of a file that a client asks for, the first that it names; `null` = it takes a page of JSON. */
function formatFor(client: Client): EventFileFormat | null {
  const accepted = client.header('accept').join(',').toLowerCase()
  const places = eventFileFormats
    .map((format) => ({ format, at: accepted.indexOf(exportTypes[format]) }))
    .filter(({ at }) => at >= 0)
  return places.sort((a, b) => a.at - b.at)[0]?.format ?? null
}
