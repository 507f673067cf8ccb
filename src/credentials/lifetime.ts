import { invalidField } from '../errors.js'
import type { Policy } from '../policy/policy.js'
import { longestDays, longestHours } from '../policy/policy.js'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
/** How long an expired key or token stays listed. */
export const listedAfterEndMs = 30 * dayMs

/** Reads the life chosen for an API key, in days (`null` = no expiration); else 422. */
export function chooseDays(given: number | null | undefined, { apiKeys }: Policy): number | null {
  const wanted = given === undefined ? apiKeys.defaultDays : given === null ? 'none' : given
  const allowed: readonly (number | 'none')[] = apiKeys.expiryChoice
    ? apiKeys.allowedDays
    : [apiKeys.defaultDays]
  if (!allowed.includes(wanted)) {
    throw invalidField('expiresInDays', 'expiry_not_allowed', 'the policy does not allow this expiration')
  }
  return wanted === 'none' ? null : wanted
}

/** Reads the life chosen for a token, in hours; else 422. */
export function chooseHours(given: number | undefined, { tokens }: Policy): number {
  if (given === undefined) return tokens.defaultHours
  const allowed = tokens.lifetimeChoice
    ? Number.isInteger(given) && given >= 1 && given <= tokens.maxHours
    : given === tokens.defaultHours
  if (!allowed) {
    throw invalidField('expiresInHours', 'lifetime_not_allowed', 'the policy does not allow this lifetime')
  }
  return given
}

/** When an API key ends: at its own end, or sooner where the present policy allows less; `null` = never. */
export function endOfApiKey(
  row: { readonly issuedAt: number; readonly expiresAt: number | null },
  policy: Policy,
): number | null {
  const days = longestDays(policy)
  if (days === 'none') return row.expiresAt
  return Math.min(row.expiresAt ?? Infinity, row.issuedAt + days * dayMs)
}

/** As `endOfApiKey`, for a token. */
export function endOfToken(
  row: { readonly createdAt: number; readonly expiresAt: number },
  policy: Policy,
): number {
  return Math.min(row.expiresAt, row.createdAt + longestHours(policy) * hourMs)
}

/** Epoch ms as RFC 3339. */
export function rfc3339(at: number): string {
  return new Date(at).toISOString()
}

export function rfc3339OrNull(at: number | null): string | null {
  return at === null ? null : rfc3339(at)
}
