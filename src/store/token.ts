import type { CredentialUse, OwnedCredential } from './owned-credential.js'
import type { OwnedList } from './owned-list.js'
import type { CountedPage } from './page.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A token as it is stored. */
export interface TokenRow {
  readonly id: string
  readonly userId: string
  readonly name: string | null
  /** What lists are searched and sorted by. */
  readonly nameFolded: string | null
  readonly digest: string
  readonly keyId: string
  readonly hint: string
  readonly scopes: readonly string[]
  /** The program that collected it as a device; `null` = its owner made it. */
  readonly clientId: string | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly lastUsedAt: number | null
}

/** The port of tokens. */
export interface TokenStore extends Sweepable {
  /** Finds a token by its digest, with the owner. Each verification waits for it, so it is one prepared read. */
  byDigest(digests: readonly string[]): Promise<OwnedCredential<TokenRow> | null>
  byId(userId: string, id: string): Promise<TokenRow | null>
  list(userId: string, list: OwnedList): Promise<CountedPage<TokenRow>>
  /** All users' tokens after the id `after`, oldest first, at most `limit`; what was written a moment ago may be missing. */
  scan(after: string | null, limit: number): Promise<readonly OwnedCredential<TokenRow>[]>
  /** `affects: 1`: refused when the user has `room.limit` tokens that end after `room.now`. */
  insert(row: TokenRow, room: { limit: number; now: number }): Write
  /** Notes a use; a later one that was noted before stays. */
  used(id: string, use: CredentialUse): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  removeAll(userId: string): Write
}
