import assert from 'node:assert/strict'
import { after, before, beforeEach, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { auditEventTable } from '../../entities/audit-event.js'
import { auditSealTable } from '../../entities/audit-seal.js'
import type { ColumnSpec } from '../../entities/table.js'
import { auditProof } from '../../src/audit-trail/proof.js'
import { provenStore } from '../../src/audit-trail/proven-store.js'
import { sealing } from '../../src/audit-trail/sealing.js'
import type { AuditReport } from '../../src/audit-trail/verification.js'
import { verifyAudit } from '../../src/audit-trail/verification.js'
import type { AuditEvent } from '../../src/events.js'
import type { Store } from '../../src/store.js'
import { anEvent, now } from '../contract/store/rows.js'
import { describeOnEach, migrated } from '../databases.js'
import type { Migrated } from '../databases.js'
import { newPassword } from '../support/secrets.js'

/** What somebody could write in the place of what stands in a column. */
function forgeries({ kind, nullable }: ColumnSpec): readonly string[] {
  const values = ['integer', 'time'].includes(kind) ? ['41'] : ["'forged'"]
  return nullable === true ? [...values, 'NULL'] : values
}

describeOnEach('a column of the audit that somebody wrote to', (database) => {
  let made: Migrated
  let store: Store
  const proof = auditProof({ secrets: [newPassword()] })

  before(async () => {
    made = await migrated(database)
    store = provenStore(typeormStore(made.dataSource), proof, () => undefined)
  })
  after(async () => {
    await store.close()
    await made.close()
  })

  const run = (sql: string): Promise<unknown> => made.dataSource.query(sql)
  const verify = (): Promise<AuditReport> => verifyAudit(store, proof)
  let events: readonly AuditEvent[]

  beforeEach(async () => {
    for (const name of ['audit_event', 'audit_seal']) await run(`DELETE FROM keyward_${name}`)
    events = Array.from({ length: 6 }, whole)
    for (const pair of [events.slice(0, 2), events.slice(2, 4), events.slice(4)]) {
      assert.equal(await store.commit(pair.map((event) => store.audit.append(event))), true)
      await sealing({ store, now: () => now }, proof).all()
    }
    assert.equal((await verify()).fault, null)
  })

  for (const [property, spec] of Object.entries(auditEventTable.columns)) {
    for (const value of forgeries(spec)) {
      it(`is found in a row: ${spec.name} = ${value}`, async () => {
        const id = events[2]?.id ?? ''
        await run(`UPDATE keyward_audit_event SET ${spec.name} = ${value} WHERE id = '${id}'`)
        const { fault } = await verify()
        // Under another id it is a row that nobody wrote; under another seal, or none, it is missing where it was.
        const kind = property === 'id' ? 'row_added' : property === 'seal' ? 'row_removed' : 'row_changed'
        assert.deepEqual(fault, { kind, seal: 2, id: property === 'id' ? 'forged' : id })
      })
    }
  }

  for (const [property, spec] of Object.entries(auditSealTable.columns)) {
    for (const value of forgeries(spec)) {
      it(`is found in a seal: ${spec.name} = ${value}`, async () => {
        await run(`UPDATE keyward_audit_seal SET ${spec.name} = ${value} WHERE number = 2`)
        const { fault } = await verify()
        const isUnchanged = property === 'prunedAt' && value === 'NULL'
        const kind = property === 'number' ? 'seal_removed' : 'seal_changed'
        assert.deepEqual(fault, isUnchanged ? null : { kind, seal: 2, id: null })
      })
    }
  }

  it('is found where two rows have each other’s ids', async () => {
    const [one, other] = [events[2]?.id ?? '', events[3]?.id ?? '']
    for (const [from, to] of [
      [one, 'x'],
      [other, one],
      ['x', other],
    ] as const)
      await run(`UPDATE keyward_audit_event SET id = '${to}' WHERE id = '${from}'`)
    assert.deepEqual((await verify()).fault, { kind: 'row_changed', seal: 2, id: one })
  })

  it('is found where a row is gone, and its id from the seal as well', async () => {
    const [kept, gone] = [events[2]?.id ?? '', events[3]?.id ?? '']
    await run(`DELETE FROM keyward_audit_event WHERE id = '${gone}'`)
    await run(`UPDATE keyward_audit_seal SET ids = '["${kept}"]' WHERE number = 2`)
    assert.deepEqual((await verify()).fault, { kind: 'row_removed', seal: 2, id: null })
  })

  it('is found where a seal has taken the place of another', async () => {
    await run('DELETE FROM keyward_audit_seal WHERE number = 2')
    await run('UPDATE keyward_audit_seal SET number = 2 WHERE number = 3')
    assert.deepEqual((await verify()).fault, { kind: 'seal_changed', seal: 2, id: null })
  })
})

/** An event that says something in every column. */
function whole(): AuditEvent {
  return anEvent({
    ...{ actor: { kind: 'user', id: 'u1', name: 'ada' }, userId: 'u1', ip: '203.0.113.7' },
    subject: { kind: 'api_key', id: 'k1', name: 'ci', hint: 'kw_abcd' },
    ...{ userAgent: 'curl', reason: 'expired', note: 'why', count: 2, outcome: 'refused' },
  })
}
