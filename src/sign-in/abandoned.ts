import { setImmediate as nextTurn } from 'node:timers/promises'
import { userParty } from '../client.js'
import type { Core } from '../core.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'

/** The one option that is needed here, the clock. */
interface Clocked {
  readonly options: Pick<Core['options'], 'now'>
}

const sweeping: Actor = Object.freeze({ party: null, ip: null, userAgent: null })
const rowsAtOnce = 100

/** Makes the event of a sign-in that began with a right password and never became a session. */
export function abandonedSignIn(
  { options }: Clocked,
  actor: Actor,
  {
    user,
    reason,
  }: { readonly user: Pick<User, 'id' | 'username'>; readonly reason: 'expired' | 'signed_out' },
): AuditEvent {
  return auditEvent(options.now(), actor, {
    type: 'pending_sign_in.abandoned',
    subject: userParty(user),
    userId: user.id,
    outcome: 'refused',
    reason,
  })
}

/** Removes the sign-ins under way that have ended by a time, epoch ms, each with its event, until none is left or `stop` says so. */
export async function sweepSignIns(
  core: Clocked & Pick<Core, 'store' | 'journal'>,
  by: number,
  stop: AbortSignal,
): Promise<void> {
  const { store, journal } = core
  while (!stop.aborted) {
    const ids = await store.pendingSignIns.ended(by, rowsAtOnce)
    for (const id of ids) {
      if (stop.aborted) return
      const userId = await store.pendingSignIns.userOf(id)
      // A user whom the host's store can't read must not keep the sign-ins of all others from being removed.
      const user = userId === null ? null : await store.users.byId(userId).catch(() => null)
      const events = user ? [abandonedSignIn(core, sweeping, { user, reason: 'expired' })] : []
      // Another process may have removed the row: then that one has recorded it, and this commit is refused.
      await journal.commit([store.pendingSignIns.consume(id)], ...events)
      // SQLite answers at once, and there may be many.
      await nextTurn()
    }
    if (ids.length < rowsAtOnce) return
  }
}
