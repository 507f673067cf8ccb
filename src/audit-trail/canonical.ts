import type { AuditEvent, EventParty } from '../events.js'

/** Writes an event in its one form, which MACs and seals are made over: JSON, so that no two events make the same text. */
export function canonicalOf(event: AuditEvent): string {
  const { id, type, at, actor, subject, userId, ip, userAgent, outcome, reason, note, count } = event
  const parties = [partyOf(actor), partyOf(subject)] as const
  return JSON.stringify([id, type, at, ...parties, userId, ip, userAgent, outcome, reason, note, count])
}

function partyOf(party: EventParty | null): readonly (string | null)[] | null {
  return party && [party.kind, party.id, party.name, party.hint ?? null]
}
