/** A clock that stands still until it is told to move. */
export interface Clock {
  now(): number
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number; ms?: number }): void
}

export function fakeClock(start = Date.UTC(2026, 0, 15, 12)): Clock {
  let at = start
  return {
    now: () => at,
    advance({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }) {
      at += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms
    },
  }
}
