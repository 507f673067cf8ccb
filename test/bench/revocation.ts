import { timeRevocations, troubles } from '../e2e/verifications/revocation.js'
import type { RevocationSetting } from '../e2e/verifications/revocation.js'
import { databases, migrated } from '../databases.js'
import type { TestDatabase } from '../databases.js'
import type { Settings } from './settings.js'

type Way = Pick<RevocationSetting, 'channel' | 'trouble'>

/** How long after a revocation was answered another process took the key at the latest, ms. */
export interface RevocationLag extends Way {
  readonly database: TestDatabase['name']
  readonly trials: number
  readonly withinASecond: number
  readonly median: number
  readonly p99: number
  readonly longest: number
}

const asItComes: Way = { channel: 'none', trouble: 'none' }
const ways: Readonly<Record<TestDatabase['name'], readonly Way[]>> = {
  sqlite: [asItComes],
  postgres: [asItComes, ...troubles.map((trouble) => ({ channel: 'notify', trouble }) as const)],
  mariadb: [asItComes, ...troubles.map((trouble) => ({ channel: 'redis', trouble }) as const)],
}

/** Revokes keys that another process uses, on each database and by each channel, in order and disturbed. */
export async function measureRevocations({
  revocations,
}: Pick<Settings, 'revocations'>): Promise<readonly RevocationLag[]> {
  const measured: RevocationLag[] = []
  for (const database of databases) {
    const reason = await database.available()
    if (reason !== null) {
      console.log(`left out: ${database.name} (${reason})`)
      continue
    }
    for (const way of ways[database.name]) {
      console.log(`${database.name}, ${way.channel}, ${way.trouble}: ${String(revocations)} revocations …`)
      measured.push(await measure(database, way, revocations))
    }
  }
  return measured
}

async function measure(database: TestDatabase, way: Way, trials: number): Promise<RevocationLag> {
  const { dataSource, options, close } = await migrated(database)
  const lags = (await timeRevocations({ dataSource, options, ...way }, trials)).toSorted((a, b) => a - b)
  await close()
  const at = (part: number): number => lags[Math.ceil(part * lags.length) - 1] ?? NaN
  const withinASecond = lags.filter((lag) => lag <= 1000).length
  return {
    ...way,
    database: database.name,
    trials: lags.length,
    withinASecond,
    median: at(0.5),
    p99: at(0.99),
    longest: at(1),
  }
}
