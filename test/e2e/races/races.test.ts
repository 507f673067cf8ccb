import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'mocha'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import {
  addUser,
  aDigest,
  anApiKey,
  aSession,
  digestOf,
  nextId,
  prepared,
  room,
} from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import type { Outcome, Task } from './worker.js'

const rounds = 60
/** Tries at once in each of the two processes. */
const times = 3

describeOnEach('two processes', function (database) {
  let opened: Migrated
  let store: Store
  let workers: readonly ChildProcess[]

  before(async () => {
    opened = await migrated(database)
    store = typeormStore(opened.dataSource)
    workers = await Promise.all([1, 2].map(() => readyWorker(opened.options)))
  })
  after(async () => {
    const ended = workers.map((worker) => once(worker, 'exit'))
    for (const worker of workers) worker.send('end')
    await Promise.all(ended)
    await store.close()
    await opened.close()
  })

  /** How many tries succeeded, of both processes together. */
  async function race(tasks: readonly [Task, Task]): Promise<number> {
    const outcomes = workers.map((worker) => once(worker, 'message') as Promise<[Outcome]>)
    workers.forEach((worker, i) => worker.send(tasks[i] ?? tasks[0]))
    const done = (await Promise.all(outcomes)).map(([outcome]) => outcome)
    assert.deepEqual(
      done.flatMap(({ failures }) => failures),
      [],
    )
    return done.reduce((sum, { won }) => sum + won, 0)
  }

  async function eachRound(expected: number, prepare: () => Promise<Task>): Promise<void> {
    const won: number[] = []
    for (let round = 0; round < rounds; round++) {
      const task = await prepare()
      won.push(await race([task, task]))
    }
    assert.deepEqual(won, Array<number>(rounds).fill(expected))
  }

  it('rotate a key: one secret wins', async () => {
    const { id } = await addUser(store)
    await eachRound(1, async () => {
      const row = anApiKey(id)
      await store.commit([store.apiKeys.insert(row, room)])
      return { race: 'rotate', row, times }
    })
  })

  it('use up the last attempt: one gets it', () =>
    eachRound(1, () => Promise.resolve({ race: 'reserve', key: aDigest(), limit: 1, times })))

  it('use up the last attempts: as many get one as there are', () =>
    eachRound(4, () => Promise.resolve({ race: 'reserve', key: aDigest(), limit: 4, times })))

  it('end a session: one ends it', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, async () => {
      const session = aSession(userId)
      await store.commit([store.sessions.insert(session)])
      return { race: 'end session', userId, id: session.id, times }
    })
  })

  it('make a key of the same name: one is made', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, () =>
      Promise.resolve({ race: 'insert', userId, nameKey: digestOf(nextId()), limit: 1000, times }),
    )
  })

  it('fill the room for keys: never more than the limit', async () => {
    await eachRound(4, async () => {
      const { id: userId } = await addUser(store)
      return { race: 'insert', userId, limit: 4, times }
    })
  })

  describe('with two administrators', () => {
    it('disable one each: one stays', async () => {
      const [first, second] = [await addUser(store, { admin: true }), await addUser(store, { admin: true })]
      for (let round = 0; round < rounds; round++) {
        const disable = (id: string): Task => ({ race: 'disable', id, times: 1 })
        assert.equal(await race([disable(first.id), disable(second.id)]), 1)
        for (const { id } of [first, second]) {
          assert.equal(await store.commit([prepared(store.users.update?.(id, { disabled: false }))]), true)
        }
      }
    })
  })
})

async function readyWorker(options: DataSourceOptions): Promise<ChildProcess> {
  const worker = fork(new URL('./worker.ts', import.meta.url), { execArgv: ['--import=tsx'] })
  worker.send(options)
  await once(worker, 'message')
  return worker
}
