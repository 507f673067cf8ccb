import { typeormStore } from '../../adapters/typeorm/index.js'
import { databases, migrated } from '../databases.js'
import type { TestDatabase } from '../databases.js'
import { addSamples } from '../e2e/verifications/credentials.js'
import { flood } from '../e2e/verifications/flood.js'
import type { Flood } from '../e2e/verifications/flood.js'
import { startApp, verifyMixed } from '../e2e/verifications/mixed.js'
import type { Verdicts } from '../e2e/verifications/mixed.js'
import { newConfiguredSecret } from '../support/app.js'
import type { Settings } from './settings.js'

/** What a great many requests came to, on one database. */
export interface Soak {
  readonly database: TestDatabase['name']
  readonly mixed: Verdicts
  readonly flood: Flood
}

const each = 200

/** Sends verifications of all kinds, and then keys that nobody has, to an app in Koa, as many of each as are set. */
export async function soak({ soakRequests }: Pick<Settings, 'soakRequests'>): Promise<readonly Soak[]> {
  const results: Soak[] = []
  for (const database of databases) {
    const reason = await database.available()
    if (reason !== null) {
      console.log(`left out: ${database.name} (${reason})`)
      continue
    }
    console.log(`${database.name}: ${String(soakRequests)} verifications, and as many unknown keys …`)
    results.push(await soakOn(database, soakRequests))
  }
  return results
}

async function soakOn(database: TestDatabase, requests: number): Promise<Soak> {
  const { dataSource, options, close } = await migrated(database)
  const secret = newConfiguredSecret()
  const samples = await addSamples(typeormStore(dataSource), secret, each)
  const app = await startApp({ framework: 'koa', options, secret })
  const mixed = await verifyMixed(app, samples, requests)
  const drowned = await flood(app, samples.all[0]?.text ?? '', requests)
  await app.end()
  await close()
  return { database: database.name, mixed, flood: drowned }
}
