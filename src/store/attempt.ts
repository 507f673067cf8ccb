import type { Sweepable } from './sweepable.js'
import type { Write } from './write.js'

/**
 * The port of counters of failed attempts in fixed windows of time. Keys are digests, so that no name and no address is stored. Without a
 * sweep the table only grows.
 */
export interface AttemptStore extends Sweepable {
  /** Counts one attempt, in a window that ends at `endsAt` if none is open; refused (`affects: 1`) at `limit`. */
  reserve(key: string, window: { limit: number; now: number; endsAt: number }): Write
  /** Takes one attempt back. */
  release(key: string): Write
  clear(key: string): Write
  /** Sets the count to one, in a window that ends at `endsAt`, whatever was counted there before. */
  mark(key: string, endsAt: number): Write
  /** The latest end of the windows that are open and at their limit; `null` when none is. */
  blockedUntil(keys: readonly { key: string; limit: number }[], now: number): Promise<number | null>
}

/** The port of requests counted over all processes; a store need not have it. */
export interface RequestLimitStore {
  /** Counts one more under a key that is forgotten after `keptMs`; answers how many there were with it, `null` = it can't be told now. */
  count(key: string, keptMs: number): Promise<number | null>
}
