import type { AuditEvent } from '../events.js'
import type { Page, PageRequest } from './page.js'
import type { Write } from './write.js'

export interface AuditFilter {
  /** Only rows about, or made by, this user. */
  readonly userId?: string
  readonly type?: string
  readonly before?: number
  readonly after?: number
}

export interface AuditStore {
  append(event: AuditEvent): Write
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
  /** As `list`, but what happened a moment ago may be missing: a replica may answer. */
  search(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
}
