import type { AuditEvent } from '../events.js'

/** Writes an event in its one form, which MACs and seals are made over: JSON, so that no two events make the same text. */
export function canonicalOf(event: AuditEvent): string {
  const { id, type, at, actor, subject, userId, ip, userAgent, outcome, reason, note, count } = event
  const parties = [actor, subject].map(
    (party) => party && [party.kind, party.id, party.name, party.hint ?? null],
  )
  return JSON.stringify([id, type, at, ...parties, userId, ip, userAgent, outcome, reason, note, count])
}
