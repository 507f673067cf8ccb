import type { Write } from './write.js'

/** How a process learns what was revoked, by itself or by another, so that it may answer from memory what it has read before. */
export interface RevisionStore {
  /** Marks that something was revoked or changed in what a verification reads; also serialises the transactions it stands first in. */
  bump(): Write
  /**
   * Names the state of things this process knows of: another number once something was revoked. In the process that
   * revokes, before the commit is answered; in others, at most a second after. `null` = it can't be told now, so nothing
   * that was read before counts. Answers at once.
   */
  current(): number | null
  /** Says that something was revoked: `current` answers another number from now on. */
  changed(): void
  /** How long what was read counts in any case, ms. */
  readonly maxAgeMs: number
}
