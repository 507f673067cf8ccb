import { invalidField } from '../errors.js'
import type { Policy } from '../policy/policy.js'
import { maxSshDays } from '../policy/ssh-key.js'
import { dayMs } from '../time.js'

/** Reads the life chosen for an SSH key, in days (`null` = no expiration), the longest allowed when omitted; else 422. */
export function chooseSshDays(given: number | null | undefined, { sshKeys }: Policy): number | null {
  const longest = sshKeys.maxDays === 'none' ? null : sshKeys.maxDays
  const wanted = given === undefined ? longest : given
  const allowed =
    wanted === null
      ? longest === null
      : Number.isInteger(wanted) && wanted >= 1 && wanted <= (longest ?? maxSshDays)
  if (!allowed) {
    throw invalidField('expiresInDays', 'expiry_not_allowed', 'the policy does not allow this expiration')
  }
  return wanted
}

/** When an SSH key ends: at its own end, or sooner where the present policy allows less; `null` = never. */
export function endOfSshKey(
  row: { readonly createdAt: number; readonly expiresAt: number | null },
  { sshKeys: { maxDays } }: Policy,
): number | null {
  if (maxDays === 'none') return row.expiresAt
  return Math.min(row.expiresAt ?? Infinity, row.createdAt + maxDays * dayMs)
}
