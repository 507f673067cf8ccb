import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { AuditFilter } from '../../../src/store/audit.js'
import { anEvent, nextId, now } from './rows.js'

let made = 1

/** What every store does with the audit. */
export function auditContract(at: () => Store): void {
  const idsOf = async (filter: AuditFilter): Promise<readonly string[]> =>
    (await at().audit.list(filter, { limit: 10, before: null })).rows.map(({ id }) => id)

  describe('the audit', () => {
    it('gives an event back as it was', async () => {
      const userId = nextId()
      const actor = { kind: 'user', id: userId, name: 'Alice' }
      const subject = { kind: 'api_key', id: nextId(), name: null, hint: 'kwk_ab…yz' }
      const about = {
        userId,
        ip: '::1',
        userAgent: 'a browser',
        outcome: 'refused' as const,
        reason: 'expired',
      }
      const event = anEvent({ actor, subject, ...about })
      await at().commit([at().audit.append(event)])
      assert.deepEqual((await at().audit.list({ userId }, { limit: 1, before: null })).rows, [event])
    })

    it('lists what concerns a user and what they did, newest first, each once', async () => {
      const userId = nextId()
      const actor = { kind: 'user', id: userId, name: null }
      const events = [anEvent({ userId }), anEvent({ actor }), anEvent({ userId, actor }), anEvent()]
      await at().commit(events.map((event) => at().audit.append(event)))
      const ids = events.slice(0, 3).map(({ id }) => id)
      assert.deepEqual(await idsOf({ userId }), ids.toReversed())
      const page = await at().audit.list({ userId }, { limit: 1, before: ids[2] ?? null })
      assert.deepEqual([page.rows[0]?.id, page.more], [ids[1], true])
    })

    it('lists what concerns a credential of a user and what it did, and nothing of another kind with its id', async () => {
      const userId = nextId()
      const party = { kind: 'api_key', id: nextId(), name: 'ci' }
      const other = { ...party, kind: 'token' }
      const events = [
        anEvent({ userId, subject: party }),
        anEvent({ userId, actor: party }),
        anEvent({ userId, subject: party, actor: party }),
        anEvent({ userId, subject: other, actor: other }),
        anEvent({ userId: nextId(), subject: party }),
        anEvent({ userId, subject: { ...party, id: nextId() } }),
      ]
      await at().commit(events.map((event) => at().audit.append(event)))
      const ids = events.slice(0, 3).map(({ id }) => id)
      assert.deepEqual(await idsOf({ userId, party }), ids.toReversed())
      const page = await at().audit.list({ userId, party }, { limit: 1, before: ids[2] ?? null })
      assert.deepEqual([page.rows[0]?.id, page.more], [ids[1], true])
    })

    it('takes nobody else who has the same id for a user', async () => {
      const userId = nextId()
      const actors = ['host', 'ssh_host', 'User'].map((kind) => ({ kind, id: userId, name: null }))
      const theirs = actors.map((actor) => anEvent({ actor }))
      const own = anEvent({ actor: { kind: 'user', id: userId, name: null } })
      await at().commit([...theirs, own].map((event) => at().audit.append(event)))
      assert.deepEqual(await idsOf({ userId }), [own.id])
      const { rows } = await at().audit.search({ userId }, { limit: 10, before: null })
      assert.deepEqual(
        rows.map(({ id }) => id),
        [own.id],
      )
    })

    it('lists the events of one type, from one time to another', async () => {
      const userId = nextId()
      const times = [now, now + 10, now + 20]
      const events = times.map((time) => anEvent({ userId, at: time, type: 'user.created' }))
      await at().commit([...events, anEvent({ userId })].map((event) => at().audit.append(event)))
      assert.deepEqual(await idsOf({ userId, after: now, before: now + 20, types: ['user.created'] }), [
        events[1]?.id,
      ])
      assert.equal((await idsOf({ types: ['user.created'] })).length, 3)
    })

    it('lists the events of several types, by what came of them and by the address they came from', async () => {
      const ip = `2001:db8::${(made++).toString(16)}`
      const events = [
        anEvent({ ip, type: 'token.created' }),
        anEvent({ ip, type: 'session.refused', outcome: 'refused', reason: 'invalid_credentials' }),
        anEvent({ ip, type: 'token.deleted' }),
        anEvent({ type: 'ssh_grants.changed' }),
        anEvent({ type: 'ssh_host.rotated' }),
      ]
      await at().commit(events.map((event) => at().audit.append(event)))
      const [created, kept, deleted, changed, rotated] = events.map(({ id }) => id)
      assert.deepEqual(await idsOf({ ip }), [deleted, kept, created])
      assert.deepEqual(await idsOf({ ip, outcome: 'refused' }), [kept])
      assert.deepEqual(await idsOf({ ip, outcome: 'success', types: ['token.created'] }), [created])
      const types = ['ssh_host.rotated', 'ssh_grants.changed', 'token.unheard']
      assert.deepEqual(await idsOf({ types }), [rotated, changed])
      assert.deepEqual(await idsOf({ types, outcome: 'success' }), [rotated, changed])
      assert.deepEqual(await idsOf({ types, outcome: 'refused' }), [])
      assert.equal((await idsOf({ outcome: 'refused' }))[0], kept)
      const page = await at().audit.search({ types }, { limit: 1, before: rotated ?? null })
      assert.deepEqual([page.rows.map(({ id }) => id), page.more], [[changed], false])
      assert.deepEqual(await idsOf({ types: [] }), [])
    })

    it('keeps what an administrator gave as their reason', async () => {
      const [userId, note] = [nextId(), 'ä'.repeat(200)]
      await at().commit([at().audit.append(anEvent({ userId, type: 'mfa.reset', note }))])
      const [stored] = (await at().audit.list({ userId }, { limit: 1, before: null })).rows
      assert.deepEqual([stored?.note, stored?.reason], [note, null])
    })

    it('stores an event whatever a client sent along', async () => {
      const userId = nextId()
      await at().commit([at().audit.append(anEvent({ userId, userAgent: `a\0b\ud800${'x'.repeat(500)}` }))])
      const [stored] = (await at().audit.list({ userId }, { limit: 1, before: null })).rows
      assert.equal(stored?.userAgent, `a\ufffdb\ufffd${'x'.repeat(252)}`)
    })

    it('keeps the same counts of events as commits that succeeded', async () => {
      const userId = nextId()
      const refused = at().accounts.advanceEpoch(nextId(), 0)
      assert.equal(await at().commit([at().audit.append(anEvent({ userId })), refused]), false)
      assert.deepEqual(await idsOf({ userId }), [])
    })
  })
}
