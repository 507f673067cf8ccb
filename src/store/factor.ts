import type { Factors } from '../policy/enforcement.js'

/** What users have enrolled, read live: nothing of it is kept anywhere else. */
export interface FactorStore {
  of(userId: string): Promise<Factors>
  /** By user id, for each that was asked for. */
  ofMany(userIds: readonly string[]): Promise<ReadonlyMap<string, Factors>>
}
