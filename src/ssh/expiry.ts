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

/** How long an SSH key lives: the days that were chosen, and when it ends. */
interface SshKeyLife {
  readonly lifetimeDays: number | null
  readonly expiresAt: number | null
}

/** The life of a key that is added at `at` for so many days; `null` = it has no end. */
export function sshKeyLife(lifetimeDays: number | null, at: number): SshKeyLife {
  return { lifetimeDays, expiresAt: lifetimeDays === null ? null : at + lifetimeDays * dayMs }
}

/** Reads the end chosen for an SSH key that is added at `at`, by the rules of `chooseSshDays`; else 422. */
export function chooseSshEnd(given: number | null | undefined, policy: Policy, at: number): SshKeyLife {
  const { maxDays } = policy.sshKeys
  if (given === undefined) return sshKeyLife(chooseSshDays(given, policy), at)
  if (given !== null && given <= at) throw invalidField('expiresAt', 'in_the_past', 'must be later than now')
  const longest = maxDays === 'none' ? maxSshDays : maxDays
  const isAllowed = given === null ? maxDays === 'none' : given <= at + longest * dayMs
  if (!isAllowed) {
    throw invalidField('expiresAt', 'expiry_not_allowed', 'the policy does not allow this expiration')
  }
  if (given === null) return sshKeyLife(null, at)
  return { lifetimeDays: Math.ceil((given - at) / dayMs), expiresAt: given }
}

/** The longest life that the policy allows an SSH key, ms: it ends that long after it was added, at the latest; `null` = no limit. */
export function longestLifeOfSshKey({ sshKeys: { maxDays } }: Policy): number | null {
  return maxDays === 'none' ? null : maxDays * dayMs
}

/** When an SSH key ends: at its own end, or sooner where the present policy allows less; `null` = never. */
export function endOfSshKey(
  row: { readonly createdAt: number; readonly expiresAt: number | null },
  policy: Policy,
): number | null {
  const longest = longestLifeOfSshKey(policy)
  if (longest === null) return row.expiresAt
  return Math.min(row.expiresAt ?? Infinity, row.createdAt + longest)
}
