import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'mocha'
import { auditProof } from '../../src/audit-trail/proof.js'
import type { AuditProof } from '../../src/audit-trail/proof.js'
import { provenStore } from '../../src/audit-trail/proven-store.js'
import { pruneAudit } from '../../src/audit-trail/pruning.js'
import { sealing } from '../../src/audit-trail/sealing.js'
import type { AuditReport, AuditVerification } from '../../src/audit-trail/verification.js'
import { verifyAudit } from '../../src/audit-trail/verification.js'
import { KeywardError } from '../../src/errors.js'
import type { AuditEvent } from '../../src/events.js'
import { emitter, hostActor } from '../../src/events.js'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { journal } from '../../src/journal.js'
import type { Store } from '../../src/store.js'
import { anEvent, now } from '../contract/store/rows.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import { newPassword } from '../support/secrets.js'

const secret = newPassword()
const at = (): number => now

describeOnEach('the audit', (database) => {
  let made: Migrated
  let store: Store
  let proof: AuditProof

  before(async () => {
    made = await migrated(database)
    proof = auditProof({ secrets: [secret] })
    store = provenStore(typeormStore(made.dataSource), proof, () => undefined)
  })
  after(async () => {
    await store.close()
    await made.close()
  })
  beforeEach(async () => {
    for (const name of ['audit_event', 'audit_seal']) await run(`DELETE FROM keyward_${name}`)
  })

  const run = (sql: string): Promise<unknown> => made.dataSource.query(sql)
  const seal = (): Promise<void> => sealing({ store, now: at }, proof).all()
  const verify = (which?: AuditVerification): Promise<AuditReport> => verifyAudit(store, proof, which)

  /** Adds as many rows, seals them, and answers their events. */
  async function sealed(rows: number): Promise<readonly AuditEvent[]> {
    const events = await unsealed(rows)
    await seal()
    return events
  }

  async function unsealed(rows: number): Promise<readonly AuditEvent[]> {
    const actor = { kind: 'user', id: 'u1', name: 'Ann "quoted" ünïcode' }
    const events = Array.from({ length: rows }, () => anEvent({ actor, note: 'why', ip: '203.0.113.7' }))
    assert.equal(await store.commit(events.map((event) => store.audit.append(event))), true)
    return events
  }

  it('is whole where nobody touched it, sealed or not', async () => {
    assert.deepEqual(await verify(), { seals: 0, rows: 0, unsealed: 0, newest: null, fault: null })
    await sealed(3)
    await sealed(2)
    await unsealed(4)
    const { newest, ...rest } = await verify()
    assert.deepEqual(rest, { seals: 2, rows: 5, unsealed: 4, fault: null })
    assert.equal(newest?.number, 2)
  })

  it('is sealed in batches of a thousand rows, and tells how far a verification has come', async () => {
    await sealed(2500)
    const seen: number[] = []
    const { seals, rows, fault } = await verify({ progress: (checked) => seen.push(checked) })
    assert.deepEqual([seals, rows, fault, seen], [3, 2500, null, [1000, 2000, 2500, 2500]])
  })

  it('is whole where texts had to be cut to fit', async () => {
    const long = anEvent({ userAgent: `a\0${'x'.repeat(400)}`, note: 'n'.repeat(500) })
    assert.equal(await store.commit([store.audit.append(long)]), true)
    assert.equal((await verify()).fault, null)
    await seal()
    assert.equal((await verify()).fault, null)
  })

  const columns = ['type', 'actor_id', 'actor_name', 'ip', 'outcome', 'note', 'mac']
  for (const column of columns) {
    it(`names a row that was changed: ${column}`, async () => {
      const [, second] = await sealed(3)
      await run(`UPDATE keyward_audit_event SET ${column} = 'x' WHERE id = '${String(second?.id)}'`)
      assert.deepEqual((await verify()).fault, { kind: 'row_changed', seal: 1, id: second?.id })
    })
  }

  it('names a row that was changed before it was sealed', async () => {
    const [first] = await unsealed(2)
    await run(`UPDATE keyward_audit_event SET note = 'x' WHERE id = '${String(first?.id)}'`)
    assert.deepEqual((await verify()).fault, { kind: 'row_changed', seal: null, id: first?.id })
    await seal()
    assert.deepEqual((await verify()).fault, { kind: 'row_changed', seal: 1, id: first?.id })
  })

  it('names rows whose times were exchanged', async () => {
    const [first, , last] = await sealed(3)
    await run(
      `UPDATE keyward_audit_event SET at = at + 5 WHERE id IN ('${String(first?.id)}', '${String(last?.id)}')`,
    )
    assert.deepEqual((await verify()).fault, { kind: 'row_changed', seal: 1, id: first?.id })
  })

  it('names a row that took another one’s place', async () => {
    const [first, second] = await sealed(2)
    await run(`UPDATE keyward_audit_event SET id = 'x' WHERE id = '${String(first?.id)}'`)
    await run(`UPDATE keyward_audit_event SET id = '${String(first?.id)}' WHERE id = '${String(second?.id)}'`)
    assert.equal((await verify()).fault?.kind, 'row_changed')
  })

  it('names a row that was removed', async () => {
    const [, second] = await sealed(3)
    await run(`DELETE FROM keyward_audit_event WHERE id = '${String(second?.id)}'`)
    assert.deepEqual((await verify()).fault, { kind: 'row_removed', seal: 1, id: second?.id })
  })

  it('names a row that was added, under a seal and under none', async () => {
    await sealed(2)
    const added = anEvent()
    // Whoever writes to the database has no secret to make a MAC by.
    const plain = typeormStore(made.dataSource)
    await plain.commit([plain.audit.append(added)])
    assert.deepEqual((await verify()).fault, { kind: 'row_added', seal: null, id: added.id })
    await run(`UPDATE keyward_audit_event SET seal = 1 WHERE id = '${added.id}'`)
    assert.deepEqual((await verify()).fault, { kind: 'row_added', seal: 1, id: added.id })
  })

  it('names a row that was moved under another seal', async () => {
    const [first] = await sealed(2)
    await sealed(2)
    await run(`UPDATE keyward_audit_event SET seal = 2 WHERE id = '${String(first?.id)}'`)
    assert.deepEqual((await verify()).fault, { kind: 'row_removed', seal: 1, id: first?.id })
  })

  it('names a seal that was changed', async () => {
    await sealed(2)
    await run(`UPDATE keyward_audit_seal SET root = '${'0'.repeat(64)}'`)
    assert.deepEqual((await verify()).fault, { kind: 'seal_changed', seal: 1, id: null })
  })

  it('names a seal that was made anew under another secret', async () => {
    await sealed(2)
    await run('DELETE FROM keyward_audit_seal')
    await run('UPDATE keyward_audit_event SET seal = NULL')
    await sealing({ store, now: at }, auditProof({ secrets: [newPassword()] })).all()
    assert.deepEqual((await verify()).fault, { kind: 'seal_changed', seal: 1, id: null })
  })

  it('names a seal that is missing: the first, one between others, the last', async () => {
    for (const lost of [1, 2, 3]) {
      for (const name of ['audit_event', 'audit_seal']) await run(`DELETE FROM keyward_${name}`)
      for (let i = 0; i < 3; i++) await sealed(2)
      await run(`DELETE FROM keyward_audit_seal WHERE number = ${String(lost)}`)
      const { fault } = await verify()
      assert.deepEqual([fault?.kind, fault?.seal], ['seal_removed', lost])
    }
  })

  it('names a seal that is another one than was seen before, though whoever made it has the secret', async () => {
    await sealed(2)
    const { newest } = await verify()
    assert.ok(newest)
    const anchors = [{ number: newest.number, root: newest.root }]
    assert.equal((await verify({ anchors })).fault, null)
    for (const name of ['audit_event', 'audit_seal']) await run(`DELETE FROM keyward_${name}`)
    await sealed(2)
    assert.equal((await verify()).fault, null)
    assert.deepEqual((await verify({ anchors })).fault, { kind: 'seal_replaced', seal: 1, id: null })
    for (const name of ['audit_event', 'audit_seal']) await run(`DELETE FROM keyward_${name}`)
    assert.deepEqual((await verify({ anchors })).fault, { kind: 'seal_removed', seal: 1, id: null })
  })

  it('is verified from a seal on', async () => {
    const [first] = await sealed(2)
    await sealed(2)
    await run(`DELETE FROM keyward_audit_event WHERE id = '${String(first?.id)}'`)
    const { seals, rows, fault } = await verify({ since: 2 })
    assert.deepEqual([seals, rows, fault], [1, 2, null])
  })

  it('is verified by any of the secrets, of which the first makes what is new', async () => {
    await sealed(2)
    proof = auditProof({ secrets: [newPassword(), secret] })
    await sealed(2)
    assert.equal((await verify()).fault, null)
    assert.equal(
      (await verifyAudit(store, auditProof({ secrets: [newPassword()] }))).fault?.kind,
      'seal_changed',
    )
    proof = auditProof({ secrets: [secret] })
  })

  it('gives each row one seal, whoever seals at the same time', async () => {
    await unsealed(60)
    const others = Array.from({ length: 4 }, () =>
      provenStore(typeormStore(made.dataSource), proof, () => undefined),
    )
    await Promise.all(others.map((other) => sealing({ store: other, now: at }, proof).all()))
    const { seals, rows, unsealed: left, fault } = await verify()
    assert.deepEqual([seals, rows, left, fault], [1, 60, 0, null])
  })

  describe('that is pruned', () => {
    const parts = () => ({
      auditSeals: store.auditSeals,
      journal: journal(store, emitter()),
      proof,
      actor: hostActor,
      now: at,
    })

    it('hands rows over before it removes them, says so in the audit, and stays whole', async () => {
      const events = [...(await sealed(2)), ...(await sealed(1))]
      const [written, steps]: [AuditEvent[], string[]] = [[], []]
      const pruned = await pruneAudit(parts(), {
        before: now + 1,
        write: (batch) => {
          written.push(...batch)
          steps.push('write')
          return Promise.resolve()
        },
        finish: async () => {
          steps.push(`finish over ${String((await verify()).rows)}`)
        },
      })
      assert.deepEqual(pruned, { seals: 2, rows: 3 })
      assert.deepEqual(written, events)
      assert.deepEqual(steps, ['write', 'write', 'finish over 3'])
      const { seals, rows, unsealed: said, fault } = await verify()
      assert.deepEqual([seals, rows, said, fault], [2, 0, 2, null])
      await seal()
      assert.equal((await verify()).fault, null)
    })

    const nowhere = { write: () => Promise.resolve(), finish: () => Promise.resolve() }

    it('keeps what is not old enough', async () => {
      await sealed(2)
      assert.deepEqual(await pruneAudit(parts(), { before: now, ...nowhere }), { seals: 0, rows: 0 })
      assert.equal((await verify()).rows, 2)
    })

    it('keeps everything where a row was changed, or could not be kept elsewhere', async () => {
      const [first] = await sealed(2)
      const full = new Error('disk full')
      const failing = { ...nowhere, finish: () => Promise.reject(full) }
      await assert.rejects(pruneAudit(parts(), { before: now + 1, ...failing }), full)
      assert.equal((await verify()).rows, 2)
      await run(`UPDATE keyward_audit_event SET note = 'x' WHERE id = '${String(first?.id)}'`)
      await assert.rejects(
        pruneAudit(parts(), { before: now + 1, ...nowhere }),
        (error: unknown) => error instanceof KeywardError && error.code === 'conflict',
      )
    })

    it('names a row that is put under a seal whose rows are gone', async () => {
      await sealed(2)
      await pruneAudit(parts(), { before: now + 1, ...nowhere })
      const [event] = await unsealed(1)
      await run(`UPDATE keyward_audit_event SET seal = 1 WHERE id = '${String(event?.id)}'`)
      assert.deepEqual((await verify()).fault, { kind: 'row_added', seal: 1, id: event?.id })
    })

    it('names a seal that only says that it was pruned', async () => {
      await sealed(2)
      await sealed(2)
      await run('UPDATE keyward_audit_seal SET pruned_at = 1 WHERE number = 2')
      assert.deepEqual((await verify()).fault, { kind: 'seal_changed', seal: 2, id: null })
    })
  })
})
