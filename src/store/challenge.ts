import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A WebAuthn challenge that was handed to a browser. */
export interface ChallengeRow {
  /** SHA-256 of the challenge. */
  readonly digest: string
  readonly purpose: string
  /** The session, pending sign-in or browser that it was made for. */
  readonly holder: string
  readonly expiresAt: number
}

/** The port of WebAuthn challenges, each of which is used once. */
export interface ChallengeStore extends Sweepable {
  insert(row: ChallengeRow): Write
  /** Until when a challenge can be used; `null` = it was never handed out, or was used. */
  endOf(digest: string): Promise<number | null>
  /** Uses a challenge up (`affects: 1`): refused unless it was made for this purpose and holder and has not ended. */
  consume(challenge: Pick<ChallengeRow, 'digest' | 'purpose' | 'holder'>, now: number): Write
}
