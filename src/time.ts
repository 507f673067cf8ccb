/** A minute, in milliseconds. */
export const minuteMs = 60_000
/** An hour, in milliseconds. */
export const hourMs = 60 * minuteMs
/** A day of 24 hours, in milliseconds. */
export const dayMs = 24 * hourMs

/** How far the clocks of two processes may be apart: a time that lies further in the future was written by a clock that was ahead. */
export const clockSkewMs = 60_000

/** Writes a time in epoch milliseconds as RFC 3339, in UTC. */
export function rfc3339(at: number): string {
  return new Date(at).toISOString()
}

/** Writes a time as `rfc3339` does; `null` stays `null`. */
export function rfc3339OrNull(at: number | null): string | null {
  return at === null ? null : rfc3339(at)
}
