import type { Write } from './write.js'

/** Rows that come to an end by themselves and then only take up room: they are removed a batch at a time. */
export interface Sweepable<When = number> {
  /** The keys of at most `limit` rows that have ended by then. */
  ended(by: When, limit: number): Promise<readonly string[]>
  /** Removes those of the rows that have still ended by then. */
  removeEnded(keys: readonly string[], by: When): Write
}
