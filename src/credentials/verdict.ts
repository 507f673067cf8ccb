import type { SecretHash } from '../crypto/digest.js'
import type { EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Redigest, Owner } from '../store/held.js'

/** Why a stored credential is not accepted: for the audit, never for the caller. */
export type Refusal = 'owner_disabled' | 'disabled' | 'expired' | 'rotated' | 'revoked'

/** Refuses the secret before the last re-issue once its overlap is over; `null` = it is the present one, or still good. */
export function supersededBy(
  row: { readonly digest: string; readonly previousUntil: number | null },
  digests: readonly SecretHash[],
  now: number,
): Refusal | null {
  if (digests.some(({ digest }) => digest === row.digest)) return null
  return row.previousUntil !== null && now < row.previousUntil ? null : 'rotated'
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
