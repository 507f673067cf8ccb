import assert from 'node:assert/strict'
import { mock } from 'node:test'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import { sealer } from '../../src/crypto/seal.js'
import type { AuditEvent } from '../../src/events.js'
import { emitter } from '../../src/events.js'
import type { Journal } from '../../src/journal.js'
import { journal } from '../../src/journal.js'
import type { Notice, Notify } from '../../src/notice/notice.js'
import type { Outbox } from '../../src/notice/outbox.js'
import { outbox } from '../../src/notice/outbox.js'
import type { Store } from '../../src/store.js'
import { rfc3339 } from '../../src/time.js'
import { addUser, prepared } from '../contract/store/rows.js'
import { newConfiguredSecret } from '../support/app.js'
import { fakeClock } from '../support/clock.js'
import type { Clock } from '../support/clock.js'
import { sqliteDatabase } from '../support/database.js'
import type { Database } from '../support/database.js'
import { stoppedTime } from '../support/stopped-time.js'
import { until } from '../support/until.js'

/** Looks, turn by turn of the event loop, while time stands still. */
async function inTurns(look: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 10_000; turns++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (await look()) return
  }
  assert.fail('it did not come about')
}

const code = 'kwo_veryverysecret'
const url = `https://app.example.com/auth/one-time-links/password-reset#${code}`

