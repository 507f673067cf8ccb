import type { AuditEvent, EventOutcome, EventParty } from '../events.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

/** Which events a list has; `before` and `after` are epoch ms, and an absent field leaves nothing out. */
export interface AuditFilter {
  /** Only events about, or made by, this user. */
  readonly userId?: string
  /** Only events about this party, or made by it; with `userId`, only those about this user. */
  readonly party?: Pick<EventParty, 'kind' | 'id'>
  /** Only events of one of these types. */
  readonly types?: readonly string[]
  readonly outcome?: EventOutcome
  readonly ip?: string
  readonly before?: number
  readonly after?: number
}

/** The port of the audit, which is only added to. */
export interface AuditStore {
  /** Adds an event; `macOf` makes what shows that keyward wrote it, of the event as it is stored: a row without is taken for one that somebody else added. */
  append(event: AuditEvent, macOf?: (event: AuditEvent) => string): Write
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
  /** Lists as `list` does, but may answer from a replica: what happened a moment ago may be missing. */
  search(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
}
