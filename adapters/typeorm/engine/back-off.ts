import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** Waits before another try: longer each time, and by chance, so that others who wait do not come back at the same moment. */
export async function backOff(tries: number): Promise<void> {
  await sleep(randomInt(1, Math.min(200, 4 * 2 ** Math.min(tries, 6)) + 1))
}
