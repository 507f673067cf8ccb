import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { databases, migrated } from '../databases.js'
import type { TestDatabase } from '../databases.js'
import { fillRows } from '../e2e/rewrap/filling.js'
import type { RewrapNews, RewrapTask } from '../e2e/rewrap/worker.js'
import { forkScript } from '../support/process.js'
import type { Settings } from './settings.js'

/** Moves rows to another secret, on each database: half of them sealed, a quarter SSH keys, a quarter events of the audit. */
export async function benchRewrap({ rewrapRows }: Pick<Settings, 'rewrapRows'>): Promise<void> {
  for (const database of databases) {
    const reason = await database.available()
    console.log(
      reason === null ? await measure(database, rewrapRows) : `left out: ${database.name} (${reason})`,
    )
  }
}

async function measure(database: TestDatabase, rows: number): Promise<string> {
  const [older, newer] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
  const made = await migrated(database)
  try {
    await fillRows(made.dataSource, older, rows)
    const news = await rewrap({ options: made.options, secrets: [newer, older] })
    if (!('done' in news)) throw new Error('the process ended before it was done')
    const { done, seconds, grownMiB } = news
    const rate = Math.round(done.moved / seconds)
    return `rewrap, ${database.name}: ${String(done.moved)} rows in ${seconds.toFixed(1)} s (${String(rate)}/s), memory grew by ${grownMiB.toFixed(0)} MiB`
  } finally {
    await made.close()
  }
}

async function rewrap(task: RewrapTask): Promise<RewrapNews> {
  const child = forkScript('test/e2e/rewrap/worker.ts')
  let last: RewrapNews = { rows: 0 }
  child.on('message', (news: RewrapNews) => (last = news))
  child.send(task)
  await once(child, 'exit')
  return last
}
