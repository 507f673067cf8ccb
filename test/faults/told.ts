import type { EventType } from '../../src/index.js'

/** A change that a client was told of: the type of the event that there must be, what it is about, and which process said so. */
export interface Change {
  readonly type: EventType
  readonly id: string
  readonly url: string
}

/** What clients were told, and what they had only asked for. */
export interface Told {
  /** Keys, and cookies of sessions: made, and nobody has asked for their end. */
  readonly live: Set<string>
  /** Ended. */
  readonly dead: Set<string>
  /** Of the dead those that each process has refused since. */
  readonly refused: string[]
  /** Codes of links that were taken. */
  readonly used: Set<string>
  /** Codes that were sent, to no answer that says whether they were taken. */
  readonly tried: Set<string>
  readonly changes: Change[]
  /** How often the answer was that it can't be done now (503). */
  unavailable: number
  /** The longest that an answer took, ms. */
  slowestMs: number
  /** The longest after the answer to a revocation that a request began, and was let in by the other process, ms. */
  longestLagMs: number
}

export function toldNothing(): Told {
  return {
    live: new Set(),
    dead: new Set(),
    refused: [],
    used: new Set(),
    tried: new Set(),
    changes: [],
    unavailable: 0,
    slowestMs: 0,
    longestLagMs: 0,
  }
}
