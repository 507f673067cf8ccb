import { setImmediate as turn } from 'node:timers/promises'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { genuineRows } from '../../../src/credentials/genuine.js'
import { localKeyProvider } from '../../../src/crypto/keyring.js'
import { sealer } from '../../../src/crypto/seal.js'
import { createKeyward } from '../../../src/index.js'
import { openPrivateKey } from '../../../src/ssh/private-key-seal.js'
import type { Store } from '../../../src/store.js'
import { connect } from '../../databases.js'
import { origin } from '../../support/app.js'
import type { FilledRows } from './filling.js'
import type { People } from './people.js'
import type { Visits } from './visits.js'
import { openVisits } from './visits.js'

/** What a process that reads is told: which rows and people there are, and by which secrets it reads them. */
export interface ReadTask {
  readonly options: DataSourceOptions
  readonly secrets: readonly string[]
  readonly rows: FilledRows
  readonly people: People
  /** What it does: anything at random until it is told to end, one use of each key, or all there is, once. */
  readonly what: 'at_random' | 'each_key' | 'everything'
}

/** How often it has done what. */
type Done = Record<'rows' | 'signIns' | 'keys' | 'signatures' | 'hosts' | 'audits', number>

/** What it has done, and what of it went wrong. */
export interface ReadReport {
  readonly done: Done
  readonly faults: readonly string[]
}

/** Judges one thing: what is wrong with it, or `null`. */
type Act = () => Promise<string | null>

const kinds = ['signIns', 'keys', 'signatures', 'hosts'] as const
/** No code is taken of a step of which one was used before. */
const betweenSignInsMs = 65_000

process.once('message', (task: ReadTask) => {
  let ended = false
  process.once('message', () => (ended = true))
  void read(task, () => ended).then((report) => process.send?.(report, () => process.exit(0)))
})

async function read(task: ReadTask, isEnded: () => boolean): Promise<ReadReport> {
  const dataSource = await connect(task.options)
  const store = typeormStore(dataSource)
  const keyward = createKeyward({ store, secrets: task.secrets, origins: [origin] })
  await keyward.ready()
  const visits = await openVisits(keyward, task.people)
  const done: Done = { rows: 0, signIns: 0, keys: 0, signatures: 0, hosts: 0, audits: 0 }
  const faults: string[] = []
  process.send?.('ready')
  const means = { visits, judge: judgeOf(store, task), isEnded, record }
  if (task.what === 'at_random') await readAtRandom(task, means)
  else await readOnce(task, means)
  await visits.close()
  await keyward.close()
  await dataSource.destroy()
  return { done, faults }

  async function record(what: keyof Done, act: Act): Promise<void> {
    const fault = await act().catch((error: unknown) => String(error))
    if (fault !== null) faults.push(fault)
    done[what]++
  }
}

interface Means {
  readonly visits: Visits
  /** Judges a row by its id. */
  readonly judge: (id: string) => Promise<string | null>
  readonly isEnded: () => boolean
  readonly record: (what: keyof Done, act: Act) => Promise<void>
}

/** Rows for the most part, since people take their time. */
async function readAtRandom(
  { rows, people }: ReadTask,
  { visits, judge, isEnded, record }: Means,
): Promise<void> {
  const ids = [...rows.privateKeys, ...rows.sshKeys]
  const signedInAt = new Map<string, number>()
  for (let n = 0; !isEnded(); n++) {
    const person = any(people.all)
    const kind = n % 5 === 0 ? kinds[(n / 5) % kinds.length] : 'rows'
    if (n % 2000 === 1000) await record('audits', visits.verify)
    else if (kind === 'rows') await record('rows', () => judge(any(ids)))
    else if (kind === 'keys') await record('keys', () => visits.useKey(person))
    else if (kind === 'signatures') await record('signatures', () => visits.sign(person))
    else if (kind === 'hosts') await record('hosts', () => visits.askAsHost(person, n))
    else if (performance.now() > (signedInAt.get(person.id) ?? -Infinity) + betweenSignInsMs) {
      signedInAt.set(person.id, performance.now())
      await record('signIns', () => visits.signIn(person))
    }
    // SQLite answers at once: without a turn of the event loop nobody could tell this process to end.
    await turn()
  }
}

async function readOnce({ what, rows, people }: ReadTask, { visits, judge, record }: Means): Promise<void> {
  for (const [n, person] of people.all.entries()) {
    await record('keys', () => visits.useKey(person))
    await record('hosts', () => visits.askAsHost(person, n))
    if (what === 'each_key') continue
    await record('signatures', () => visits.sign(person))
    // Of a step to come, since one of this step may have been used.
    await record('signIns', () => visits.signIn(person, 1))
  }
  if (what === 'each_key') return
  for (const id of [...rows.privateKeys, ...rows.sshKeys]) await record('rows', () => judge(id))
  await record('audits', visits.verify)
}

function any<T>(list: readonly T[]): T {
  const one = list[Math.floor(Math.random() * list.length)]
  if (one === undefined) throw new TypeError('there is nothing to choose from')
  return one
}

/** What is wrong with a row; `null` = nothing. */
function judgeOf(store: Store, { secrets, rows }: ReadTask): (id: string) => Promise<string | null> {
  const keys = sealer(localKeyProvider(secrets))
  const macs = genuineRows({ secrets }, { record: () => Promise.resolve() }).sshKeys
  const sealed = new Set(rows.privateKeys)
  return async (id) => {
    if (!sealed.has(id)) {
      const row = await store.sshKeys.byId(rows.userId, id)
      return row && macs.fits(row) ? null : `${id}: its MAC does not fit`
    }
    const row = await store.sshPrivateKeys.byId(rows.userId, id)
    if (!row) return `${id} is gone`
    return (await openPrivateKey(keys, row)).toString() === row.name ? null : `${id} holds something else`
  }
}
