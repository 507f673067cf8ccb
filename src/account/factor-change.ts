import type { SessionPrincipal } from '../auth/principal.js'
import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import type { MoreProof } from '../credentials/proof.js'
import { recentMs } from '../credentials/proof.js'
import { reissued } from '../credentials/session.js'
import { KeywardError } from '../errors.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { Reauthenticated } from './reauthentication.js'

/** A change that ends all other sessions and sign-ins of the user. */
export interface EpochChange {
  readonly changes: readonly Change[]
  readonly events: readonly AuditEvent[]
  /** What enrolling a factor proved, where the change is that. */
  readonly proof?: MoreProof
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal'>

/**
 * Writes a change and moves the epoch on, so that other sessions and sign-ins under way end, and re-issues the acting session.
 * Of two at once, which both move the epoch from the same value, one wins; the other is a 409 `conflict`.
 */
export async function underNewEpoch(
  core: Needs,
  who: SessionPrincipal,
  { changes, events, proof }: EpochChange,
): Promise<Reauthenticated> {
  return reissueAlone(core, who, {
    securityEpoch: who.session.row.securityEpoch + 1,
    // This write comes first, here and everywhere, so that two changes at once wait for each other at the same row.
    ending: endingOthers(core, who.user.id, who.session.row.securityEpoch),
    changes,
    events,
    proof,
  })
}

/**
 * Ends all of a user's sessions but this one, which is re-issued, and their sign-ins under way. Where there are none, the epoch stays:
 * otherwise a thief with one session could keep the user from signing in by asking for this again and again.
 */
export async function endOtherSessions(
  core: Needs,
  client: Client,
  who: SessionPrincipal,
): Promise<Reauthenticated> {
  const ended = auditEvent(core.options.now(), actorOf(client, who.user), {
    type: 'sessions.ended',
    subject: userParty(who.user),
    userId: who.user.id,
  })
  if (await hasOthers(core, who)) return underNewEpoch(core, who, { changes: [], events: [ended] })
  const { store } = core
  const { securityEpoch } = who.session.row
  const ending = [
    store.accounts.still(who.user.id, securityEpoch),
    store.pendingSignIns.removeAll(who.user.id),
  ]
  return reissueAlone(core, who, { securityEpoch, ending, changes: [], events: [ended] })
}

/** Whether there is another session of the user's, or a sign-in under way. */
async function hasOthers(
  { store, options }: Pick<Core, 'store' | 'options'>,
  { user, session }: SessionPrincipal,
): Promise<boolean> {
  if (await store.pendingSignIns.has(user.id)) return true
  const alive = { now: options.now(), seenSince: 0 }
  const { rows } = await store.sessions.list(user.id, alive, { limit: 2, before: null })
  return rows.some(({ id }) => id !== session.row.id)
}

interface Ending extends EpochChange {
  readonly securityEpoch: number
  /** The writes that end sign-ins under way, which come first. */
  readonly ending: readonly Change[]
}

/** Re-issues a session, and removes all others of the user. */
async function reissueAlone(
  core: Needs,
  { user, session }: SessionPrincipal,
  { securityEpoch, ending, changes, events, proof }: Ending,
): Promise<Reauthenticated> {
  const { store, journal } = core
  const { row } = session
  const { to, secret } = reissued(core, session, { securityEpoch, overlap: false, proof })
  const done = await journal.commit(
    [...ending, store.sessions.reissue(row, to), store.sessions.removeAll(user.id, row.id), ...changes],
    ...events,
  )
  if (!done) throw new KeywardError('conflict')
  return { recentUntil: to.provedAt + recentMs, secret }
}

/** The writes that such a change begins with, if it was decided while the epoch was `epoch`. */
export function endingOthers(
  { store }: Pick<Core, 'store'>,
  userId: string,
  epoch: number,
): readonly Change[] {
  return [store.accounts.advanceEpoch(userId, epoch), store.pendingSignIns.removeAll(userId)]
}
