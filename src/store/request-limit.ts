/** Requests counted over all processes; a store need not have it. */
export interface RequestLimitStore {
  /** Counts one more under a key that is forgotten after `keptMs`; answers how many there were with it, `null` = it can't be told now. */
  count(key: string, keptMs: number): Promise<number | null>
}
