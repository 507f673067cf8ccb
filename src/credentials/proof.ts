import type { Factors } from '../policy/enforcement.js'
import { strengthDemanded, strengthOf, withMethod } from '../policy/enforcement.js'
import type { SessionProof, SessionRow } from '../store/session.js'
import { clockSkewMs } from '../time.js'

/** How long a proof of who one is counts as recent, in milliseconds. */
export const recentMs = 10 * 60_000

/** One more proof of who one is: by which method and, where it was a security key, by which one. */
export interface MoreProof {
  readonly method: string
  readonly keyId?: string
}

/** A session as a request presented it; `superseded` = by the secret before its last re-issue. */
export interface Presented {
  readonly row: SessionRow
  readonly superseded: boolean
}

/** What a session has proved after one more proof; a weaker proof does not replace a recent stronger one. */
export function withProof(row: SessionProof, { method, keyId }: MoreProof, now: number): SessionProof {
  const proved = withMethod(row, method, keyId)
  const counts = strengthOf(method) >= strengthOf(row.provedBy) || !isWithinRecent(row.provedAt, now)
  return counts ? { ...proved, provedAt: now, provedBy: method } : { ...proofOf(row), ...proved }
}

/** The part of a session that says how far its owner has proved who they are. */
export function proofOf({ amr, provedKeys, vouched, provedAt, provedBy }: SessionProof): SessionProof {
  return { amr, provedKeys, vouched, provedAt, provedBy }
}

/** A session as far as its secret counts: a superseded one counts for what was proved before the re-issue. */
export function asPresented(row: SessionRow, { superseded }: Pick<Presented, 'superseded'>): SessionRow {
  return superseded && row.previousProof ? { ...row, ...row.previousProof } : row
}

/** Whether the owner proved themselves within 10 minutes, by a factor as strong as their strongest; never for a superseded secret. */
export function isRecent({ row, superseded }: Presented, factors: Factors, now: number): boolean {
  if (superseded) return false
  return isWithinRecent(row.provedAt, now) && strengthOf(row.provedBy) >= strengthDemanded(factors)
}

/** Whether a time is in the future, by more than clocks differ: the clock that wrote it was ahead, and was set back since. */
export function isAhead(at: number, now: number): boolean {
  return at > now + clockSkewMs
}

/** Whether a proof is within the last 10 minutes; one from the future is not, since nobody knows how old it is. */
function isWithinRecent(provedAt: number, now: number): boolean {
  return !isAhead(provedAt, now) && now < provedAt + recentMs
}
