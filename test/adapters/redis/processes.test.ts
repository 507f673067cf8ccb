import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { aDigest } from '../../contract/store/rows.js'
import { databases, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { forkScript } from '../../support/process.js'
import { needsRedis, ownRedis } from '../../support/redis.js'
import type { OwnRedis } from '../../support/redis.js'
import type { Order } from './worker.js'

interface Worker {
  readonly process: ChildProcess
  /** What it has printed. */
  printed(): string
}

describe('two processes with one Redis', function () {
  this.timeout(60_000)
  let opened: Migrated
  let server: OwnRedis
  let workers: readonly Worker[]

  needsRedis()
  beforeEach(async () => {
    const [sqlite] = databases
    assert.ok(sqlite)
    opened = await migrated(sqlite)
    server = await ownRedis()
    const prefix = randomUUID()
    workers = await Promise.all([1, 2].map(() => startWorker(prefix)))
  })
  afterEach(async () => {
    for (const { process } of workers) process.kill('SIGKILL')
    server.resume()
    await server.kill()
    await opened.close()
  })

  async function startWorker(prefix: string): Promise<Worker> {
    const process = forkScript('test/adapters/redis/worker.ts', { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    let text = ''
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    }
    const ready = once(process, 'message')
    process.send({ do: 'open', database: opened.options, redis: server.at, prefix } satisfies Order)
    await ready
    return { process, printed: () => text }
  }

  /** How many of so many tries in each process were admitted. */
  async function race(key: string, limit: number, times: number): Promise<number> {
    const answers = workers.map(({ process }) => once(process, 'message') as Promise<[number]>)
    for (const { process } of workers) process.send({ do: 'reserve', key, limit, times } satisfies Order)
    return (await Promise.all(answers)).reduce((sum, [won]) => sum + won, 0)
  }

  /** All of them closed and ended by themselves, without a word. */
  async function endCleanly(): Promise<void> {
    const ends = workers.map(({ process }) => once(process, 'close') as Promise<[number | null]>)
    for (const { process } of workers) process.send({ do: 'end' } satisfies Order)
    assert.deepEqual(
      (await Promise.all(ends)).map(([code]) => code),
      [0, 0],
    )
    assert.deepEqual(
      workers.map(({ printed }) => printed()),
      ['', ''],
    )
  }

  it('admit exactly as many attempts as the limit, and end when they are closed', async () => {
    const won: number[] = []
    for (let round = 0; round < 30; round++) won.push(await race(aDigest(), 10, 20))
    assert.deepEqual(won, Array<number>(30).fill(10))
    await endCleanly()
  })

  it('admit exactly as many while Redis is away, and end all the same', async () => {
    await server.kill()
    const won: number[] = []
    for (let round = 0; round < 5; round++) won.push(await race(aDigest(), 10, 20))
    assert.deepEqual(won, Array<number>(5).fill(10))
    await endCleanly()
  })

  it('admit exactly as many while Redis is silent, and end all the same', async () => {
    const key = aDigest()
    server.pause()
    assert.equal(await race(key, 10, 20), 10)
    assert.equal(await race(key, 10, 20), 0)
    await endCleanly()
  })

  it('admit no more than both budgets while it comes and goes', async () => {
    const key = aDigest()
    let won = 0
    for (let round = 0; round < 3; round++) {
      won += await race(key, 10, 20)
      server.pause()
      won += await race(key, 10, 20)
      server.resume()
    }
    assert.ok(won >= 10 && won <= 20, String(won))
    await endCleanly()
  })
})
