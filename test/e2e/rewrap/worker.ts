import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Rewrapped } from '../../../src/index.js'
import { connect } from '../../databases.js'

/** What a process that moves rows is told. */
export interface RewrapTask {
  readonly options: DataSourceOptions
  readonly secrets: readonly string[]
}

/** What it says: how many rows it has looked at, or that it is done, after so many seconds and with so much memory at most. */
export type RewrapNews =
  | { readonly rows: number }
  | { readonly done: Rewrapped; readonly seconds: number; readonly grownMiB: number }

process.once('message', (task: RewrapTask) => {
  void rewrap(task).then((news) => process.send?.(news, () => process.exit(0)))
})

async function rewrap({ options, secrets }: RewrapTask): Promise<RewrapNews> {
  const dataSource = await connect(options)
  const keyward = createKeyward({
    ...{ store: typeormStore(dataSource), secrets, origins: ['http://localhost:3000'] },
  })
  await keyward.ready()
  const before = process.memoryUsage.rss()
  const began = performance.now()
  const done = await keyward.secrets.rewrap({ progress: (rows) => process.send?.({ rows }) })
  const seconds = (performance.now() - began) / 1000
  const grownMiB = Math.max(0, process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20
  await keyward.close()
  await dataSource.destroy()
  return { done, seconds, grownMiB }
}
