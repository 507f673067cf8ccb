import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { auditProof } from '../../src/audit-trail/proof.js'
import { provenStore } from '../../src/audit-trail/proven-store.js'
import { sealing } from '../../src/audit-trail/sealing.js'
import type { Sealing } from '../../src/audit-trail/sealing.js'
import type { Store } from '../../src/store.js'
import { anEvent, now } from '../contract/store/rows.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'
import { newPassword } from '../support/secrets.js'
import { stoppedTime } from '../support/stopped-time.js'
import { until } from '../support/until.js'

describe('the sealing of the audit', () => {
  let made: Database
  let store: Store
  let seals: Sealing

  before(async () => {
    made = await sqliteDatabase()
    const proof = auditProof({ secrets: [newPassword()] })
    const plain = typeormStore(made.dataSource)
    seals = sealing({ store: plain, now: () => now }, proof)
    store = provenStore(plain, proof, () => {
      seals.added()
    })
  })
  after(async () => {
    await seals.close()
    await store.close()
    await made.close()
  })

  const append = (rows: number): Promise<boolean> =>
    store.commit(Array.from({ length: rows }, () => store.audit.append(anEvent())))
  const sealed = async (): Promise<number> => (await store.auditSeals.newest())?.number ?? 0

  it('begins 10 s after the first row, and not before', async () => {
    {
      using time = stoppedTime()
      assert.equal(await append(1), true)
      time.advance(9_999)
      assert.equal(await append(1), true)
      assert.equal(await sealed(), 0)
      time.advance(1)
    }
    await until('the seal', sealed, { holds: (number) => number === 1 })
    assert.deepEqual(await store.auditSeals.unsealed(null, 1), [])
  })

  it('begins at once with the thousandth row', async () => {
    const before = await sealed()
    assert.equal(await append(1000), true)
    await until('the seal', sealed, { holds: (number) => number > before })
  })

  it('seals nothing once it is closed', async () => {
    await seals.close()
    const before = await sealed()
    assert.equal(await append(1000), true)
    assert.equal(await sealed(), before)
  })
})
