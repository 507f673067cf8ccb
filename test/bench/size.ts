import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { startChild } from './child.js'
import { withoutIndexes } from './bulk.js'
import { fillKeyward, keysPerUser, newKeys, sample } from './data.js'
import type { BenchDatabase } from './database.js'
import { createDatabase } from './database.js'
import { open } from './keyward.js'
import type { Unsteadiness } from './machine.js'
import { worst } from './machine.js'
import type { Settings } from './settings.js'
import type { Spread } from './spread.js'
import type { Taken } from './verification-process.js'

/** What a verification costs while so many keys are stored. */
export interface AtSize {
  readonly keys: number
  readonly fillSeconds: number
  readonly warm: Spread
  readonly cold: Spread
  /** The driver's own read of what `cold` reads. */
  readonly driver: Spread
  readonly unsteadiness: Unsteadiness
}

const keysPerCommit = 50_000
/** At random among all: enough to use far more of the index than SQLite keeps at hand. */
const sampleOf = 100_000
const bytesPerKey = 900

/** The cost of a verification against the number of keys, on SQLite: a hit, and a miss at random among all keys. */
export async function measureSizes({ sizes, ...settings }: Settings): Promise<readonly AtSize[]> {
  const database = await createDatabase('sqlite')
  try {
    const results: AtSize[] = []
    let stored: Stored = { count: 0, keys: [] }
    for (const size of sizes) {
      if (!hasRoomFor(size)) {
        console.log(`left out: ${String(size)} keys (too little room in ${tmpdir()})`)
        break
      }
      const start = performance.now()
      stored = await growTo(database, size, stored)
      const fillSeconds = (performance.now() - start) / 1000
      console.log(`${size.toLocaleString('en')} keys, filled in ${fillSeconds.toFixed(0)} s …`)
      const warm = await measure(database, 'hit', sample(stored.keys, settings.keysInUse), settings)
      const cold = await measure(database, 'miss', stored.keys, settings)
      const driver = await measure(database, 'driver', stored.keys, settings)
      results.push({
        ...{ keys: size, fillSeconds },
        ...{ warm: warm.cpuMicroseconds, cold: cold.cpuMicroseconds, driver: driver.cpuMicroseconds },
        unsteadiness: worst([warm, cold, driver].map(({ unsteadiness }) => unsteadiness)),
      })
    }
    return results
  } finally {
    await database.drop()
  }
}

/** How many keys there are, and the texts of some of them. */
interface Stored {
  readonly count: number
  readonly keys: readonly string[]
}

async function growTo(database: BenchDatabase, size: number, { count, keys }: Stored): Promise<Stored> {
  const opened = await open(database.placeOf('keyward'))
  const { dataSource } = opened
  const texts: string[] = sample(keys, Math.round(sampleOf * (count / size))).slice()
  // A bench's data need not survive a power cut.
  await dataSource.query('PRAGMA synchronous = OFF')
  await withoutIndexes(dataSource, 'keyward_api_key', async () => {
    for (let made = count; made < size; made += keysPerCommit) {
      const some = newKeys(Math.min(keysPerCommit, size - made))
      await fillKeyward(opened, some, { firstUser: Math.ceil(made / keysPerUser) })
      const share = Math.ceil(sampleOf * (some.length / size))
      texts.push(...sample(some, share).map((secret) => secret.reveal()))
    }
  })
  await dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)')
  await dataSource.destroy()
  return { count: size, keys: texts }
}

async function measure(
  database: BenchDatabase,
  kind: 'hit' | 'miss' | 'driver',
  keys: readonly string[],
  { rounds, verifications }: Pick<Settings, 'rounds' | 'verifications'>,
): Promise<Taken> {
  const task = { kind, place: database.placeOf('keyward'), keys, rounds, verifications }
  const child = await startChild('verification-process', task)
  try {
    return await child.ask<Taken>('taken')
  } finally {
    await child.stop()
  }
}

function hasRoomFor(keys: number): boolean {
  const { bavail, bsize } = statfsSync(tmpdir())
  // Once in the table, once in what is sorted for the indexes, once in the log.
  return bavail * bsize > keys * bytesPerKey * 3
}
