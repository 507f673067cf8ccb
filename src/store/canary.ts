import type { Sealed } from '../crypto/seal.js'
import type { Write } from './write.js'

/** One sealed value that tells whether the key-encryption key is the right one. */
export interface CanaryStore {
  read(): Promise<Sealed | null>
  /** Leaves one that is there already alone. */
  put(sealed: Sealed): Write
  /** Moves it to a newer key-encryption key. */
  move(from: Sealed, to: Sealed): Write
}
