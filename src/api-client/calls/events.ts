import type { EventGroup } from '../../event-group.js'
import type { EventOutcome, EventType } from '../../events.js'
import type { ListJson } from '../../http/json/list.js'
import type { EventJson } from '../../event-json.js'
import type { PageQuery } from '../paginate.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** Which events are wanted; times are RFC 3339. */
export interface EventQuery extends PageQuery {
  readonly type?: EventType
  readonly group?: EventGroup
  readonly outcome?: EventOutcome
  readonly before?: string
  readonly after?: string
}

/** Which events of anybody are wanted. */
export interface AdminEventQuery extends EventQuery {
  /** A user's id or name. */
  readonly user?: string
  readonly ip?: string
}

/** A file of events: JSON lines, or CSV. */
export type EventFileType = 'application/x-ndjson' | 'text/csv'

/** What happened, newest first. */
export interface EventCalls<Query extends EventQuery> {
  list(query?: Query, options?: CallOptions): Promise<ListJson<EventJson>>
  /** All that fits as a file, whose `body` can be read while it comes. */
  download(type: EventFileType, query?: Query, options?: CallOptions): Promise<Response>
}

/** Makes the functions of one's own events. */
export function eventCalls(calls: RouteCalls): EventCalls<EventQuery> {
  const file: FileCall<EventQuery> = calls.query('get /events', asItIs)
  return Object.freeze({
    list: calls.query('get /events'),
    download: (type, query, options) => file(query, accepting(type, options)),
  } satisfies EventCalls<EventQuery>)
}

/** Makes the functions of everybody's events. */
export function adminEventCalls(calls: RouteCalls): EventCalls<AdminEventQuery> {
  const file: FileCall<AdminEventQuery> = calls.query('get /admin/events', asItIs)
  return Object.freeze({
    list: calls.query('get /admin/events'),
    download: (type, query, options) => file(query, accepting(type, options)),
  } satisfies EventCalls<AdminEventQuery>)
}

type FileCall<Query> = (query?: Query, options?: CallOptions) => Promise<Response>

function asItIs(response: Response): Response {
  return response
}

function accepting(type: EventFileType, options?: CallOptions): CallOptions {
  return { ...options, headers: { ...options?.headers, Accept: type } }
}
