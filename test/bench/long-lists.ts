import type { Keyward, Reply } from '../../src/index.js'
import { accountPages } from '../../src/pages/account-pages.js'
import { amounts, fillTables } from '../support/filled-tables.js'
import { plainClient } from '../support/plain-client.js'
import { createDatabase, reasonAgainst } from './database.js'
import { keywardOn, open } from './keyward.js'
import { spread } from './spread.js'

const rounds = 5
const pagesPerRound = 20

/** Pages of long lists, by what they are asked for. */
const pages = [
  ['/account/api-keys', ''],
  ['/account/api-keys', 'q=key&sort=name'],
  ['/account/api-keys', 'status=active&sort=expires'],
  ['/api-keys', 'limit=100'],
  ['/api-keys/:id/events', ''],
  ['/account/activity', ''],
] as const

/** What a page of a long list costs the server, without its database's share on PostgreSQL. Prints a table for each database. */
export async function benchLongLists(): Promise<void> {
  for (const engine of ['sqlite', 'postgres'] as const) {
    const reason = await reasonAgainst(engine)
    if (reason !== null) {
      console.log(`left out: ${engine} (${reason})`)
      continue
    }
    const database = await createDatabase(engine)
    const { dataSource, entities, store } = await open(database.placeOf('keyward'))
    try {
      const { userId, keyId } = await fillTables(dataSource, entities)
      const keyward = keywardOn(store, 'warm')
      console.log(`\npages of long lists, ${engine}, goal: ≤ 60 ms of CPU each\n`, amounts)
      console.table(await costs(keyward, userId, keyId))
      await keyward.close()
    } finally {
      await dataSource.destroy()
      await database.drop()
    }
  }
}

async function costs(keyward: Keyward, userId: string, id: string): Promise<Record<string, object>> {
  const { cookies } = await keyward.adapter.signInUser(plainClient(), userId, { amr: ['pwd'] })
  const cookie = [cookies[0]?.split(';')[0] ?? '']
  const routes = keyward.adapter.routes({ pages: accountPages() })
  const rows: Record<string, object> = {}
  for (const [path, query] of pages) {
    const route = routes.find((one) => one.method === 'get' && one.path === path)
    if (!route) throw new Error(`there is no page ${path}`)
    const ask = (): Promise<Reply> =>
      keyward.adapter.handle(route, {
        client: plainClient({ cookie }, 'GET'),
        url: `/auth${path}?${query}`,
        params: { id },
        body: { message: { headers: {} } as never, parsed: undefined },
      })
    const { status } = await ask()
    if (status !== 200) throw new Error(`${path} answered ${String(status)}`)
    rows[`${path}?${query}`] = { 'CPU, ms': await cpuOf(ask) }
  }
  return rows
}

/** Median over the rounds but the first, which warms up. */
async function cpuOf(ask: () => Promise<Reply>): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage()
    for (let i = 0; i < pagesPerRound; i++) await ask()
    const { user, system } = process.cpuUsage(start)
    if (round > 0) samples.push((user + system) / 1000 / pagesPerRound)
  }
  return Number(spread(samples).median.toFixed(2))
}
