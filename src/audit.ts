import type { Core } from './core.js'
import type { EventGroup } from './event-group.js'
import { typesIn } from './event-group.js'
import type { AuditEvent, EventType } from './events.js'
import type { AuditFilter } from './store/audit.js'
import type { Page, PageRequest } from './store/page.js'

/** Which events are asked for: those that meet all of this. Times are epoch milliseconds and are not themselves in. */
export interface EventFilter extends Pick<AuditFilter, 'outcome' | 'ip' | 'before' | 'after'> {
  readonly type?: EventType
  readonly group?: EventGroup
}

/** Reads one page of the events that were asked for, newest first. */
export type ReadEvents = (page: PageRequest) => Promise<Page<AuditEvent>>

/** What happened, as it is read. What waits to be written is written first, so that people see what they just did. */
export interface Audit {
  /** Events about a user, or made by them. */
  own(userId: string, filter: EventFilter): Promise<ReadEvents>
  /** Events about anybody, or about and by one user. What happened a moment ago may be missing, since a replica may answer. */
  all(filter: EventFilter & Pick<AuditFilter, 'userId'>): Promise<ReadEvents>
  /** The last event of a type about a user since a time, epoch ms, of what is written already; `null` = there is none. */
  last(userId: string, of: { readonly type: EventType; readonly since: number }): Promise<AuditEvent | null>
}

/** Makes the service that reads the audit. */
export function audit({ store, usage }: Pick<Core, 'store' | 'usage'>): Audit {
  return Object.freeze({
    async own(userId, filter) {
      await usage.flush()
      return (page) => store.audit.list({ ...stored(filter), userId }, page)
    },

    async all(filter) {
      await usage.flush()
      return (page) => store.audit.search({ ...stored(filter), userId: filter.userId }, page)
    },

    async last(userId, { type, since }) {
      const { rows } = await store.audit.list(
        { userId, types: [type], after: since },
        { limit: 1, before: null },
      )
      return rows[0] ?? null
    },
  } satisfies Audit)
}

function stored({ type, group, outcome, ip, before, after }: EventFilter): AuditFilter {
  const ofGroup = group === undefined ? undefined : typesIn(group)
  const types = type === undefined ? ofGroup : (ofGroup ?? [type]).filter((one) => one === type)
  return { types, outcome, ip, before, after }
}
