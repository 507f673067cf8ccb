import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, it } from 'mocha'
import type { DataSourceOptions } from 'typeorm'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import type { Store } from '../../../src/store.js'
import type { OneTimeLinkRow } from '../../../src/store/one-time-link.js'
import {
  addUser,
  aDevice,
  aDigest,
  aList,
  anApiKey,
  aOneTimeLink,
  aPendingSignIn,
  aRecoveryCode,
  aSession,
  aTotp,
  aWaitingSecret,
  digestOf,
  nextId,
  now,
  prepared,
  room,
} from '../../contract/store/rows.js'
import { describeOnEach, migrated } from '../../databases.js'
import type { Migrated } from '../../databases.js'
import { forkScript } from '../../support/process.js'
import type { Outcome, Task } from './worker.js'

/** `KEYWARD_RACES=1000` does as many rounds as the documents speak of, with fifty tries at once. */
const rounds = Number(process.env.KEYWARD_RACES ?? 60)
/** Tries at once in each of the two processes. */
const times = rounds > 60 ? 25 : 3

describeOnEach('two processes', function (database) {
  this.timeout(rounds > 60 ? 3_600_000 : 120_000)
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

  /** How many tries succeeded, of both processes together; `null` where a busy database left some without an answer, which tells nothing. */
  async function race(tasks: readonly [Task, Task]): Promise<number | null> {
    const outcomes = workers.map((worker) => once(worker, 'message') as Promise<[Outcome]>)
    workers.forEach((worker, i) => worker.send(tasks[i] ?? tasks[0]))
    const done = (await Promise.all(outcomes)).map(([outcome]) => outcome)
    const failures = done.flatMap(({ failures }) => failures)
    const others = failures.filter((failure) => !failure.endsWith('the database gave no answer in 3 s'))
    assert.deepEqual(others, [])
    return failures.length > 0 ? null : done.reduce((sum, { won }) => sum + won, 0)
  }

  async function eachRound(expected: number, prepare: () => Promise<Task>): Promise<void> {
    const won: (number | null)[] = []
    while (won.filter((count) => count !== null).length < rounds) {
      const task = await prepare()
      won.push(await race([task, task]))
      assert.ok(won.length <= 2 * rounds, 'the database seldom answers')
    }
    assert.deepEqual(
      won.filter((count) => count !== null),
      Array<number>(rounds).fill(expected),
    )
  }

  async function addPending(userId: string): Promise<{ id: string }> {
    const row = aPendingSignIn(userId)
    await store.commit([store.pendingSignIns.insert(row)])
    return row
  }

  async function addLink(userId: string): Promise<OneTimeLinkRow> {
    const securityEpoch = (await store.accounts.byId(userId))?.securityEpoch ?? 0
    const row = aOneTimeLink(userId, { securityEpoch })
    await store.commit([store.oneTimeLinks.insert(row)])
    return row
  }

  it('rotate a key: one secret wins', async () => {
    const { id } = await addUser(store)
    await eachRound(1, async () => {
      const row = anApiKey(id)
      await store.commit([store.apiKeys.insert(row, room)])
      return { race: 'rotate', row, times }
    })
  })

  it('bind a key: one does, and undoes nobody else’s change', async () => {
    const { id } = await addUser(store)
    await eachRound(1, async () => {
      const row = anApiKey(id)
      await store.commit([store.apiKeys.insert(row, room)])
      return { race: 'bind', row, times }
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

  it('accept a time step: one does', async () => {
    const { id } = await addUser(store)
    const row = aTotp(id)
    await store.commit([store.totp.begin(row), store.totp.confirm(row, 1, now)])
    let step = 1
    await eachRound(1, () =>
      Promise.resolve({ race: 'code', row: { ...row, slot: 'active' }, step: ++step, times }),
    )
  })

  it('use up a recovery code: one does', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, async () => {
      const code = aRecoveryCode(userId)
      await store.commit([store.recoveryCodes.replace(userId, [code])])
      return { race: 'recovery code', userId, digest: code.digest, times }
    })
  })

  it('make recovery codes anew: those of one are left', async () => {
    const { id: userId } = await addUser(store)
    const all = times * workers.length
    await eachRound(all, async () => {
      assert.ok([0, 10].includes((await store.factors.of(userId)).recoveryCodes))
      return { race: 'renew codes', userId, times }
    })
    assert.equal((await store.factors.of(userId)).recoveryCodes, 10)
  })

  it('use up a challenge: one does', () =>
    eachRound(1, async () => {
      const row = { digest: aDigest(), purpose: 'sign_in', holder: 'session:1', expiresAt: now + 1 }
      await store.commit([store.challenges.insert(row)])
      return { race: 'challenge', row, times }
    }))

  it('read a secret that waits: one does', async () => {
    const { id: userId } = await addUser(store)
    const session = aSession(userId)
    await store.commit([store.sessions.insert(session)])
    await eachRound(1, async () => {
      const row = aWaitingSecret(userId, { sessionId: session.id })
      await store.commit([store.waitingSecrets.put(row)])
      return { race: 'waiting secret', digest: row.digest, by: session, times }
    })
  })

  it('use up a one-time link: one does', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, async () => ({ race: 'one-time link', row: await addLink(userId), times }))
  })

  it('use one-time links of one user: the first ends the others', async () => {
    const { id: userId } = await addUser(store)
    for (let round = 0; round < rounds; round++) {
      const [one, other] = [await addLink(userId), await addLink(userId)]
      const won = await race([
        { race: 'one-time link', row: one, times },
        { race: 'one-time link', row: other, times },
      ])
      assert.ok(won === 1 || won === null, `${String(won)} were used`)
    }
  })

  it('answer a device: one does', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, async () => {
      const { id, ...row } = aDevice()
      await store.commit([store.deviceCodes.insert({ ...row, id })])
      return { race: 'answer device', id, userId, times }
    })
  })

  it('collect the token of a device: one does, and one token is there', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, async () => {
      await store.commit([store.tokens.removeAll(userId)])
      const row = aDevice({ state: 'approved', userId, securityEpoch: 0, lifetimeHours: 1 })
      await store.commit([store.deviceCodes.insert(row)])
      return { race: 'collect', row, userId, times }
    })
    assert.equal((await store.tokens.list(userId, aList())).total, 1)
  })

  it('count attempts at a sign-in under way: never more than the limit', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(5, async () => {
      const { id } = await addPending(userId)
      return { race: 'attempt', id, limit: 5, times }
    })
  })

  it('use up a sign-in under way: one does', async () => {
    const { id: userId } = await addUser(store)
    await eachRound(1, async () => ({ race: 'consume', id: (await addPending(userId)).id, times }))
  })

  it('fill the room for security keys: never more than the limit', () =>
    eachRound(4, async () => {
      const { id: userId } = await addUser(store)
      return { race: 'security key', userId, limit: 4, times }
    }))

  describe('with two administrators', () => {
    it('disable one each: one stays', async () => {
      const [first, second] = [await addUser(store, { admin: true }), await addUser(store, { admin: true })]
      for (let round = 0; round < rounds; round++) {
        const disable = (id: string): Task => ({ race: 'disable', id, times: 1 })
        const won = await race([disable(first.id), disable(second.id)])
        assert.ok(won === 1 || won === null, `${String(won)} were disabled`)
        for (const { id } of [first, second]) {
          assert.equal(await store.commit([prepared(store.users.update?.(id, { disabled: false }))]), true)
        }
      }
    })
  })
})

async function readyWorker(options: DataSourceOptions): Promise<ChildProcess> {
  const worker = forkScript('test/e2e/races/worker.ts')
  worker.send(options)
  await once(worker, 'message')
  return worker
}
