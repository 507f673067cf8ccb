import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import { localKeyProvider } from '../../src/crypto/keyring.js'
import { sealer } from '../../src/crypto/seal.js'
import { emitter } from '../../src/events.js'
import { journal } from '../../src/journal.js'
import type { Outbox } from '../../src/notice/outbox.js'
import { outbox } from '../../src/notice/outbox.js'
import type { Store } from '../../src/store.js'
import { tellExpiringKeys } from '../../src/ssh/expiring-keys.js'
import { addUser, anApiKey, anSshKey, room } from '../contract/store/rows.js'
import { newConfiguredSecret } from '../support/app.js'
import type { Clock } from '../support/clock.js'
import { fakeClock } from '../support/clock.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'

const day = 86_400_000

describe('tellExpiringKeys', () => {
  let database: Database
  let store: Store
  let clock: Clock
  const open: Outbox[] = []
  beforeEach(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
    clock = fakeClock()
  })
  afterEach(async () => {
    for (const box of open.splice(0)) await box.close()
    await store.close()
    await database.close()
  })

  /** Looks as a process does, which tells nothing itself: what is to be told stays stored. */
  async function look(): Promise<void> {
    const options = { notify: () => undefined, now: clock.now, origins: ['https://app.example.com'] }
    const changes = journal(store, emitter())
    const parts = {
      options,
      store,
      journal: changes,
      sealer: sealer(localKeyProvider([newConfiguredSecret()])),
    }
    const box = outbox(parts)
    open.push(box)
    // Of the options it looks at the clock alone.
    const core = { ...parts, outbox: box } as unknown as Parameters<typeof tellExpiringKeys>[0]
    await tellExpiringKeys(core, new AbortController().signal)
  }
  async function waiting(): Promise<readonly unknown[]> {
    const rows = await store.notices.due(Number.MAX_SAFE_INTEGER, 1000)
    return rows.map(({ kind, facts }) => [kind, (JSON.parse(facts) as { name: string }).name]).toSorted()
  }

  it('tells of each key that ends within 7 days once, whichever process looks, and anew after a rotation', async () => {
    const { id } = await addUser(store)
    const at = clock.now()
    const long = { issuedAt: at - 30 * day, createdAt: at - 30 * day }
    const key = anApiKey(id, { name: 'ends', ...long, expiresAt: at + 6 * day })
    const keys = [
      key,
      anApiKey(id, { name: 'later', ...long, expiresAt: at + 8 * day }),
      anApiKey(id, { name: 'over', ...long, expiresAt: at - 1 }),
      anApiKey(id, { name: 'short', issuedAt: at - day, expiresAt: at + 6 * day }),
    ]
    const ssh = anSshKey(id, { name: 'laptop', createdAt: at - 30 * day, expiresAt: at + 7 * day })
    await store.commit([
      ...keys.map((one) => store.apiKeys.insert(one, { ...room, now: 0 })),
      store.sshKeys.insert(ssh, 50),
    ])
    await Promise.all([look(), look(), look()])
    await look()
    const told = [
      ['api_key.expiring', 'ends'],
      ['ssh_key.expiring', 'laptop'],
    ]
    assert.deepEqual(await waiting(), told)
    const to = { ...key, digest: 'a'.repeat(64), issuedAt: at, expiresAt: at + 30 * day }
    await store.commit([store.apiKeys.rotate(key, to)])
    clock.advance({ days: 24 })
    await look()
    const names = (await waiting()).filter((one) => String(one) === 'api_key.expiring,ends')
    assert.equal(names.length, 2)
  })

  it('tells of an end that a policy brings about, and nobody who is disabled', async () => {
    const at = clock.now()
    const ada = await addUser(store, { organizationId: 'acme' })
    const grace = await addUser(store, { organizationId: 'acme', disabled: true })
    const linus = await addUser(store)
    await store.commit(
      [ada, grace, linus].map(({ id }) =>
        store.apiKeys.insert(anApiKey(id, { name: id, issuedAt: at - 25 * day, expiresAt: null }), room),
      ),
    )
    const policy = { apiKeys: { allowedDays: [30], defaultDays: 30 } } as const
    await store.commit([
      store.policies.put('organization:acme', { policy, switchedOn: {} }, { version: 0, at }),
    ])
    await look()
    assert.deepEqual(await waiting(), [['api_key.expiring', ada.id]])
  })
})
