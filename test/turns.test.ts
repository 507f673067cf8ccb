import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../adapters/typeorm/index.js'
import { auditProof } from '../src/audit-trail/proof.js'
import { provenStore } from '../src/audit-trail/proven-store.js'
import { mint } from '../src/crypto/secret.js'
import type { Keyward } from '../src/index.js'
import { createKeyward } from '../src/index.js'
import { anEvent } from './contract/store/rows.js'
import { fillRows } from './e2e/rewrap/filling.js'
import { newConfiguredSecret, origin } from './support/app.js'
import type { Database } from './support/database.js'
import { sqliteDatabase } from './support/database.js'
import { noteSecret } from './support/secrets.js'

describe('what goes through many rows of SQLite, which answers at once, lets requests in between', () => {
  let database: Database
  let keyward: Keyward
  const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]

  before(async () => {
    database = await sqliteDatabase()
    await fillRows(database.dataSource, older, 4000)
    keyward = createKeyward({
      store: typeormStore(database.dataSource),
      secrets: [newer, older],
      origins: [origin],
    })
    await keyward.ready()
  })
  after(async () => {
    await keyward.close()
    await database.close()
  })

  it('as a policy is tried on every key', async () => {
    const turns = await turnsDuring(() => keyward.policies.dryRun({ kind: 'platform' }, {}))
    assert.ok(turns >= 2, String(turns))
  })

  it('as rows move to another secret', async () => {
    const turns = await turnsDuring(() => keyward.secrets.rewrap())
    assert.ok(turns >= 40, String(turns))
  })

  it('as an audit is sealed that nobody has sealed for long', async () => {
    const proof = auditProof({ secrets: [newer] })
    const store = provenStore(typeormStore(database.dataSource), proof, () => undefined)
    for (let i = 0; i < 40; i++) {
      await store.commit(Array.from({ length: 100 }, () => store.audit.append(anEvent())))
    }
    await store.close()
    const turns = await turnsDuring(() => keyward.audit.seal())
    assert.ok(turns >= 4, String(turns))
  })

  it('as leaked keys are ended', async () => {
    const texts = Array.from({ length: 100 }, () => mint('kw', 'api_key').reveal())
    texts.forEach(noteSecret)
    const turns = await turnsDuring(() => keyward.secrets.revoke(texts))
    assert.ok(turns >= 100, String(turns))
  })
})

/** How many turns of the event loop there were meanwhile. */
async function turnsDuring(act: () => Promise<unknown>): Promise<number> {
  let [turns, isOver] = [0, false]
  setImmediate(function count() {
    if (isOver) return
    turns++
    setImmediate(count)
  })
  await act()
  isOver = true
  return turns
}
