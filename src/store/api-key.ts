import type { CredentialUse, OwnedCredential } from './owned-credential.js'
import type { OwnedList } from './owned-list.js'
import type { CountedPage } from './page.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** What a use of an API key must fulfil beside its scopes. */
export interface ApiKeyConditions {
  /** The networks that it may come from, in canonical form; empty = anywhere. */
  readonly allowedAddresses: readonly string[]
  /** How many requests it may make; `null` = any number. */
  readonly limit: { readonly requests: number; readonly perSeconds: number } | null
}

/** An API key as it is stored. */
export interface ApiKeyRow {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** SHA-256 of the normalised name, unique per user. */
  readonly nameKey: string
  /** What lists are searched and sorted by. */
  readonly nameFolded: string
  readonly digest: string
  readonly keyId: string
  /** The secret before the last rotation, good until `previousUntil`. */
  readonly previousDigest: string | null
  readonly previousUntil: number | null
  /** When the secret before the last rotation was made. */
  readonly previousIssuedAt: number | null
  readonly hint: string
  readonly scopes: readonly string[]
  /** The life that was chosen, which a rotation begins anew; `null` = no expiration. */
  readonly lifetimeDays: number | null
  readonly createdAt: number
  /** When the present secret was made: `createdAt`, or the last rotation. */
  readonly issuedAt: number
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
  readonly lastUsedIp: string | null
  readonly disabled: boolean
  /** `null` = none. */
  readonly conditions: ApiKeyConditions | null
  /** What the app keeps with the key; `null` = nothing. */
  readonly metadata: Readonly<Record<string, unknown>> | null
}

/** The part of an API key that a verification needs. */
export type FoundApiKey = Omit<
  ApiKeyRow,
  'nameKey' | 'nameFolded' | 'lifetimeDays' | 'createdAt' | 'lastUsedAt' | 'lastUsedIp'
>

/** The port of API keys. A key without an end of its own is never swept. */
export interface ApiKeyStore extends Sweepable {
  /** Finds a key by its present or previous digest, with the owner. Each verification waits for it, so it is one prepared read. */
  byDigest(digests: readonly string[]): Promise<OwnedCredential<FoundApiKey> | null>
  byId(userId: string, id: string): Promise<ApiKeyRow | null>
  list(userId: string, list: OwnedList): Promise<CountedPage<ApiKeyRow>>
  /** All users' keys after the id `after`, oldest first, at most `limit`; what was written a moment ago may be missing. */
  scan(after: string | null, limit: number): Promise<readonly OwnedCredential<FoundApiKey>[]>
  /** `affects: 1`: refused when the user has `room.limit` keys that end after `room.now`. Throws `ConflictError('nameKey')`. */
  insert(row: ApiKeyRow, room: { limit: number; now: number }): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(
    userId: string,
    id: string,
    patch: Partial<Pick<ApiKeyRow, 'name' | 'nameKey' | 'nameFolded' | 'disabled' | 'metadata'>>,
  ): Write
  /** Binds a key that still has `row.conditions` to others (`affects: 1`), so that two changes of them at once do not undo one another. */
  bind(row: ApiKeyRow, conditions: ApiKeyConditions | null): Write
  /** Replaces the secret of a key that still has `row.digest` (`affects: 1`). */
  rotate(
    row: ApiKeyRow,
    to: Pick<
      ApiKeyRow,
      | ('digest' | 'keyId' | 'previousDigest' | 'previousUntil' | 'previousIssuedAt')
      | ('hint' | 'issuedAt' | 'expiresAt')
    >,
  ): Write
  /** Notes a use; a later one that was noted before stays. */
  used(id: string, use: CredentialUse): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
}
