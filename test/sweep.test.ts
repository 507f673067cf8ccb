import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../adapters/typeorm/index.js'
import type { RetireEvents } from '../src/audit-trail/retention.js'
import { sweepSignIns } from '../src/sign-in/abandoned.js'
import { emitter } from '../src/events.js'
import { createKeyward } from '../src/index.js'
import { journal } from '../src/journal.js'
import type { Store } from '../src/store.js'
import { sweep } from '../src/sweep.js'
import type { Sweep } from '../src/sweep.js'
import {
  anApiKey,
  addUser,
  aDevice,
  aOneTimeLink,
  aPendingSignIn,
  aSession,
  aToken,
  nextId,
  room,
} from './contract/store/rows.js'
import { digestOf } from './contract/store/rows.js'
import { fakeClock } from './support/clock.js'
import type { Clock } from './support/clock.js'
import { sqliteDatabase } from './support/database.js'
import type { Database } from './support/database.js'
import { newConfiguredSecret, origin } from './support/app.js'
import { until } from './support/until.js'
import { plainClient } from './support/plain-client.js'

const day = 86_400_000
const sessions = { idleHours: 12, absoluteDays: 30 }

describe('sweep', () => {
  let database: Database
  let store: Store
  let clock: Clock
  /** The tests' own, too, as long as the two agree. */
  let databaseClock: () => number
  beforeEach(async () => {
    database = await sqliteDatabase()
    clock = fakeClock()
    databaseClock = clock.now
    store = { ...typeormStore(database.dataSource), clock: () => Promise.resolve(databaseClock()) }
  })
  afterEach(async () => {
    await store.close()
    await database.close()
  })

  function sweepOver(over: Store, now: () => number, retire: RetireEvents = () => Promise.resolve()): Sweep {
    const options = { store: over, now, sessions }
    const parts = { options, store: over, journal: journal(over, emitter()) }
    return sweep(options, {
      signIns: (by, stop) => sweepSignIns(parts, by, stop),
      expiring: () => Promise.resolve(),
      events: retire,
    })
  }
  const challenge = (name: string, expiresAt: number) =>
    store.challenges.insert({ digest: digestOf(name), purpose: 'sign_in', holder: 'x', expiresAt })
  const left = async (table: string): Promise<readonly Record<string, unknown>[]> =>
    (await database.dump())[`keyward_${table}`] ?? []

  it('takes away all sign-ins though one user’s row can’t be read, and stops between two when told to', async () => {
    const [gone, ada] = [await addUser(store), await addUser(store)]
    const at = clock.now()
    const stop = new AbortController()
    const insert = async () => {
      const rows = [gone, ada, ada].map(({ id }) => aPendingSignIn(id, { expiresAt: at }))
      await store.commit(rows.map((row) => store.pendingSignIns.insert(row)))
    }
    const users = {
      ...store.users,
      byId: (id: string) => (id === gone.id ? Promise.reject(new Error('410')) : store.users.byId(id)),
    }
    const over = { ...store, users }
    const parts = { options: { now: clock.now }, store: over, journal: journal(over, emitter()) }
    await insert()
    await sweepSignIns(parts, at, stop.signal)
    assert.equal((await left('pending_sign_in')).length, 0)
    await insert()
    let looks = 0
    const stopping = {
      ...users,
      byId: (id: string) => {
        looks++
        stop.abort()
        return store.users.byId(id)
      },
    }
    await sweepSignIns({ ...parts, store: { ...store, users: stopping } }, at, stop.signal)
    assert.deepEqual([looks, (await left('pending_sign_in')).length], [1, 2])
  })

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
    const alive = aOneTimeLink(id, { expiresAt: soon })
    // It is kept to be told that it is too late.
    const lateDevice = aDevice({ expiresAt: at - hour + 1 })
    await store.commit([
      ...[kept[0], ended[0], ended[1]].map((row) => store.sessions.insert(row)),
      ...[kept[1], kept[2], ended[2]].map((row) => store.apiKeys.insert(row, ample)),
      ...[kept[3], ended[3]].map((row) => store.tokens.insert(row, ample)),
      ...[kept[4], ended[4]].map((row) => store.pendingSignIns.insert(row)),
      challenge('ended', at),
      challenge('alive', soon),
      store.oneTimeLinks.insert(aOneTimeLink(id, { expiresAt: at })),
      store.oneTimeLinks.insert(alive),
      store.deviceCodes.insert(aDevice({ expiresAt: at - hour })),
      store.deviceCodes.insert(lateDevice),
      store.attempts.reserve(digestOf('a'), { limit: 1, now: at - 10, endsAt: at - 1 }),
    ])
    const revision = await left('revision')
    const sweeping = sweepOver(store, clock.now)
    const looks = withLooks(sweeping)
    // There is one timer, however often it is called.
    sweeping.soon()
    try {
      assert.equal(await looks.next(), 1)
      // Once is not enough.
      assert.equal((await left('api_key')).length, 3)
      await looks.next()
    } finally {
      looks.restore()
      await sweeping.close()
    }
    assert.equal((await left('api_key')).length, 2)

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
    assert.deepEqual(
      (await left('one_time_link')).map(({ digest }) => digest),
      [alive.digest],
    )
    assert.deepEqual(
      (await left('device_code')).map((row) => row.id),
      [lateDevice.id],
    )
    // Nobody is told: what went had been over before.
    assert.deepEqual(await left('revision'), revision)
    const events = await left('audit_event')
    assert.deepEqual(
      events.map(({ type, user_id, outcome, reason }) => [type, user_id, outcome, reason]),
      [['pending_sign_in.abandoned', id, 'refused', 'expired']],
    )
  })

  for (const whose of ['the process', 'the database', 'both'] as const) {
    it(`keeps what is alive when the clock of ${whose} was 40 days ahead for a minute`, async () => {
      const { id } = await addUser(store)
      const alive = clock.now() + day
      await store.commit([
        store.sessions.insert(aSession(id, { expiresAt: alive, lastSeenAt: clock.now() })),
        store.apiKeys.insert(anApiKey(id, { expiresAt: alive }), room),
        store.tokens.insert(aToken(id, { expiresAt: alive }), room),
      ])
      const ahead = { of: 0 }
      const wrong = () => clock.now() + ahead.of
      databaseClock = whose === 'the process' ? clock.now : wrong
      const sweeping = sweepOver(store, whose === 'the database' ? clock.now : wrong)
      const looks = withLooks(sweeping)
      try {
        // It is wrong at the first look, at a later one, and at each second one.
        for (const of of [40 * day, 0, 0, 40 * day, 0, 40 * day, 0]) {
          ahead.of = of
          await looks.next()
        }
      } finally {
        looks.restore()
        await sweeping.close()
      }
      for (const table of ['session', 'api_key', 'token']) assert.equal((await left(table)).length, 1, table)
    })
  }

  it('retires events by a time that both clocks said twice, an hour apart', async () => {
    const times: number[] = []
    const sweeping = sweepOver(
      store,
      () => clock.now() + 40 * day,
      (by) => {
        times.push(by)
        return Promise.resolve()
      },
    )
    const looks = withLooks(sweeping)
    const first = clock.now()
    try {
      await looks.next()
      assert.deepEqual(times, [])
      await looks.next()
    } finally {
      looks.restore()
      await sweeping.close()
    }
    assert.equal(times.length, 1)
    assert.ok(times.every((by) => by >= first && by < first + 40 * day))
  })

  it('keeps what is alive while the clock of the process is ahead of the database’s, for however long', async () => {
    const { id } = await addUser(store)
    await store.commit([store.apiKeys.insert(anApiKey(id, { expiresAt: clock.now() + day }), room)])
    const sweeping = sweepOver(store, () => clock.now() + 40 * day)
    const looks = withLooks(sweeping)
    try {
      for (let hour = 0; hour < 3; hour++) await looks.next()
    } finally {
      looks.restore()
      await sweeping.close()
    }
    assert.equal((await left('api_key')).length, 1)
  })

  it('takes away nothing for good twice within an hour, however far a clock leaps', async () => {
    const { id } = await addUser(store)
    await store.commit([store.apiKeys.insert(anApiKey(id, { expiresAt: clock.now() + day }), room)])
    const sweeping = sweepOver(store, clock.now)
    const looks = withLooks(sweeping)
    try {
      for (let minute = 0; minute < 3; minute++) {
        clock.advance({ days: 40 })
        await looks.minute()
      }
    } finally {
      looks.restore()
      await sweeping.close()
    }
    assert.equal((await left('api_key')).length, 1)
  })

  it('takes away nothing for good while the database does not say what time it is', async () => {
    const { id } = await addUser(store)
    await store.commit([store.apiKeys.insert(anApiKey(id, { expiresAt: 1 }), { ...room, now: 0 })])
    const mute = { ...store, clock: () => Promise.reject(new Error('no answer')) }
    const sweeping = sweepOver(mute, clock.now)
    const looks = withLooks(sweeping)
    try {
      for (let hour = 0; hour < 3; hour++) await looks.next()
    } finally {
      looks.restore()
      await sweeping.close()
    }
    assert.equal((await left('api_key')).length, 1)
  })

  it('goes on while there is more than one statement takes, and stops when it is closed', async () => {
    const writes = Array.from({ length: 1100 }, () => challenge(nextId(), 1))
    await store.commit(writes)
    const sweeping = sweepOver(store, clock.now)
    withTimers(() => sweeping.soon())
    await until('a first batch', async () => (await left('challenge')).length, {
      holds: (length) => length < 1100,
    })
    await sweeping.close()
    assert.ok([100, 600].includes((await left('challenge')).length))
    assert.equal(
      withTimers(() => sweeping.soon()),
      0,
    )
    const again = sweepOver(store, clock.now)
    withTimers(() => again.soon())
    await until('the last batch', async () => (await left('challenge')).length, {
      holds: (length) => length === 0,
    })
    await again.close()
  })

  it('comes also where only guards are used', async () => {
    await store.commit([challenge('ended', clock.now())])
    const secrets = [newConfiguredSecret()]
    const keyward = createKeyward({ store, secrets, origins: [origin], now: clock.now })
    const owner = await addUser(store)
    const { cookies } = await keyward.adapter.signInUser(plainClient(), owner.id, { amr: ['pwd'] })
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    clock.advance({ minutes: 2 })
    const client = plainClient({ cookie: [cookie] })
    const timers = heldTimers()
    try {
      await keyward.adapter.guard({})(client)
      // First the flush of what was used, which then calls for the sweep.
      timers.run()
      await until('a second timer', () => timers.due() > 0)
    } finally {
      timers.restore()
    }
    timers.run()
    await until('a sweep', async () => (await left('challenge')).length, { holds: (length) => length === 0 })
    await keyward.close()
  })
})

/** Has a sweep look, each time after what it waits for; timers are held back meanwhile. */
function withLooks(sweeping: Sweep) {
  const timers = heldTimers()
  sweeping.soon()
  return {
    restore: () => {
      timers.restore()
    },
    /** After an hour. */
    next: () => look(Infinity),
    /** After a minute. */
    minute: () => look(60_000),
  }

  /** Answers how many timers there were. */
  async function look(ms: number): Promise<number> {
    const fired = timers.run(ms)
    const waiting = timers.due()
    await until('the look to be over', () => {
      // Does nothing while it is not.
      sweeping.soon()
      return timers.due() > waiting
    })
    return fired
  }
}

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
  let due: { readonly run: () => void; readonly ms: number }[] = []
  globalThis.setTimeout = ((run: () => void, ms: number) => {
    due.push({ run, ms })
    return { unref: () => ({}) }
  }) as never
  return {
    due: () => due.length,
    /** Runs those that are due after so long, and answers how many there were. */
    run(ms = Infinity): number {
      const now = due.filter((timer) => timer.ms <= ms)
      due = due.filter((timer) => timer.ms > ms)
      for (const { run } of now) run()
      return now.length
    },
    restore() {
      globalThis.setTimeout = real
    },
  }
}
