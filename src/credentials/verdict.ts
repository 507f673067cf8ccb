import type { Core } from '../core.js'
import type { SecretHash } from '../crypto/digest.js'
import type { Actor, EventParty } from '../events.js'
import type { RefusedRequest } from '../refusals.js'
import type { Redigest, CredentialOwner } from '../store/owned-credential.js'

/** Why a stored credential is not accepted. The audit is told; the caller never is. */
export type Refusal = 'owner_disabled' | 'disabled' | 'expired' | 'rotated' | 'revoked'

/** The decision about a credential: it is accepted until a time, epoch ms, and refused from then on; `-Infinity` = it never is. */
export interface Validity {
  readonly until: number
  readonly reason: Refusal
}

/** Why a credential is not accepted at `now`; `null` = it is. */
export function refusalAt({ until, reason }: Validity, now: number): Refusal | null {
  return now < until ? null : reason
}

/** The decision about a credential that is not accepted at any time. */
export function refused(reason: Refusal): Validity {
  return { until: -Infinity, reason }
}

/** The decision about a credential that two decisions bear on: whichever ends it first. */
export function earlier(a: Validity, b: Validity): Validity {
  return b.until < a.until ? b : a
}

/** Whether a secret, given as its digests, is the present one of a row and not the one before the last re-issue. */
export function isPresent(row: { readonly digest: string }, digests: readonly SecretHash[]): boolean {
  return digests.some(({ digest }) => digest === row.digest)
}

/** How long a secret is valid: the present one without end, the one before the last re-issue until its overlap is over. */
export function validityOfSecret(
  row: { readonly digest: string; readonly previousUntil: number | null },
  digests: readonly SecretHash[],
): Validity {
  const until = isPresent(row, digests) ? Infinity : (row.previousUntil ?? -Infinity)
  return { until, reason: 'rotated' }
}

/** How a row moves to the newest configured secret; `undefined` when its digest was made by that already. */
export function redigestOf(
  row: { readonly digest: string; readonly keyId: string },
  [newest, ...older]: readonly SecretHash[],
): Redigest | undefined {
  if (!newest || !older.some(({ digest }) => digest === row.digest)) return undefined
  return { from: row.digest, digest: newest.digest, keyId: newest.keyId }
}

/** Records that a known credential was refused; answers `null`, so that a look-up can return it. */
export function noteRefusal(
  { refusals }: Pick<Core, 'refusals'>,
  { subject, owner }: { readonly subject: EventParty; readonly owner: CredentialOwner },
  by: {
    readonly request: RefusedRequest
    readonly actor: Actor
    readonly reason: Refusal | 'address_not_allowed'
  },
): null {
  const { request, actor, reason } = by
  void refusals.record(request, actor, { type: 'credential.refused', subject, userId: owner.id, reason })
  return null
}
