import type { Actor, AuditEvent, EventType } from '../events.js'
import { auditEvent } from '../events.js'

/** Whom something is done to, as events name them: by id, and by name where it is known. */
export interface AffectedUser {
  readonly id: string
  readonly username: string | null
}

/** Something that was done to a user, as the audit says it. */
export function userEvent(
  type: EventType,
  { id, username }: AffectedUser,
  by: { readonly actor: Actor; readonly at: number },
): AuditEvent {
  return auditEvent(by.at, by.actor, { type, subject: { kind: 'user', id, name: username }, userId: id })
}
