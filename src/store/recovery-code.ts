import type { SecretHash } from '../crypto/digest.js'
import type { Write } from './write.js'

export interface RecoveryCodeRow extends SecretHash {
  readonly id: string
  readonly userId: string
}

export interface RecoveryCodeStore {
  /** Puts these in the place of all that the user has. */
  replace(userId: string, rows: readonly RecoveryCodeRow[]): Write
  /** Whether the user has one of them. */
  has(userId: string, digests: readonly string[]): Promise<boolean>
  /** Uses up the one that has one of the digests (`affects: 1`). */
  consume(userId: string, digests: readonly string[]): Write
}
