import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'

interface Wait<T> {
  /** Whether what was seen is what was waited for; without it, anything but `false`, `null` and `undefined` is. */
  readonly holds?: (seen: T) => boolean
  /** How long it takes at the most on a machine that is not busy. Only ten times that is a failure. */
  readonly seconds?: number
  readonly everyMs?: number
}

/** Looks every few milliseconds until it sees what is waited for, and answers with that. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { holds = isThere, seconds = 1, everyMs = 5 }: Wait<T> = {},
): Promise<T> {
  const limit = seconds * 10
  const end = performance.now() + limit * 1000
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (performance.now() > end) {
      assert.fail(`${what} did not come about within ${String(limit)} s; last seen: ${inspect(seen)}`)
    }
    await sleep(everyMs)
  }
}

function isThere(seen: unknown): boolean {
  return seen !== false && seen !== null && seen !== undefined
}
