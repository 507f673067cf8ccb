import type { Core } from '../core.js'
import type { AuditEvent, EventParty } from '../events.js'
import type { Page, PageRequest } from '../store/page.js'

/** Reads what happened to a credential of a user, and what was refused to it, newest first. What waits to be written is written first. */
export async function ownEvents(
  { store, usage }: Pick<Core, 'store' | 'usage'>,
  { userId, party: { kind, id } }: { readonly userId: string; readonly party: EventParty },
  page: PageRequest,
): Promise<Page<AuditEvent>> {
  await usage.flush()
  return store.audit.list({ userId, party: { kind, id } }, page)
}
