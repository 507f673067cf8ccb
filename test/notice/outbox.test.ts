import assert from 'node:assert/strict'
import { mock } from 'node:test'
import { describe, it } from 'mocha'
import { rfc3339 } from '../../src/time.js'
import { addUser } from '../contract/store/rows.js'
import { until } from '../support/until.js'
import { noticeScene } from './scene.js'

describe('outbox', () => {
  const { clock, told, events, store, database, keep, open, facts, put, rows, untilLeft, untilTries } =
    noticeScene()

  it('tells a notice once it is committed, and keeps nothing of it then', async () => {
    const one = open(keep)
    const at = rfc3339(clock.now())
    const id = await put(one)
    await untilLeft(0)
    const user = await store().users.byId(id)
    assert.ok(user)
    const named = { id, username: user.username, displayName: null }
    assert.deepEqual(told, [
      { id: told[0]?.id, kind: 'password_reset.requested', at, user: named, facts: facts() },
    ])
    assert.deepEqual(events, [])
  })

  it('takes nothing where the app takes no notices', async () => {
    const { box } = open()
    const { id } = await addUser(store())
    assert.deepEqual(await box.write({ kind: 'invitation.created', user: { id }, facts: facts() }), [])
    box.wake()
  })

  it('tells nothing of what was not committed', async () => {
    const { box, changes } = open(keep)
    const { id } = await addUser(store())
    const writes = await box.write({ kind: 'invitation.created', user: { id }, facts: facts() })
    assert.equal(await changes.commit([...writes, store().sessions.remove(id, id)]), false)
    box.wake()
    await box.close()
    assert.deepEqual([told, await store().notices.waiting()], [[], 0])
  })

  it('stores no link that somebody who has the database could open, and no copy of a row opens', async () => {
    const one = open(() => Promise.reject(new Error('no')))
    const id = await put(one)
    await untilTries(1)
    assert.ok(!database().bytes().includes('veryverysecret'))
    const [row] = await store().notices.due(clock.now() + 1e9, 1)
    assert.ok(row)
    // The same facts in another row: whoever writes to the database would have them mailed to somebody else.
    const thief = await addUser(store())
    await store().commit([
      store().notices.insert({ ...row, id: thief.id, userId: thief.id, nextAt: clock.now() }),
    ])
    const two = open(keep)
    two.box.wake()
    await until('the try', async () => (await rows()).every(({ tries }) => tries === 1))
    assert.deepEqual(told, [])
    assert.ok(id !== thief.id)
  })

  it('tells what is stored plain as it stands', async () => {
    const { id } = await addUser(store())
    const row = { id, kind: 'some.kind', userId: id, at: clock.now(), facts: '{"a":[1]}', keyId: null }
    await store().commit([store().notices.insert({ ...row, tries: 0, nextAt: clock.now() })])
    open(keep).box.wake()
    await untilLeft(0)
    assert.deepEqual([told[0]?.kind, told[0]?.facts], ['some.kind', { a: [1] }])
  })

  it('looks every 30 seconds for what another process has left', async () => {
    mock.timers.enable({ apis: ['setInterval'] })
    try {
      const one = open(keep)
      const { id } = await addUser(store())
      await store().commit(await one.box.write({ kind: 'invitation.created', user: { id }, facts: facts() }))
      mock.timers.tick(29_999)
      assert.equal(await store().notices.waiting(), 1)
      mock.timers.tick(1)
      await untilLeft(0)
      assert.equal(told.length, 1)
    } finally {
      mock.timers.reset()
    }
  })
})
