import type { AccountRow } from './account.js'
import type { Held } from './held.js'
import type { Page, PageRequest } from './page.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

export interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly digest: string
  readonly keyId: string
  /** The secret before the last re-issue, good until `previousUntil`. */
  readonly previousDigest: string | null
  readonly previousUntil: number | null
  readonly securityEpoch: number
  readonly amr: readonly string[]
  readonly createdAt: number
  readonly lastSeenAt: number
  /** The absolute end; the idle end follows from `lastSeenAt`. */
  readonly expiresAt: number
  /** When the owner last proved themselves. */
  readonly provedAt: number
  /** By what: the strongest of it, as in `amr`. */
  readonly provedBy: string
  readonly ip: string | null
  readonly userAgent: string | null
}

/** Sessions that are at their absolute end, or were last seen before `seenSince`, have ended. */
export interface SessionStore extends Sweepable<{ now: number; seenSince: number }> {
  /** Finds by present or previous digest, with the owner and their account. */
  byDigest(digests: readonly string[]): Promise<(Held<SessionRow> & { readonly account: AccountRow }) | null>
  /** Those not yet at their absolute end and seen at or after `seenSince`. */
  list(
    userId: string,
    alive: { now: number; seenSince: number },
    page: PageRequest,
  ): Promise<Page<SessionRow>>
  insert(row: SessionRow): Write
  /** Replaces the secret of a session that still has `row.digest` (`affects: 1`). */
  reissue(
    row: SessionRow,
    to: Pick<
      SessionRow,
      | 'digest'
      | 'keyId'
      | 'previousDigest'
      | 'previousUntil'
      | 'securityEpoch'
      | 'amr'
      | 'provedAt'
      | 'provedBy'
    >,
  ): Write
  /** Forward only. */
  seen(id: string, at: number): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  /** All of the user's but `keepId`. */
  removeAll(userId: string, keepId: string | null): Write
}
