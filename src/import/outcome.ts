import type { FieldError } from '../errors.js'

/** How many of each kind of thing. */
export interface ImportCounts {
  readonly users: number
  readonly totp: number
  readonly sshKeys: number
  readonly apiKeys: number
}

/** What came of a line, or would come of it. */
export interface ImportOutcome {
  /** Which line it is, counted from 1. */
  readonly line: number
  /** `same` = all of it is there already; `refused` = nothing of it is written, and `errors` say why. */
  readonly status: 'new' | 'same' | 'refused' | 'blank'
  /** What was not there yet. */
  readonly made: ImportCounts
  /** What was there already, and is left as it is. */
  readonly same: ImportCounts
  /** What is wrong, by dotted path; an empty path is the line itself. No value is repeated. */
  readonly errors: readonly FieldError[]
}

/** What came of all lines together. */
export interface ImportTotals {
  /** How many there were, blank ones left out. */
  readonly lines: number
  readonly refused: number
  readonly made: ImportCounts
  readonly same: ImportCounts
}

/** Nothing of any kind. */
export const none: ImportCounts = Object.freeze({ users: 0, totp: 0, sshKeys: 0, apiKeys: 0 })

/** The totals before the first line. */
export const noLines: ImportTotals = Object.freeze({ lines: 0, refused: 0, made: none, same: none })

/** The totals with one more line in them. */
export function withLine(totals: ImportTotals, { status, made, same }: ImportOutcome): ImportTotals {
  if (status === 'blank') return totals
  return {
    lines: totals.lines + 1,
    refused: totals.refused + (status === 'refused' ? 1 : 0),
    made: sum(totals.made, made),
    same: sum(totals.same, same),
  }
}

function sum(one: ImportCounts, other: ImportCounts): ImportCounts {
  return {
    users: one.users + other.users,
    totp: one.totp + other.totp,
    sshKeys: one.sshKeys + other.sshKeys,
    apiKeys: one.apiKeys + other.apiKeys,
  }
}
