import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Notify } from '../../src/notice/notice.js'
import type { Store } from '../../src/store.js'
import { addUser, prepared } from '../contract/store/rows.js'
import { stoppedTime } from '../support/stopped-time.js'
import { until } from '../support/until.js'
import { code, url, noticeScene } from './scene.js'

/** Looks, turn by turn of the event loop, while time stands still. */
async function inTurns(look: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 10_000; turns++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (await look()) return
  }
  assert.fail('it did not come about')
}

describe('notices that cannot be told at once', () => {
  const {
    clock,
    told,
    events,
    warnings,
    store,
    keep,
    open,
    facts,
    put,
    rows,
    untilLeft,
    untilTries,
    untilEvent,
  } = noticeScene()

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
        keep(notice)
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
      keep(notice)
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
      keep(notice)
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
    const event = await untilEvent()
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
      await store().commit([prepared(store().users.update?.(id, { disabled: true }))])
    },
  }

  for (const [reason, happens] of Object.entries(reasons)) {
    it(`tells no link that is of no use any more, and says so: ${reason}`, async () => {
      const one = open(keep)
      const { id } = await addUser(store())
      const writes = await one.box.write({ kind: 'invitation.created', user: { id }, facts: facts() })
      await store().commit(writes)
      await happens(id)
      one.box.wake()
      await untilLeft(0)
      await untilEvent()
      assert.deepEqual([told.length, events[0]?.type, events[0]?.reason], [0, 'notice.given_up', reason])
    })
  }

  it('tells nobody of a user whom the app has removed by itself, and says so', async () => {
    const users = { ...store().users, byId: () => Promise.resolve(null) }
    const one = open(keep, { ...store(), users })
    const id = await put(one)
    await untilLeft(0)
    await untilEvent()
    assert.deepEqual([told.length, events[0]?.userId, events[0]?.reason], [0, id, 'not_found'])
  })

  it('gives up what ten processes died of telling', async () => {
    const { id } = await addUser(store())
    const row = { id, kind: 'some.kind', userId: id, at: clock.now(), facts: '{}', keyId: null }
    await store().commit([store().notices.insert({ ...row, tries: 10, nextAt: clock.now() })])
    open(keep).box.wake()
    await untilLeft(0)
    await untilEvent()
    assert.deepEqual([told.length, events[0]?.reason], [0, 'unavailable'])
  })

  it('tells again what it could not say was told, and goes on when the database is back', async () => {
    let away = false
    const over: Store = {
      ...store(),
      commit: (writes) => (away ? Promise.reject(new Error('away')) : store().commit(writes)),
    }
    const one = open((notice) => {
      keep(notice)
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
})
