import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds, looking every few milliseconds; fails after `seconds`. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { seconds = 10 }: { readonly seconds?: number } = {},
): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await holds())) {
    if (performance.now() > end) assert.fail(`${what} does not come about in ${String(seconds)} s`)
    await sleep(5)
  }
}
