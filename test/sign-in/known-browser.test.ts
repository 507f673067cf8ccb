import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { isKnownBrowser, rememberBrowser } from '../../src/sign-in/known-browser.js'
import { digester } from '../../src/crypto/digest.js'
import { resolveOptions } from '../../src/resolved-options.js'
import type { Store } from '../../src/store.js'
import { newConfiguredSecret, origin } from '../support/app.js'
import { fakeClock } from '../support/clock.js'
import { sqliteDatabase } from '../support/database.js'
import type { Database } from '../support/database.js'

describe('where a user has signed in before', () => {
  const clock = fakeClock()
  const ip = '192.0.2.1'
  let database: Database
  let store: Store
  before(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
  })
  after(async () => {
    await store.close()
    await database.close()
  })

  const under = (...secrets: readonly string[]) => {
    const options = resolveOptions({ store, secrets, origins: [origin], now: clock.now })
    return { store, options, digester: digester(secrets) }
  }

  it('stays known when a new secret is put in front, and until the old one is taken away', async () => {
    const [older, newer] = [newConfiguredSecret(), newConfiguredSecret()]
    await store.commit([rememberBrowser(under(older), 'ada', ip)])
    assert.equal(await isKnownBrowser(under(older), 'user:ada', ip), true)
    assert.equal(await isKnownBrowser(under(newer, older), 'user:ada', ip), true)
    assert.equal(await isKnownBrowser(under(newer), 'user:ada', ip), false)
    await store.commit([rememberBrowser(under(newer, older), 'ada', ip)])
    assert.equal(await isKnownBrowser(under(newer), 'user:ada', ip), true)
  })

  it('is known of that user and address alone, for 30 days', async () => {
    const parts = under(newConfiguredSecret())
    await store.commit([rememberBrowser(parts, 'bob', ip)])
    assert.equal(await isKnownBrowser(parts, 'user:eve', ip), false)
    assert.equal(await isKnownBrowser(parts, 'name:bob', ip), false)
    assert.equal(await isKnownBrowser(parts, 'user:bob', '192.0.2.2'), false)
    clock.advance({ days: 30, ms: -1 })
    assert.equal(await isKnownBrowser(parts, 'user:bob', ip), true)
    clock.advance({ ms: 1 })
    assert.equal(await isKnownBrowser(parts, 'user:bob', ip), false)
  })
})
