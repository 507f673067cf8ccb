import type { Core } from '../core.js'
import { unendedList } from '../credentials/own-list.js'
import type { Actor, AuditEvent, EventType } from '../events.js'
import { endingEverything } from './ending.js'
import type { AffectedUser } from './user-event.js'
import { userEvent } from './user-event.js'

/** Catching up with what the host did to users in a table of its own. */
export interface HostTable {
  /** Ends what a disabled or removed user still had. */
  changed(actor: Actor, id: string): Promise<void>
  /** Removes all that is kept of a user whom the host's own table has removed, or is about to: their row is not looked for. */
  removed(actor: Actor, id: string): Promise<void>
}

type Needs = Pick<Core, 'options' | 'store' | 'journal'>

/** Makes the service that follows the host's own user table. */
export function hostTable({ options, store, journal }: Needs): HostTable {
  return Object.freeze({
    async changed(actor, id) {
      const row = await store.users.byId(id)
      if (row?.disabled) {
        const events = (await holdsAny(row.id)) ? [event('sessions.ended', actor, row)] : []
        await journal.commit([store.revision.outdate(), ...endingEverything(store, row.id)], ...events)
        return
      }
      if (row) {
        await store.commit([store.revision.outdate()])
        return
      }
      await forget(actor, { id, username: null })
    },

    async removed(actor, id) {
      await forget(actor, (await store.users.byId(id)) ?? { id, username: null })
    },
  } satisfies HostTable)

  /** All that is kept of a user goes with their account, in one transaction; guards hear of it whether or not there was one. */
  async function forget(actor: Actor, user: AffectedUser): Promise<void> {
    const known = await store.accounts.byId(user.id)
    const events = known ? [event('user.deleted', actor, user)] : []
    await journal.commit([store.revision.outdate(), store.accounts.remove(user.id)], ...events)
  }

  /** Whether there is something to end. */
  async function holdsAny(id: string): Promise<boolean> {
    const one = { limit: 1, before: null }
    const [sessions, tokens] = await Promise.all([
      store.sessions.list(id, { now: options.now(), seenSince: 0 }, one),
      store.tokens.list(id, unendedList(1, options.now())),
    ])
    return sessions.rows.length + tokens.rows.length > 0
  }

  function event(type: EventType, actor: Actor, user: AffectedUser): AuditEvent {
    return userEvent(type, user, { actor, at: options.now() })
  }
}
