import type { Core } from './core.js'
import type { AuditEvent, EventType } from './events.js'
import type { AuditFilter } from './store/audit.js'
import type { Page, PageRequest } from './store/page.js'

/** Which events are asked for, whomever they are about; the times are epoch milliseconds and are not themselves in. */
export type EventFilter = Omit<AuditFilter, 'userId'>

/** Reads one page of the events that were asked for, newest first. */
export type ReadEvents = (page: PageRequest) => Promise<Page<AuditEvent>>

/** What happened, as it is read. What waits to be written is written first, so that people see what they just did. */
export interface Audit {
  /** Events about a user, or made by them. */
  own(userId: string, filter: EventFilter): Promise<ReadEvents>
  /** Events about anybody. What happened a moment ago may be missing, since a replica may answer. */
  all(filter: EventFilter): Promise<ReadEvents>
  /** The last event of a type about a user since a time, epoch ms, of what is written already; `null` = there is none. */
  last(userId: string, of: { readonly type: EventType; readonly since: number }): Promise<AuditEvent | null>
}

/** Makes the service that reads the audit. */
export function audit({ store, usage }: Pick<Core, 'store' | 'usage'>): Audit {
  return Object.freeze({
    async own(userId, filter) {
      await usage.flush()
      return (page) => store.audit.list({ ...filter, userId }, page)
    },

    async all(filter) {
      await usage.flush()
      return (page) => store.audit.search(filter, page)
    },

    async last(userId, { type, since }) {
      const { rows } = await store.audit.list({ userId, type, after: since }, { limit: 1, before: null })
      return rows[0] ?? null
    },
  } satisfies Audit)
}
