import { invalidField } from '../errors.js'
import type { Policy } from '../policy/policy.js'
import { longestDays, longestHours } from '../policy/policy.js'
import { dayMs, hourMs } from '../time.js'

/** How long an expired key or token stays listed, in milliseconds. */
export const listedAfterEndMs = 30 * dayMs

/** How near its end a credential counts as ending soon, in milliseconds: in the lists, and in what the pages say of it. */
export const endingSoonMs = 14 * dayMs

/** Reads the life that was chosen for an API key, in days (`null` = no expiration); 422 for one that the policy does not allow. */
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

/** Reads the life that was chosen for a token, in hours; 422 for one that the policy does not allow. */
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

/** The longest life that the policy allows an API key, ms: it ends that long after its secret was made, at the latest; `null` = no limit. */
export function longestLifeOfApiKey(policy: Policy): number | null {
  const days = longestDays(policy)
  return days === 'none' ? null : days * dayMs
}

/** The longest life that the policy allows a token, ms: it ends that long after it was made, at the latest. */
export function longestLifeOfToken(policy: Policy): number {
  return longestHours(policy) * hourMs
}

/** When an API key ends, epoch ms: at its own end, or sooner where the present policy allows less; `null` = never. */
export function endOfApiKey(
  row: { readonly issuedAt: number; readonly expiresAt: number | null },
  policy: Policy,
): number | null {
  const longest = longestLifeOfApiKey(policy)
  if (longest === null) return row.expiresAt
  return Math.min(row.expiresAt ?? Infinity, row.issuedAt + longest)
}

/** When a token ends, epoch ms: at its own end, or sooner where the present policy allows less. */
export function endOfToken(
  row: { readonly createdAt: number; readonly expiresAt: number },
  policy: Policy,
): number {
  return Math.min(row.expiresAt, row.createdAt + longestLifeOfToken(policy))
}

/** The expirations that a new API key may have, in days; `null` = no expiration. */
export interface ExpiryOptions {
  readonly expiryChoice: boolean
  readonly allowedDays: readonly (number | null)[]
  readonly defaultDays: number | null
}

/** What the policy lets a new API key have as its expiration, for forms. */
export function expiryOptions({ apiKeys }: Policy): ExpiryOptions {
  const { expiryChoice, allowedDays, defaultDays } = apiKeys
  const allowed = expiryChoice ? allowedDays : [defaultDays]
  return Object.freeze({
    expiryChoice,
    allowedDays: allowed.map(daysOrNull),
    defaultDays: daysOrNull(defaultDays),
  } satisfies ExpiryOptions)
}

function daysOrNull(days: number | 'none'): number | null {
  return days === 'none' ? null : days
}
