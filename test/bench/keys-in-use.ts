import { sample } from './data.js'
import type { BenchDatabase } from './database.js'
import type { Compared } from './guard.js'
import { compareGuards } from './guard.js'
import type { Keys } from './keys.js'
import type { Settings } from './settings.js'

/** What guards cost while so many keys are in use. */
export interface AtKeysInUse extends Compared {
  readonly keysInUse: number
}

const numbers = [1, 10, 100, 1000, 10_000]

/** On Koa, which shows small costs: what a guard costs by how many keys are in use, beside one that does nothing and one by hand. */
export async function compareByKeysInUse(
  database: BenchDatabase,
  keys: Keys,
  settings: Settings,
): Promise<readonly AtKeysInUse[]> {
  const results: AtKeysInUse[] = []
  for (const keysInUse of numbers.filter((number) => number <= keys.all.length)) {
    const inUse = sample(keys.all, keysInUse)
    const names = ['unguarded', 'no-op', 'by-hand', 'keyward'] as const
    const compared = await compareGuards('koa', {
      ...{ names, database, settings },
      keys: { all: keys.all, inUse },
    })
    results.push({ keysInUse, ...compared })
  }
  return results
}
