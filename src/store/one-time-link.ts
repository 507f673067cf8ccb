import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** What a one-time link is for: somebody's first password, or another in the place of one that was forgotten. */
export type OneTimeLinkKind = 'invitation' | 'password_reset'

/** A one-time link as it is stored. */
export interface OneTimeLinkRow {
  readonly id: string
  readonly userId: string
  readonly kind: OneTimeLinkKind
  readonly digest: string
  readonly keyId: string
  /** The account's epoch when the link was made: whatever moves it on, such as a change of the password, ends the link. */
  readonly securityEpoch: number
  readonly createdAt: number
  readonly expiresAt: number
}

/** The port of one-time links, each of which sets a password once. */
export interface OneTimeLinkStore extends Sweepable {
  byDigest(digests: readonly string[]): Promise<OneTimeLinkRow | null>
  insert(row: OneTimeLinkRow): Write
  /** Uses a link up (`affects: 1`): refused where it was used, or has ended by `now`. */
  consume(id: string, now: number): Write
  /** Removes all links of a user. */
  removeAll(userId: string): Write
}
