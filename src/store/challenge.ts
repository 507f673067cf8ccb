import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A WebAuthn challenge that was handed out. */
export interface ChallengeRow {
  /** SHA-256 of the challenge. */
  readonly digest: string
  readonly purpose: string
  /** The session, pending sign-in or browser it was made for. */
  readonly holder: string
  readonly expiresAt: number
}

export interface ChallengeStore extends Sweepable {
  insert(row: ChallengeRow): Write
  /** Uses it up, if it was made for this purpose and holder and has not ended (`affects: 1`). */
  consume(challenge: Pick<ChallengeRow, 'digest' | 'purpose' | 'holder'>, now: number): Write
}
