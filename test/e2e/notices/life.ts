import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { forkScript } from '../../support/process.js'
import { until } from '../../support/until.js'
import type { Fate } from './fate.js'
import type { Beginning, News, Word } from './teller.js'

/** A line of a diary: a notice that was begun to be told, or what came of it. */
export interface Entry {
  readonly what: 'begins' | Fate
  readonly id: string
  readonly number: number
  /** By a clock that all processes of the machine share. */
  readonly at: bigint
}

/** A process that tells notices, from its start to its end. */
export interface Life {
  /** What it has written down. */
  entries(): readonly Entry[]
  wasKilled(): boolean
  say(word: Word): Promise<void>
  /** Waits for the call that never comes to an end, and kills the process (-9) at some moment of the next few milliseconds. */
  killAtTheLast(): Promise<void>
  /** Ends it as it should. */
  end(): Promise<void>
}

const soonMs = 30

/** Begins one, and waits until it listens. */
export async function startLife(beginning: Beginning): Promise<Life> {
  // Each warns that its hook fails, which it is meant to.
  const env = { ...process.env, NODE_NO_WARNINGS: '1' }
  const child = forkScript('test/e2e/notices/teller.ts', { env })
  const ended = once(child, 'exit')
  const heard = { done: 0, last: 0 }
  let killed = false
  child.on('message', (news: News) => heard[news]++)
  child.send(beginning)
  await hears('done', 1)
  return Object.freeze({
    wasKilled: () => killed,
    entries: () => entriesOf(beginning.diary),
    async say(word) {
      const times = heard.done + 1
      child.send(word)
      await hears('done', times)
    },
    async killAtTheLast() {
      await hears('last', 1)
      await sleep(Math.random() * soonMs)
      killed = true
      child.kill('SIGKILL')
      await ended
    },
    async end() {
      child.send('end' satisfies Word)
      await ended
    },
  } satisfies Life)

  async function hears(news: News, times: number): Promise<void> {
    const seen = (): number => {
      if (child.exitCode !== null) throw new Error(`it ended with ${String(child.exitCode)}`)
      return heard[news]
    }
    await until(`what a process says: ${news}`, seen, { holds: (count) => count >= times, seconds: 60 })
  }
}

function entriesOf(diary: string): readonly Entry[] {
  const lines = readFileSync(diary, { encoding: 'utf8' }).split('\n').filter(Boolean)
  return lines.map((line) => {
    const [what, id = '', number, at = ''] = line.split(' ')
    // Nobody but the process writes its diary.
    return { what: what as Entry['what'], id, number: Number(number), at: BigInt(at) }
  })
}
