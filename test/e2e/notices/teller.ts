import { openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Keyward, Notice } from '../../../src/index.js'
import { createKeyward } from '../../../src/index.js'
import { connect } from '../../databases.js'
import { fateOf } from './fate.js'

/** What a process that tells notices is given: its database, the secret that they are sealed under, and where it keeps its diary. */
export interface Beginning {
  readonly options: DataSourceOptions
  readonly secret: string
  readonly diary: string
}

/** What it is told next: to open keyward, to close it, or to end. */
export type Word = Opening | 'close' | 'end'

/** How keyward is opened. */
interface Opening {
  readonly round: number
  /** The time, which stands still until keyward is closed. */
  readonly now: number
  /** The call of the hook that never comes to an end, nor any after it: the process is to be killed then. `null` = all do. */
  readonly last: number | null
}

/** What it says: that it has done what it was told, or that it is to be killed. */
export type News = 'done' | 'last'

/** How long the longest telling takes, so that others are under way when a process is killed. */
const longestMs = 40

process.once('message', (beginning: Beginning) => {
  void attend(beginning)
})

async function attend({ options, secret, diary }: Beginning): Promise<void> {
  const dataSource = await connect(options)
  const file = openSync(diary, 'a')
  let keyward: Keyward | null = null
  process.on('message', (word: Word) => {
    void follow(word).then(() => process.send?.('done' satisfies News))
  })
  process.send?.('done' satisfies News)

  async function follow(word: Word): Promise<void> {
    if (typeof word === 'object') return open(word)
    await keyward?.close()
    keyward = null
    if (word === 'close') return
    await dataSource.destroy()
    setImmediate(() => {
      process.disconnect()
    })
  }

  async function open({ round, now, last }: Opening): Promise<void> {
    const store = typeormStore(dataSource)
    const origins = ['https://app.example.com']
    let calls = 0
    const notify = (notice: Notice): Promise<void> => {
      calls++
      if (calls === last) process.send?.('last' satisfies News)
      return tell(notice, last !== null && calls >= last ? null : round)
    }
    keyward = createKeyward({ store, secrets: [secret], origins, now: () => now, notify })
    await keyward.ready()
  }

  /** Writes down what it does before it goes on: what it has written outlives it, however it ends. `null` = it does not come so far. */
  async function tell({ id, facts }: Notice, round: number | null): Promise<void> {
    const number = 'url' in facts ? Number(new URL(facts.url).hash.slice(1)) : NaN
    const note = (what: string): void =>
      void writeSync(file, `${what} ${id} ${String(number)} ${String(process.hrtime.bigint())}\n`)
    note('begins')
    if (round === null) return never()
    if (number % 2 === 0) await sleep(Math.random() * longestMs)
    const fate = fateOf(number, round)
    note(fate)
    if (fate === 'throws') throw new Error('the hook is out of order')
    if (fate === 'hangs') await never()
  }
}

function never(): Promise<void> {
  return new Promise(() => undefined)
}
