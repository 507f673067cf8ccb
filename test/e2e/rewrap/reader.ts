import { setImmediate as turn } from 'node:timers/promises'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { genuineRows } from '../../../src/credentials/genuine.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import { sealer } from '../../../src/crypto/seal.js'
import { openPrivateKey } from '../../../src/ssh/private-key-seal.js'
import type { Store } from '../../../src/store.js'
import { connect } from '../../databases.js'
import type { FilledRows } from './filling.js'

/** What a process that reads is told: which rows there are, and by which secrets it reads them. */
export interface ReadTask {
  readonly options: DataSourceOptions
  readonly secrets: readonly string[]
  readonly rows: FilledRows
  /** Reads each row once, and ends; without it rows are read at random until it is told to end. */
  readonly once: boolean
}

/** What it has read, and what of it could not be read. */
export interface ReadReport {
  readonly read: number
  readonly faults: readonly string[]
}

process.once('message', (task: ReadTask) => {
  let ended = false
  process.once('message', () => (ended = true))
  void read(task, () => ended).then((report) => process.send?.(report, () => process.exit(0)))
})

async function read(task: ReadTask, isEnded: () => boolean): Promise<ReadReport> {
  const { rows } = task
  const dataSource = await connect(task.options)
  const store = typeormStore(dataSource)
  const faults: string[] = []
  const judge = judgeOf(store, task)
  const all = [...rows.privateKeys, ...rows.sshKeys]
  let count = 0
  process.send?.('ready')
  while (task.once ? count < all.length : !isEnded()) {
    const id = all[task.once ? count : Math.floor(Math.random() * all.length)] ?? ''
    const fault = await judge(id).catch((error: unknown) => String(error))
    if (fault !== null) faults.push(`${id}: ${fault}`)
    count++
    // SQLite answers at once: without a turn of the event loop nobody could tell this process to end.
    await turn()
  }
  await store.close()
  await dataSource.destroy()
  return { read: count, faults }
}

/** What is wrong with a row; `null` = nothing. */
function judgeOf(store: Store, { secrets, rows }: ReadTask): (id: string) => Promise<string | null> {
  const keys = sealer(localKeyProvider(secrets))
  const macs = genuineRows({ secrets }, { record: () => Promise.resolve() }).sshKeys
  const sealed = new Set(rows.privateKeys)
  return async (id) => {
    if (!sealed.has(id)) {
      const row = await store.sshKeys.byId(rows.userId, id)
      return row && macs.fits(row) ? null : 'its MAC does not fit'
    }
    const row = await store.sshPrivateKeys.byId(rows.userId, id)
    if (!row) return 'it is gone'
    return (await openPrivateKey(keys, row)).toString() === row.name ? null : 'it holds something else'
  }
}
