import type { Held, Redigest } from './held.js'
import type { Page, PageRequest } from './page.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

export interface TokenRow {
  readonly id: string
  readonly userId: string
  readonly name: string | null
  readonly digest: string
  readonly keyId: string
  readonly hint: string
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly expiresAt: number
  readonly lastUsedAt: number | null
}

export interface TokenStore extends Sweepable {
  /** As `ApiKeyStore.byDigest`. */
  byDigest(digests: readonly string[]): Promise<Held<TokenRow> | null>
  byId(userId: string, id: string): Promise<TokenRow | null>
  list(userId: string, endedSince: number, page: PageRequest): Promise<Page<TokenRow>>
  /** As `ApiKeyStore.scan`. */
  scan(after: string | null, limit: number): Promise<readonly Held<TokenRow>[]>
  /** `affects: 1`, as `ApiKeyStore.insert`. */
  insert(row: TokenRow, room: { limit: number; now: number }): Write
  /** Forward only. */
  used(id: string, at: number, ip: string | null, redigest?: Redigest): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  removeAll(userId: string): Write
}
