import type { RequestBudget } from '../identity.js'
import type { Policy } from '../policy/policy.js'
import type { ApiKeyRow } from '../store/api-key.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import { endOfApiKey } from './lifetime.js'

/** An API key as its owner sees it. Times are RFC 3339; `expiresAt: null` = no expiration. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly scopes: readonly string[]
  /** What it may be used from, each in its one spelling; empty = anywhere. */
  readonly allowedAddresses: readonly string[]
  /** How many requests it may make, which the app or an administrator has set; `null` = any number. */
  readonly limit: RequestBudget | null
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly lastUsedIp: string | null
  readonly disabled: boolean
}

/** A key as its owner sees it. */
export function toApiKey(row: ApiKeyRow, policy: Policy): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    allowedAddresses: row.conditions?.allowedAddresses ?? [],
    limit: row.conditions?.limit ?? null,
    createdAt: rfc3339(row.createdAt),
    expiresAt: rfc3339OrNull(endOfApiKey(row, policy)),
    lastUsedAt: rfc3339OrNull(row.lastUsedAt),
    lastUsedIp: row.lastUsedIp,
    disabled: row.disabled,
  }
}
