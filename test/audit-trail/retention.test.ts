import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { auditProof } from '../../src/audit-trail/proof.js'
import { provenStore } from '../../src/audit-trail/proven-store.js'
import { retention } from '../../src/audit-trail/retention.js'
import { sealing } from '../../src/audit-trail/sealing.js'
import { verifyAudit } from '../../src/audit-trail/verification.js'
import type { AuditEvent } from '../../src/events.js'
import { emitter } from '../../src/events.js'
import { journal } from '../../src/journal.js'
import type { AuditRetention } from '../../src/options.js'
import type { Store } from '../../src/store.js'
import { anEvent, now } from '../contract/store/rows.js'
import { sqliteDatabase } from '../support/database.js'
import type { Database } from '../support/database.js'
import { newPassword } from '../support/secrets.js'
import { until } from '../support/until.js'

const day = 86_400_000

describe('how long events stay in the audit', () => {
  const proof = auditProof({ secrets: [newPassword()] })
  let database: Database
  let store: Store

  beforeEach(async () => {
    database = await sqliteDatabase()
    store = provenStore(typeormStore(database.dataSource), proof, () => undefined)
  })
  afterEach(async () => {
    await store.close()
    await database.close()
  })

  async function sealedAt(...times: readonly number[]): Promise<readonly string[]> {
    const events = times.map((at) => anEvent({ at }))
    assert.equal(await store.commit(events.map((event) => store.audit.append(event))), true)
    await sealing({ store, now: () => now }, proof).all()
    return events.map(({ id }) => id)
  }

  const retire = async (audit: AuditRetention | undefined, stop = new AbortController()): Promise<void> => {
    const parts = { store, journal: journal(store, emitter()), proof }
    await retention({ options: { audit, now: () => now }, ...parts })(now, stop.signal)
  }
  const left = async (): Promise<readonly AuditEvent[]> =>
    (await store.audit.list({}, { limit: 100, before: null })).rows
  const ids = async (): Promise<readonly string[]> =>
    (await left())
      .filter(({ type }) => type !== 'audit.pruned')
      .map(({ id }) => id)
      .toSorted()

  /** The warnings that are given meanwhile. */
  async function warnings(work: () => Promise<void>, expected: number): Promise<readonly string[]> {
    const told: string[] = []
    const hear = (warning: Error): void => {
      if ('code' in warning && warning.code === 'KEYWARD_AUDIT_RETENTION') told.push(warning.message)
    }
    process.on('warning', hear)
    try {
      await work()
      await until('the warnings', () => told.length, { holds: (count) => count >= expected })
      return told
    } finally {
      process.off('warning', hear)
    }
  }

  it('is for ever where nobody says otherwise', async () => {
    const all = await sealedAt(0, now - 9000 * day)
    await retire(undefined)
    assert.deepEqual(await ids(), all.toSorted())
  })

  it('is as many days as the host says, by whole seals, and none that is not sealed', async () => {
    await sealedAt(now - 31 * day, now - 30 * day - 1)
    const kept = await sealedAt(now - 31 * day, now - 30 * day)
    const bare = anEvent({ at: now - 90 * day })
    await store.commit([store.audit.append(bare)])
    await retire({ retentionDays: 30 })
    assert.deepEqual(await ids(), [...kept, bare.id].toSorted())
    const [said] = (await left()).filter(({ type }) => type === 'audit.pruned')
    assert.deepEqual([said?.actor, said?.count, said?.note], [null, 2, 'kept for 30 days'])
    assert.equal((await verifyAudit(store, proof)).fault, null)
    assert.equal((await store.auditSeals.list(1, 10)).length, 2)
  })

  it('gives each event to the host before it goes', async () => {
    const all = [...(await sealedAt(1, 2)), ...(await sealedAt(3))]
    const given: string[] = []
    const take = async (events: readonly AuditEvent[]): Promise<void> => {
      const there = new Set(await ids())
      for (const { id } of events) assert.ok(there.has(id))
      given.push(...events.map(({ id }) => id))
    }
    await retire({ retentionDays: 30, export: take })
    assert.deepEqual(given, all)
    assert.deepEqual(await ids(), [])
  })

  it('goes on while the host does not take them, and they are given again', async () => {
    const all = await sealedAt(1, 2)
    let tries = 0
    const take = (): void => {
      if (++tries === 1) throw new Error('bucket is away')
    }
    const told = await warnings(() => retire({ retentionDays: 30, export: take }), 1)
    assert.deepEqual(told, ['old events stay in the audit: bucket is away'])
    assert.deepEqual(await ids(), all.toSorted())
    await retire({ retentionDays: 30, export: take })
    assert.deepEqual([tries, await ids()], [2, []])
  })

  it('goes on where a row is not as keyward left it, and the process says so', async () => {
    const all = await sealedAt(1, 2)
    await database.dataSource.query("UPDATE keyward_audit_event SET note = 'x'")
    const told = await warnings(() => retire({ retentionDays: 30 }), 1)
    assert.match(
      told[0] ?? '',
      /a row or a seal is not as keyward left it: keyward\.audit\.verify says which/,
    )
    assert.deepEqual(await ids(), all.toSorted())
  })

  it('waits for nobody once keyward closes', async () => {
    const all = await sealedAt(1)
    const stop = new AbortController()
    const retiring = retire({ retentionDays: 30, export: () => new Promise(() => stop.abort()) }, stop)
    await retiring
    assert.deepEqual(await ids(), all)
  })
})
