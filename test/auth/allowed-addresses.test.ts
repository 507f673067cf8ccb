import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { createKeyward } from '../../src/index.js'
import type { Client, Keyward } from '../../src/index.js'
import { newConfiguredSecret } from '../support/app.js'
import { fakeClock } from '../support/clock.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'
import { plainClient } from '../support/plain-client.js'

const modes = {
  'remembered by guards': { strict: false, maxEntries: 10_000 },
  'remembered, where revocations are asked for each time': { strict: true, maxEntries: 10_000 },
  'read each time': { strict: false, maxEntries: 0 },
}

for (const [name, { strict, maxEntries }] of Object.entries(modes)) {
  describe(`the addresses of a key, ${name}`, () => {
    const clock = fakeClock()
    let database: Database
    let keyward: Keyward
    let userId: string
    /** How often a client was asked for its address. */
    let asked = 0

    before(async () => {
      database = await sqliteDatabase()
      keyward = createKeyward({
        store: typeormStore(database.dataSource, { strict }),
        secrets: [newConfiguredSecret()],
        origins: ['http://localhost:3000'],
        now: clock.now,
        verificationCache: { maxEntries },
      })
      userId = (await keyward.users.create({ username: 'ada', password: 'correct horse battery' })).id
    })
    after(async () => {
      await keyward.close()
      await database.close()
    })

    async function issue(name: string, allowedAddresses: readonly string[]) {
      const { apiKey, key } = await keyward.apiKeys.create(userId, { name, allowedAddresses })
      return { id: apiKey.id, text: key.reveal() }
    }

    function from(ip: string | undefined, text: string): Client {
      const client = plainClient({ authorization: [`Bearer ${text}`] })
      return {
        ...client,
        ip() {
          asked++
          return ip
        },
      }
    }

    it('let in and refuse at each use, whatever the one before was answered', async () => {
      const guard = keyward.adapter.guard()
      const { text } = await issue('a', ['192.0.2.0/24', '2001:db8::/32'])
      for (let round = 0; round < 3; round++) {
        for (const ip of ['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::5', '[2001:db8::6]:443']) {
          assert.equal((await guard(from(ip, text))).user?.id, userId)
        }
        for (const ip of ['192.0.3.7', '2001:db9::5', undefined, '', 'unknown', '192.0.2.7, 10.0.0.1']) {
          await assert.rejects(async () => guard(from(ip, text)), {
            code: 'address_not_allowed',
            status: 403,
          })
        }
        clock.advance({ seconds: 1 })
      }
    })

    it('hold as they are changed, from the next use on', async () => {
      const guard = keyward.adapter.guard()
      const { id, text } = await issue('b', [])
      const bind = (...allowedAddresses: string[]) => keyward.apiKeys.update(userId, id, { allowedAddresses })
      assert.equal((await guard(from('192.0.2.7', text))).user?.id, userId)
      await bind('192.0.2.8')
      await assert.rejects(async () => guard(from('192.0.2.7', text)), { code: 'address_not_allowed' })
      await bind('192.0.2.7', '192.0.2.8')
      assert.equal((await guard(from('192.0.2.7', text))).user?.id, userId)
      await keyward.apiKeys.update(userId, id, { disabled: true })
      await assert.rejects(async () => guard(from('203.0.113.1', text)), { code: 'invalid_token' })
    })

    it('are asked of no client whose key has none, but once a second for its last use', async () => {
      const guard = keyward.adapter.guard()
      const { text } = await issue('c', [])
      await guard(from('192.0.2.7', text))
      asked = 0
      for (let i = 0; i < 5; i++) await guard(from(undefined, text))
      assert.equal(asked, maxEntries === 0 ? 5 : 0)
    })
  })
}
