import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../../../adapters/typeorm/index.js'
import { createKeyward } from '../../../src/index.js'
import type { Client, Guard, Keyward, Store } from '../../../src/index.js'
import { newConfiguredSecret } from '../../support/app.js'
import type { Database } from '../../support/database.js'
import { sqliteDatabase } from '../../support/database.js'
import { plainClient } from '../../support/plain-client.js'
import { newPassword } from '../../support/secrets.js'
import type { StoppedTime } from '../../support/stopped-time.js'
import { stoppedTime } from '../../support/stopped-time.js'

const secret = newConfiguredSecret()

describe('what guards remember of whom the host names', () => {
  let database: Database
  let store: Store
  let reads: number
  let keyward: Keyward
  let guard: Guard
  let time: StoppedTime

  beforeEach(async () => {
    // What is remembered is forgotten after 5 s.
    time = stoppedTime()
    database = await sqliteDatabase()
    store = counting(typeormStore(database.dataSource))
    reads = 0
    keyward = createKeyward({ store, secrets: [secret], origins: ['http://localhost:3000'] })
    guard = keyward.adapter.guard()
  })
  afterEach(async () => {
    time[Symbol.dispose]()
    await keyward.close()
    await database.close()
  })

  /** The same store; the look-ups of users are counted. */
  function counting(over: Store): Store {
    const byId: Store['users']['byId'] = (id) => {
      reads++
      return over.users.byId(id)
    }
    return { ...over, users: { ...over.users, byId } }
  }

  function named(userId: string): Client {
    return { ...plainClient(), hostUser: async () => ({ userId, amr: ['pwd'], provedAt: null }) }
  }

  async function user(): Promise<string> {
    return (await keyward.users.create({ username: 'ada', password: newPassword() })).id
  }

  it('costs no read once somebody was let in, until something is revoked', async () => {
    const id = await user()
    await guard(named(id))
    reads = 0
    for (let i = 0; i < 3; i++) assert.equal((await guard(named(id))).user?.id, id)
    assert.equal(reads, 0)
    await keyward.users.changed(id)
    reads = 0
    await guard(named(id))
    assert.ok(reads > 0)
  })

  it('ends at once when the user is disabled, and begins again when they are back', async () => {
    const id = await user()
    await guard(named(id))
    await keyward.users.disable(id)
    await assert.rejects(async () => guard(named(id)), { code: 'invalid_credentials' })
    await keyward.users.enable(id)
    assert.equal((await guard(named(id))).user?.id, id)
  })

  it('is not that somebody is nobody: who is made after they were asked for is let in', async () => {
    const id = '018f0000-0000-7000-8000-000000000001'
    await assert.rejects(async () => guard(named(id)), { code: 'invalid_credentials' })
    const row = { id, username: 'late', displayName: null, organizationId: null, admin: false }
    const made = store.users.create?.({ ...row, disabled: false, passwordHash: null, createdAt: 0 })
    assert.ok(made && !(made instanceof Promise))
    await store.commit([made])
    assert.equal((await guard(named(id))).user?.id, id)
  })

  it('is nothing while nobody can tell what was revoked', async () => {
    const id = await user()
    const blind = { ...store, revision: { ...store.revision, current: () => null } }
    const other = createKeyward({ store: blind, secrets: [secret], origins: ['http://localhost:3000'] })
    const pass = other.adapter.guard()
    await pass(named(id))
    reads = 0
    await pass(named(id))
    assert.ok(reads > 0)
  })
})
