import { recentMs, reissued } from '../credentials/session.js'
import { KeywardError } from '../errors.js'
import type { AuditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { Parts } from '../parts.js'
import type { Reauthenticated, SessionPrincipal } from './reauthentication.js'

/** A change of somebody's factors, with what it proved, if it did. */
export interface FactorChange {
  readonly changes: readonly Change[]
  readonly events: readonly AuditEvent[]
  /** What enrolling it proved. */
  readonly proof?: 'otp' | 'hwk'
}

/**
 * Writes a change of a user's factors: the epoch moves on, so other sessions and sign-ins under way end with it, and the acting
 * session is re-issued. Two at once: one wins, since both move the epoch from the same value; the other is a 409 `conflict`.
 */
export async function changeFactors(
  parts: Parts,
  { user, session: { row } }: SessionPrincipal,
  { changes, events, proof }: FactorChange,
): Promise<Reauthenticated> {
  const { store, journal } = parts
  const { to, secret } = reissued(parts, row, {
    securityEpoch: row.securityEpoch + 1,
    overlap: false,
    proof,
  })
  const done = await journal.commit(
    [
      ...endingOthers(parts, user.id, row.securityEpoch),
      store.sessions.reissue(row, to),
      store.sessions.removeAll(user.id, row.id),
      ...changes,
    ],
    ...events,
  )
  if (!done) throw new KeywardError('conflict')
  return { recentUntil: to.provedAt + recentMs, secret }
}

/** What a change of factors begins with, when it was decided under `epoch`. */
export function endingOthers(
  { store }: Pick<Parts, 'store'>,
  userId: string,
  epoch: number,
): readonly Change[] {
  return [
    store.revision.bump(),
    store.accounts.advanceEpoch(userId, epoch),
    store.pendingSignIns.removeAll(userId),
  ]
}
