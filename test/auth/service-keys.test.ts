import assert from 'node:assert/strict'
import { afterEach, beforeEach, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import type { Client, Keyward, Store } from '../../src/index.js'
import { createKeyward } from '../../src/index.js'
import type { Migrated } from '../databases.js'
import { connect, describeOnEach, migrated } from '../databases.js'
import { newConfiguredSecret } from '../support/app.js'
import { plainClient } from '../support/plain-client.js'
import { noteSecret } from '../support/secrets.js'
import { until } from '../support/until.js'

const secret = newConfiguredSecret()

describeOnEach('the key of a service account, remembered by a guard of another process', (database) => {
  let opened: Migrated
  let elsewhere: Awaited<ReturnType<typeof connect>>
  let keyward: Keyward
  let other: Keyward
  let asked: string[]

  beforeEach(async () => {
    opened = await migrated(database)
    elsewhere = await connect(opened.options)
    asked = []
    keyward = keywardOver(typeormStore(opened.dataSource))
    other = keywardOver(counting(typeormStore(elsewhere)))
  })
  afterEach(async () => {
    await other.close()
    await keyward.close()
    await elsewhere.destroy()
    await opened.close()
  })

  function keywardOver(store: Store): Keyward {
    const origins = ['http://localhost:3000']
    return createKeyward({ store, secrets: [secret], origins, scopes: { read: 'read' } })
  }

  /** The same store; it is noted which tables are asked for a key. */
  function counting(store: Store): Store {
    const { apiKeys, serviceKeys } = store
    return {
      ...store,
      apiKeys: {
        ...apiKeys,
        byDigest: (digests) => {
          asked.push('apiKeys')
          return apiKeys.byDigest(digests)
        },
      },
      serviceKeys: {
        ...serviceKeys,
        byDigest: (digests) => {
          asked.push('serviceKeys')
          return serviceKeys.byDigest(digests)
        },
      },
    }
  }

  async function withKey() {
    const { id } = await keyward.serviceAccounts.create({ name: 'robot' })
    const { apiKey, key } = await keyward.serviceAccounts.keys.create(id, { name: 'a', scopes: ['read'] })
    noteSecret(key.reveal())
    return { id, keyId: apiKey.id, client: clientWith(key.reveal()) }
  }

  function clientWith(bearer: string): Client {
    return plainClient({ authorization: [`Bearer ${bearer}`] })
  }

  const acts = {
    'is disabled': (id: string) => keyward.serviceAccounts.update(id, { disabled: true }),
    'is deleted': (id: string) => keyward.serviceAccounts.remove(id),
    'loses the key': (id: string, keyId: string) => keyward.serviceAccounts.keys.remove(id, keyId),
    'gets another secret for it': (id: string, keyId: string) =>
      keyward.serviceAccounts.keys.rotate(id, keyId),
  }

  for (const [happens, act] of Object.entries(acts)) {
    it(`is refused there once its account ${happens}`, async () => {
      const { id, keyId, client } = await withKey()
      const guard = other.adapter.guard({ scopes: ['read'] })
      for (let i = 0; i < 3; i++) assert.equal((await guard(client)).user?.id, id)
      await act(id, keyId)
      await until(
        'a refusal',
        async () => {
          try {
            await guard(client)
            return 'accepted'
          } catch (error) {
            return (error as { code?: string }).code
          }
        },
        { holds: (seen) => seen === 'invalid_token' },
      )
    })
  }

  it('is looked for after users’ keys, which cost no second look-up', async () => {
    const { client } = await withKey()
    const guard = other.adapter.guard()
    await guard(client)
    assert.deepEqual(asked, ['apiKeys', 'serviceKeys'])
    asked = []
    const user = await keyward.users.create({ username: 'ada', password: 'correct horse battery' })
    const { key } = await keyward.apiKeys.create(user.id, { name: 'a' })
    noteSecret(key.reveal())
    assert.equal((await guard(clientWith(key.reveal()))).user?.kind, 'user')
    assert.deepEqual(asked, ['apiKeys'])
  })
})
