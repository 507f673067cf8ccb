import type { AuditEvent } from '../events.js'
import type { Write } from './write.js'

/** An event as it stands in the audit, with what shows that keyward wrote it. */
export interface ProvenEvent {
  readonly event: AuditEvent
  /** `null` = it came without. */
  readonly mac: string | null
}

/** A seal over rows of the audit: what they were when it was made. */
export interface AuditSealRow {
  /** 1, 2, 3 and so on. */
  readonly number: number
  /** The ids of the first and of the last row, as ids sort. */
  readonly from: string
  readonly to: string
  /** How many rows there are. */
  readonly count: number
  /** The root over the rows. */
  readonly root: string
  /** What the seal before hands on: a hash over it, and so over all before it; `null` = this is the first. */
  readonly previous: string | null
  readonly at: number
  /** When its rows were exported and removed; `null` = they are there. */
  readonly prunedAt: number | null
  /** The ids of its rows, so that one that is missing can be named; `null` = they were removed. */
  readonly ids: readonly string[] | null
  readonly mac: string
  readonly keyId: string
}

/** The port of the audit's seals. */
export interface AuditSealStore {
  /** Rows that no seal holds, oldest first, after the id `after`. */
  unsealed(after: string | null, limit: number): Promise<readonly ProvenEvent[]>
  /** How many rows no seal holds. */
  unsealedCount(): Promise<number>
  /** Rows of a seal, by their ids, at most `limit`. */
  sealed(number: number, limit: number): Promise<readonly ProvenEvent[]>
  /** The id of a row that says it is under a seal after `number`; `null` = there is none. */
  beyond(number: number): Promise<string | null>
  newest(): Promise<AuditSealRow | null>
  /** Seals from `number` on, in their order. */
  list(number: number, limit: number): Promise<readonly AuditSealRow[]>
  /** Those of them whose rows were not removed. */
  unpruned(number: number, limit: number): Promise<readonly AuditSealRow[]>
  /** Adds a seal, and puts its rows under it. Throws `ConflictError('number')` where another process was first. */
  add(seal: AuditSealRow): Write
  /** Removes the rows of a seal, and leaves the seal: `affects: 1`, refused where that was done already. */
  prune(seal: AuditSealRow): Write
}
