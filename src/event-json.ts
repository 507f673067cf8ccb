import type { AuditEvent } from './events.js'
import { rfc3339 } from './time.js'

/** An event as the API shows it; `at` is RFC 3339. */
export type EventJson = Omit<AuditEvent, 'at' | 'userId'> & { readonly at: string }

/** Makes it. */
export function eventJson({ userId: _, ...event }: AuditEvent): EventJson {
  return { ...event, at: rfc3339(event.at) }
}
