import type { Write } from './write.js'

/** A port whose rows come to an end by themselves and then only take up room: they are removed a batch at a time. */
export interface Sweepable<When = number> {
  /** The keys of at most `limit` rows that have ended by that time. */
  ended(by: When, limit: number): Promise<readonly string[]>
  /** Removes the rows with these keys, but for one that has been given a later end meanwhile. */
  removeEnded(keys: readonly string[], by: When): Write
}
