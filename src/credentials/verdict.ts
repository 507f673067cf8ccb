import type { SecretHash } from '../crypto/digest.js'
import type { EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Redigest, Owner } from '../store/held.js'

/** Why a stored credential is not accepted: for the audit, never for the caller. */
export type Refusal = 'owner_disabled' | 'disabled' | 'expired' | 'rotated' | 'revoked'

/** The decision about a credential: it is accepted until a time, epoch ms, and refused from then on, or from ever (`-Infinity`). */
export interface Term {
  readonly until: number
  readonly reason: Refusal
}

/** Why a credential is not accepted at `now`; `null` = it is. */
export function refusalAt({ until, reason }: Term, now: number): Refusal | null {
  return now < until ? null : reason
}

/** Not for a moment. */
export function never(reason: Refusal): Term {
  return { until: -Infinity, reason }
}

/** The term of what must stand up to both. */
export function shorter(a: Term, b: Term): Term {
  return b.until < a.until ? b : a
}

/** Whether a secret that was presented, as its digests, is the present one and not that before the last re-issue. */
export function isPresent(row: { readonly digest: string }, digests: readonly SecretHash[]): boolean {
  return digests.some(({ digest }) => digest === row.digest)
}

/** The term of a secret: that before the last re-issue lives until its overlap is over. */
export function termOfSecret(
  row: { readonly digest: string; readonly previousUntil: number | null },
  digests: readonly SecretHash[],
): Term {
  const until = isPresent(row, digests) ? Infinity : (row.previousUntil ?? -Infinity)
  return { until, reason: 'rotated' }
}

/** How to move a row to the newest configured secret, if it still stands under an older one. */
export function redigestOf(
  row: { readonly digest: string; readonly keyId: string },
  [newest, ...older]: readonly SecretHash[],
): Redigest | undefined {
  if (!newest || !older.some(({ digest }) => digest === row.digest)) return undefined
  return { from: row.digest, digest: newest.digest, keyId: newest.keyId }
}

/** Remembers that a known credential was refused; answers `null`, the verdict. */
export function noteRefusal(
  { usage, options }: Pick<Parts, 'usage' | 'options'>,
  subject: EventParty,
  owner: Owner,
  at: { readonly ip: string | null; readonly reason: Refusal },
): null {
  const actor = { party: null, ip: at.ip, userAgent: null }
  usage.refused(
    auditEvent(options.now(), actor, {
      type: 'credential.refused',
      subject,
      userId: owner.id,
      outcome: 'refused',
      reason: at.reason,
    }),
  )
  return null
}
