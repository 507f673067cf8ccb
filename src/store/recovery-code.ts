import type { SecretHash } from '../crypto/digest.js'
import type { Write } from './write.js'

/** An unused recovery code as it is stored. */
export interface RecoveryCodeRow extends SecretHash {
  readonly id: string
  readonly userId: string
}

/** The port of recovery codes, each of which is used once. */
export interface RecoveryCodeStore {
  /** Puts these codes in the place of all that the user has. */
  replace(userId: string, rows: readonly RecoveryCodeRow[]): Write
  /** Whether the user has a code with one of the digests. */
  has(userId: string, digests: readonly string[]): Promise<boolean>
  /** Uses up the code that has one of the digests (`affects: 1`). */
  consume(userId: string, digests: readonly string[]): Write
}
