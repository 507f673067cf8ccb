import type { Sealed } from '../crypto/seal.js'
import type { Write } from './write.js'

/** The port of the canary: one sealed value whose opening shows that the key-encryption key is the right one. */
export interface CanaryStore {
  read(): Promise<Sealed | null>
  /** Stores the value, unless there is one already. */
  put(sealed: Sealed): Write
  /** Moves the value to a newer key-encryption key. */
  move(from: Sealed, to: Sealed): Write
}
