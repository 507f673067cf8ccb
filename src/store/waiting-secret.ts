import type { SealedText } from '../crypto/seal.js'
import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** A secret that waits to be shown once, as it is stored. */
export interface WaitingSecretRow {
  /** Tells it from all others: SHA-256 of the session, the purpose, and the id of what the secret belongs to. */
  readonly digest: string
  readonly userId: string
  /** The session that it waits for. */
  readonly sessionId: string
  readonly sealed: SealedText
  /** The key-encryption key it is sealed under. */
  readonly keyId: string
  readonly expiresAt: number
}

/** The session that takes a secret: its id, and the digest of the secret that it has now. */
export interface TakingSession {
  readonly id: string
  readonly digest: string
}

/** The port of secrets that wait to be shown, each of which is read once. */
export interface WaitingSecretStore extends Sweepable {
  /** Stores a secret, in the place of one with its digest. */
  put(row: WaitingSecretRow): Write
  read(digest: string): Promise<WaitingSecretRow | null>
  /**
   * Takes a secret away (`affects: 1`): refused where it was taken, has ended, waits for another session, or where the session has ended or
   * has another secret by now.
   */
  consume(digest: string, by: TakingSession, now: number): Write
}
