import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/** Counters of failed attempts in fixed windows; without a sweep the table only grows. Keys are digests: no name or address is stored. */
export interface AttemptStore extends Sweepable {
  /** Counts one attempt, in a window that ends at `endsAt` if none is open; refused (`affects: 1`) at `limit`. */
  reserve(key: string, window: { limit: number; now: number; endsAt: number }): Write
  /** Takes one back. */
  release(key: string): Write
  clear(key: string): Write
  /** The latest end of the windows that are open and at their limit; `null` when none is. */
  blockedUntil(keys: readonly { key: string; limit: number }[], now: number): Promise<number | null>
}
