import { UsageError } from './error.js'

/** A day, or a time of it with its offset from UTC (RFC 3339). */
const written = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/

/** Reads the time that an option names, in epoch milliseconds; a day is its beginning in UTC. Not given = not given. */
export function timeOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const at = written.test(text) ? Date.parse(text) : NaN
  if (!Number.isNaN(at)) return at
  throw new UsageError(
    `--${name} takes a day or a time such as 2026-01-31 or 2026-01-31T12:00:00Z, not ${text}`,
  )
}
