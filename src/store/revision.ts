import type { Write } from './write.js'

/** The port by which a process learns that something was revoked, in itself or elsewhere: until then it may answer from memory. */
export interface RevisionStore {
  /** A write that changes nothing, and yet revokes: for what changed in a table that is not keyward's. */
  outdate(): Write
  /**
   * A number that changes when something is revoked: in the process that revokes before the commit is answered, in others at most a second
   * later. `null` = it can't be told now, so nothing that was read before counts. Answers at once.
   */
  current(): number | null
  /** Tells the port that something was revoked: `current` answers another number from now on. */
  changed(): void
  /** How long ago the database was asked for what `current` goes by, in milliseconds; `null` = it never answered. Left out where nobody can tell. */
  ageMs?(): number | null
  /** The longest that anything may be answered from memory, in milliseconds. */
  readonly maxAgeMs: number
}
