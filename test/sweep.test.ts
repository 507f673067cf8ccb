import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../adapters/typeorm/index.js'
import { createKeyward } from '../src/index.js'
import type { Store } from '../src/store.js'
import { sweep } from '../src/sweep.js'
import { anApiKey, addUser, aPendingSignIn, aSession, aToken, nextId, room } from './contract/store/rows.js'
import { digestOf } from './contract/store/rows.js'
import { fakeClock } from './support/clock.js'
import type { Clock } from './support/clock.js'
import { sqliteDatabase } from './support/database.js'
import type { Database } from './support/database.js'
import { newConfiguredSecret, origin } from './support/app.js'
import { until } from './support/until.js'

const day = 86_400_000
const sessions = { idleHours: 12, absoluteDays: 30 }

describe('sweep', () => {
  let database: Database
  let store: Store
  let clock: Clock
  beforeEach(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
    clock = fakeClock()
  })
  afterEach(async () => {
    await store.close()
    await database.close()
  })

  const challenge = (name: string, expiresAt: number) =>
    store.challenges.insert({ digest: digestOf(name), purpose: 'sign_in', holder: 'x', expiresAt })
  const left = async (table: string): Promise<readonly Record<string, unknown>[]> =>
    (await database.dump())[`keyward_${table}`] ?? []

  it('takes away what has ended, and nothing else', async () => {
    const { id } = await addUser(store)
    const at = clock.now()
    const [hour, ago] = [3_600_000, (days: number) => at - days * day]
    const soon = at + hour
    const kept = [
      aSession(id, { expiresAt: soon, lastSeenAt: at - 12.9 * hour }),
      anApiKey(id, { expiresAt: ago(29.9) }),
      anApiKey(id, { expiresAt: null }),
      aToken(id, { expiresAt: ago(29.9) }),
      aPendingSignIn(id, { expiresAt: soon }),
    ] as const
    const ended = [
      aSession(id, { expiresAt: at - 2 * hour, lastSeenAt: at }),
      aSession(id, { expiresAt: soon, lastSeenAt: at - 13.1 * hour }),
      anApiKey(id, { expiresAt: ago(30.1) }),
      aToken(id, { expiresAt: ago(30.1) }),
      aPendingSignIn(id, { expiresAt: at }),
    ] as const
    const ample = { ...room, now: 0 }
    await store.commit([
      ...[kept[0], ended[0], ended[1]].map((row) => store.sessions.insert(row)),
      ...[kept[1], kept[2], ended[2]].map((row) => store.apiKeys.insert(row, ample)),
      ...[kept[3], ended[3]].map((row) => store.tokens.insert(row, ample)),
      ...[kept[4], ended[4]].map((row) => store.pendingSignIns.insert(row)),
      challenge('ended', at),
      challenge('alive', soon),
      store.attempts.reserve(digestOf('a'), { limit: 1, now: at - 10, endsAt: at - 1 }),
    ])
    const revision = await left('revision')
    const fired = withTimers(() => {
      const sweeping = sweep({ store, now: clock.now, sessions })
      sweeping.soon()
      sweeping.soon()
    })
    assert.equal(fired, 1)
    await until('a sweep', async () => (await left('api_key')).length === 2)

    const ids = await Promise.all(
      ['session', 'api_key', 'token', 'pending_sign_in'].map((table) => left(table)),
    )
    assert.deepEqual(
      ids
        .flat()
        .map((row) => row.id)
        .toSorted(),
      kept.map((row) => row.id).toSorted(),
    )
    assert.deepEqual(
      (await left('challenge')).map(({ digest }) => digest),
      [digestOf('alive')],
    )
    assert.deepEqual(await left('attempt'), [])
    // Nobody is told: what went had been over before.
    assert.deepEqual(await left('revision'), revision)
    assert.deepEqual(await left('audit_event'), [])
  })

  it('goes on while there is more than one statement takes, and stops when it is closed', async () => {
    const writes = Array.from({ length: 1100 }, () => challenge(nextId(), 1))
    await store.commit(writes)
    const sweeping = sweep({ store, now: clock.now, sessions })
    withTimers(() => sweeping.soon())
    await until('a first batch', async () => (await left('challenge')).length < 1100)
    await sweeping.close()
    assert.ok([100, 600].includes((await left('challenge')).length))
    assert.equal(
      withTimers(() => sweeping.soon()),
      0,
    )
    const again = sweep({ store, now: clock.now, sessions })
    withTimers(() => again.soon())
    await until('the last batch', async () => (await left('challenge')).length === 0)
    await again.close()
  })

  it('comes also where only guards are used', async () => {
    await store.commit([challenge('ended', clock.now())])
    const secrets = [newConfiguredSecret()]
    const keyward = createKeyward({ store, secrets, origins: [origin], now: clock.now })
    const owner = await addUser(store)
    const browser = { method: 'POST', ip: () => '127.0.0.1', headers: {} }
    const { cookies } = await keyward.signInUser(browser, owner.id, { amr: ['pwd'] })
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    clock.advance({ minutes: 2 })
    const client = { method: 'GET', ip: () => '127.0.0.1', headers: { cookie: [cookie] } }
    const timers = heldTimers()
    try {
      await keyward.guard({})(client)
      // First the flush of what was used, which then calls for the sweep.
      timers.run()
      await until('a second timer', () => timers.due() > 0)
    } finally {
      timers.restore()
    }
    timers.run()
    await until('a sweep', async () => (await left('challenge')).length === 0)
    await keyward.close()
  })
})

/** Runs what sets timers, then the timers at once; answers how many there were. */
function withTimers(work: () => void): number {
  const timers = heldTimers()
  try {
    work()
  } finally {
    timers.restore()
  }
  return timers.run()
}

/** Holds timers back until they are run. */
function heldTimers() {
  const { setTimeout: real } = globalThis
  const due: (() => void)[] = []
  globalThis.setTimeout = ((run: () => void) => {
    due.push(run)
    return { unref: () => ({}) }
  }) as never
  return {
    due: () => due.length,
    /** Runs what is due, and answers how many there were. */
    run(): number {
      const now = due.splice(0)
      for (const run of now) run()
      return now.length
    },
    restore() {
      globalThis.setTimeout = real
    },
  }
}
