import type { Proved } from '../policy/enforcement.js'
import type { AccountRow } from './account.js'
import type { OwnedCredential } from './owned-credential.js'
import type { Page, PageRequest } from './page.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** How far the owner of a session has proved who they are. */
export interface SessionProof extends Proved {
  /** When the owner last proved themselves. */
  readonly provedAt: number
  /** The strongest method by which they did, as in `amr`. */
  readonly provedBy: string
}

/** A session as it is stored. */
export interface SessionRow extends SessionProof {
  readonly id: string
  readonly userId: string
  readonly digest: string
  readonly keyId: string
  /** The secret before the last re-issue, good until `previousUntil`. */
  readonly previousDigest: string | null
  readonly previousUntil: number | null
  /** What was proved before the last re-issue: the secret before it counts for no more. */
  readonly previousProof: SessionProof | null
  readonly securityEpoch: number
  /** The SHA-256 of the host's own sign-in that this session rests on, and without which it does not count; `null` = it rests on none. */
  readonly boundTo: string | null
  readonly createdAt: number
  readonly lastSeenAt: number
  /** The absolute end; the idle end follows from `lastSeenAt`. */
  readonly expiresAt: number
  readonly ip: string | null
  readonly userAgent: string | null
}

/** What a re-issue of a session's secret changes in its row. */
export type Reissue = SessionProof &
  Pick<
    SessionRow,
    'digest' | 'keyId' | 'previousDigest' | 'previousUntil' | 'previousProof' | 'securityEpoch'
  >

/** The port of sessions. A session has ended at its absolute end, or when it was last seen before `seenSince`. */
export interface SessionStore extends Sweepable<{ now: number; seenSince: number }> {
  /** Finds by present or previous digest, with the owner and their account. */
  byDigest(
    digests: readonly string[],
  ): Promise<(OwnedCredential<SessionRow> & { readonly account: AccountRow }) | null>
  /** A user's sessions that have not ended. */
  list(
    userId: string,
    alive: { now: number; seenSince: number },
    page: PageRequest,
  ): Promise<Page<SessionRow>>
  insert(row: SessionRow): Write
  /** Replaces the secret of a session that still has `row.digest` (`affects: 1`). */
  reissue(row: SessionRow, to: Reissue): Write
  /** Notes a use; a later one that was noted before stays. */
  seen(id: string, at: number): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  /** Removes all sessions of the user but `keepId`. */
  removeAll(userId: string, keepId: string | null): Write
}
