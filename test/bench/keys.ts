import type { Secret } from '../../src/crypto/secret.js'
import { fillKeyward, newKeys, sample } from './data.js'
import type { BenchDatabase } from './database.js'
import { fillHandWritten } from './hand-written.js'
import { open } from './keyward.js'
import { fillBetterAuth } from './peers.js'
import type { Settings } from './settings.js'

/** The texts of the keys that are stored, and of those that a warm load uses. */
export interface Keys {
  readonly secrets: readonly Secret[]
  readonly all: readonly string[]
  readonly inUse: readonly string[]
}

/** Makes the keys of a run. */
export function makeKeys({ keys, keysInUse }: Settings): Keys {
  const secrets = newKeys(keys)
  const all = secrets.map((secret) => secret.reveal())
  return { secrets, all, inUse: sample(all, keysInUse) }
}

/** Stores the same keys with every contender. */
export async function storeKeys(database: BenchDatabase, { secrets }: Keys): Promise<void> {
  const opened = await open(database.placeOf('keyward'))
  await fillKeyward(opened, secrets)
  // What a server does by itself within minutes, and a careful host of SQLite now and then.
  await opened.dataSource.query('ANALYZE')
  await opened.dataSource.destroy()
  await fillHandWritten(database.placeOf('hand-written'), secrets)
  await fillBetterAuth(database.placeOf('better-auth'), secrets)
}