describe('outbox', () => {
  let database: Database
  let store: Store
  let clock: Clock
  let events: AuditEvent[]
  let told: Notice[]
  let warnings: string[]
  const opened: Outbox[] = []
  const heard = (warning: Error): void => void warnings.push(warning.message)
  beforeEach(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
    clock = fakeClock()
    ;[events, told, warnings] = [[], [], []]
    process.on('warning', heard)
  })
  afterEach(async () => {
    process.off('warning', heard)
    for (const one of opened.splice(0)) await one.close()
    await store.close()
    await database.close()
  })

  const keep: Notify = (notice) => void told.push(notice)
  const keys = localKeyProvider([newConfiguredSecret()])

  /** An outbox, and the journal that wakes it. */
  function open(notify?: Notify, over: Store = store): { box: Outbox; changes: Journal } {
    const heardOf = emitter()
    heardOf.on('*', (event) => events.push(event))
    const changes = journal(over, heardOf, () => {
      box.wake()
    })
    const parts = { options: { notify, now: clock.now }, store: over, sealer: sealer(keys), journal: changes }
    const box = outbox(parts)
    opened.push(box)
    return { box, changes }
  }

  function facts(hours = 1) {
    return { url, expiresAt: rfc3339(clock.now() + hours * 3_600_000), ip: '192.0.2.7' }
  }

  async function put({ box, changes }: ReturnType<typeof open>, hours = 1): Promise<string> {
    const user = await addUser(store)
    await write({ box, changes }, user.id, hours)
    return user.id
  }

  async function write({ box, changes }: ReturnType<typeof open>, id: string, hours = 1): Promise<void> {
    const writes = await box.write({ kind: 'password_reset.requested', user: { id }, facts: facts(hours) })
    assert.equal(await changes.commit(writes), true)
  }

  const left = (): Promise<number> => store.notices.waiting()
  const untilLeft = (rows: number): Promise<number> =>
    until('the number of notices left', left, { holds: (seen) => seen === rows })
  /** What waits, as it stands. */
  const rows = async () => (await database.dump()).keyward_notice ?? []
  const untilTries = (tries: number) =>
    until('the tries', rows, { holds: ([row]) => row?.tries === tries && Number(row.next_at) > clock.now() })

  it('tells a notice once it is committed, and keeps nothing of it then', async () => {
    const one = open(keep)
    const at = rfc3339(clock.now())
    const id = await put(one)
    await untilLeft(0)
    const user = await store.users.byId(id)
    assert.ok(user)
    const named = { id, username: user.username, displayName: null }
    assert.deepEqual(told, [
      { id: told[0]?.id, kind: 'password_reset.requested', at, user: named, facts: facts() },
    ])
    assert.deepEqual(events, [])
  })

  it('takes nothing where the app takes no notices', async () => {
    const { box } = open()
    const { id } = await addUser(store)
    assert.deepEqual(await box.write({ kind: 'invitation.created', user: { id }, facts: facts() }), [])
    box.wake()
  })

  it('tells nothing of what was not committed', async () => {
    const { box, changes } = open(keep)
    const { id } = await addUser(store)
    const writes = await box.write({ kind: 'invitation.created', user: { id }, facts: facts() })
    assert.equal(await changes.commit([...writes, store.sessions.remove(id, id)]), false)
    box.wake()
    await box.close()
    assert.deepEqual([told, await left()], [[], 0])
  })

  it('stores no link that somebody who has the database could open, and no copy of a row opens', async () => {
    const one = open(() => Promise.reject(new Error('no')))
    const id = await put(one)
    await untilTries(1)
    assert.ok(!database.bytes().includes('veryverysecret'))
    const [row] = await store.notices.due(clock.now() + 1e9, 1)
    assert.ok(row)
    // The same facts in another row: whoever writes to the database would have them mailed to somebody else.
    const thief = await addUser(store)
    await store.commit([
      store.notices.insert({ ...row, id: thief.id, userId: thief.id, nextAt: clock.now() }),
    ])
    const two = open(keep)
    two.box.wake()
    await until('the try', async () => (await rows()).every(({ tries }) => tries === 1))
    assert.deepEqual(told, [])
    assert.ok(id !== thief.id)
  })

  for (const [how, notify] of [
    [
      'throws',
      () => {
        throw new TypeError(url)
      },
    ],
    ['rejects', () => Promise.reject(Object.assign(new Error(url), { code: 'ECONNREFUSED' }))],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    ['rejects with something else', () => Promise.reject(url)],
  ] as const satisfies readonly (readonly [string, Notify])[]) {
    it(`tells again, later, what the app’s function ${how} at, and repeats no link`, async () => {
      let fails = true
      const one = open((notice) => {
        told.push(notice)
        return fails ? notify() : undefined
      })
      await put(one)
      await untilTries(1)
      fails = false
      one.box.wake()
      clock.advance({ seconds: 59 })
      one.box.wake()
      assert.equal(told.length, 1)
      clock.advance({ seconds: 1 })
      one.box.wake()
      await untilLeft(0)
      assert.deepEqual([told.length, told[0]], [2, told[1]])
      await until('the warning', () => warnings.find((text) => text.includes('password_reset.requested')))
      assert.ok(!warnings.some((text) => text.includes(code)))
      assert.deepEqual(events, [])
    })
  }

  it('takes a function that hangs for one that failed after 30 seconds', async () => {
    let hangs = true
    const one = open((notice) => {
      told.push(notice)
      return hangs ? new Promise(() => undefined) : undefined
    })
    {
      using time = stoppedTime()
      await put(one)
      await inTurns(() => told.length === 1)
      // What follows a try counts from its end: that tells it from the claim.
      clock.advance({ seconds: 30 })
      time.advance(29_999)
      await inTurns(() => true)
      assert.notEqual((await rows())[0]?.next_at, clock.now() + 60_000)
      time.advance(1)
      await inTurns(async () => (await rows())[0]?.next_at === clock.now() + 60_000)
    }
    hangs = false
    clock.advance({ minutes: 1 })
    one.box.wake()
    await untilLeft(0)
    assert.equal(told.length, 2)
  })

  it('gives up after ten tries within three days, says so, and keeps nothing', async () => {
    const began = clock.now()
    const one = open((notice) => {
      told.push(notice)
      throw new Error('never')
    })
    const id = await put(one, 24 * 7)
    for (let tries = 1; tries < 10; tries++) {
      const [row] = await untilTries(tries)
      clock.advance({ ms: Number(row?.next_at) - clock.now() })
      one.box.wake()
    }
    await untilLeft(0)
    assert.equal(told.length, 10)
    assert.ok(clock.now() - began < 3 * 24 * 3_600_000)
    const [event] = await until('the event', () => events, { holds: ({ length }) => length === 1 })
    const subject = { kind: 'notice', id: told[0]?.id, name: 'password_reset.requested' }
    assert.ok(event)
    const { type, actor, outcome, reason } = event
    assert.deepEqual([type, actor, outcome, reason], ['notice.given_up', null, 'refused', 'unavailable'])
    assert.deepEqual([event.subject, event.userId], [subject, id])
    assert.ok(!JSON.stringify(event).includes(code))
  })

  const reasons = {
    expired: (_id: string) => {
      clock.advance({ hours: 1 })
      return Promise.resolve()
    },
    owner_disabled: async (id: string) => {
      await store.commit([prepared(store.users.update?.(id, { disabled: true }))])
    },
  }
  for (const [reason, happens] of Object.entries(reasons)) {
    it(`tells no link that is of no use any more, and says so: ${reason}`, async () => {
      const one = open(keep)
      const { id } = await addUser(store)
      const writes = await one.box.write({ kind: 'invitation.created', user: { id }, facts: facts() })
      await store.commit(writes)
      await happens(id)
      one.box.wake()
      await untilLeft(0)
      await until('the event', () => events, { holds: ({ length }) => length === 1 })
      assert.deepEqual([told.length, events[0]?.type, events[0]?.reason], [0, 'notice.given_up', reason])
    })
  }

  it('tells nobody of a user whom the app has removed by itself, and says so', async () => {
    const users = { ...store.users, byId: () => Promise.resolve(null) }
    const one = open(keep, { ...store, users })
    const id = await put(one)
    await untilLeft(0)
    await until('the event', () => events, { holds: ({ length }) => length === 1 })
    assert.deepEqual([told.length, events[0]?.userId, events[0]?.reason], [0, id, 'not_found'])
  })

  it('looks every 30 seconds for what another process has left', async () => {
    mock.timers.enable({ apis: ['setInterval'] })
    try {
      const one = open(keep)
      const { id } = await addUser(store)
      await store.commit(await one.box.write({ kind: 'invitation.created', user: { id }, facts: facts() }))
      mock.timers.tick(29_999)
      assert.equal(await left(), 1)
      mock.timers.tick(1)
      await untilLeft(0)
      assert.equal(told.length, 1)
    } finally {
      mock.timers.reset()
    }
  })

  it('tells one once, whichever of two outboxes is awake, and the other goes on with the rest', async () => {
    const [one, two] = [open(keep), open(keep)]
    for (let i = 0; i < 10; i++) await put(one)
    one.box.wake()
    two.box.wake()
    await untilLeft(0)
    assert.equal(new Set(told.map(({ id }) => id)).size, 10)
    assert.equal(told.length, 10)
  })

  it('tells at most four at once, and one that takes its time holds up no other', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    let now = 0
    const one = open(async (notice) => {
      told.push(notice)
      most = Math.max(most, ++now)
      await new Promise<void>((resolve) => waiting.push(resolve))
      now--
    })
    for (let i = 0; i < 9; i++) await put(one)
    await until('four calls', () => told.length === 4)
    for (let i = 5; i <= 9; i++) {
      waiting.pop()?.()
      await until('one more call', () => told.length === i)
    }
    for (const end of waiting) end()
    await untilLeft(0)
    assert.equal(most, 4)
  })

  it('waits two seconds for what is under way when it closes, and leaves the rest to be told again', async () => {
    const ends: (() => void)[] = []
    const slow: Notify = (notice) => {
      told.push(notice)
      return new Promise<void>((resolve) => ends.push(resolve))
    }
    const quick = open(slow)
    await put(quick)
    await until('the call', () => ends.length === 1)
    const closing = quick.box.close()
    ends.shift()?.()
    await closing
    await untilLeft(0)

    const stuck = open(slow)
    await put(stuck)
    await until('the second call', () => ends.length === 1)
    {
      using time = stoppedTime()
      let closed = false
      const closingToo = stuck.box.close().then(() => (closed = true))
      await new Promise((resolve) => setImmediate(resolve))
      time.advance(1999)
      await new Promise((resolve) => setImmediate(resolve))
      assert.equal(closed, false)
      time.advance(1)
      await closingToo
    }
    stuck.box.wake()
    assert.equal(await left(), 1)
    clock.advance({ minutes: 1 })
    const next = open(keep)
    next.box.wake()
    await untilLeft(0)
    assert.deepEqual([told.length, told[2]], [3, told[1]])
  })

  it('tells again what it could not say was told, and goes on when the database is back', async () => {
    let away = false
    const over: Store = {
      ...store,
      commit: (writes) => (away ? Promise.reject(new Error('away')) : store.commit(writes)),
    }
    const one = open((notice) => {
      told.push(notice)
      away = told.length === 1
    }, over)
    await put(one)
    await until('the call', () => told.length === 1)
    away = false
    clock.advance({ minutes: 1 })
    one.box.wake()
    await untilLeft(0)
    assert.deepEqual([told.length, told[0]], [2, told[1]])
  })

  it('tells what is stored plain as it stands', async () => {
    const { id } = await addUser(store)
    const row = { id, kind: 'some.kind', userId: id, at: clock.now(), facts: '{"a":[1]}', keyId: null }
    await store.commit([store.notices.insert({ ...row, tries: 0, nextAt: clock.now() })])
    open(keep).box.wake()
    await untilLeft(0)
    assert.deepEqual([told[0]?.kind, told[0]?.facts], ['some.kind', { a: [1] }])
  })

  it('gives up what ten processes died of telling', async () => {
    const { id } = await addUser(store)
    const row = { id, kind: 'some.kind', userId: id, at: clock.now(), facts: '{}', keyId: null }
    await store.commit([store.notices.insert({ ...row, tries: 10, nextAt: clock.now() })])
    open(keep).box.wake()
    await untilLeft(0)
    await until('the event', () => events, { holds: ({ length }) => length === 1 })
    assert.deepEqual([told.length, events[0]?.reason], [0, 'unavailable'])
  })
})
