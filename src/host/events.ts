import type { Audit } from '../audit.js'
import type { EventGroup } from '../event-group.js'
import type { AuditEvent, EventOutcome, Events, EventType } from '../events.js'
import { eventFilter } from '../input/event-filter.js'
import { page } from '../input/page.js'
import { readInput } from '../input/read-input.js'
import type { Page, PageRequest } from '../store/page.js'

/** Which events are listed. Times are epoch milliseconds and are not themselves in. */
export interface HostEventFilter {
  /** Events about this user, or made by them. Default: about anybody. */
  readonly userId?: string
  readonly type?: EventType
  readonly group?: EventGroup
  readonly outcome?: EventOutcome
  /** Only what came from this address, in whatever spelling. */
  readonly ip?: string
  readonly before?: number
  readonly after?: number
}

/** What happened, for the app's own code: as it happens, and as it is stored. */
export interface HostEvents extends Events {
  /**
   * Newest first. What happened to anybody a moment ago may be missing where a replica answers; with `userId` it never is. 422.
   */
  list(filter?: HostEventFilter, page?: Partial<PageRequest>): Promise<Page<AuditEvent>>
}

/** Makes `keyward.events`. */
export function hostEvents({ on }: Events, audit: Audit): HostEvents {
  return Object.freeze({
    on,
    async list(given = {}, asked = {}) {
      const { userId, ...filter } = readInput(eventFilter, given)
      const wanted = readInput(page, asked)
      const read = await (userId === undefined ? audit.all(filter) : audit.own(userId, filter))
      return read(wanted)
    },
  } satisfies HostEvents)
}
