import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { ApiKeyRow, ApiKeyStore } from '../../../src/store/api-key.js'
import type { CredentialOwner } from '../../../src/store/owned-credential.js'
import { serviceUser } from '../../../src/store/service-account.js'
import {
  addServiceAccount,
  addUser,
  aDigest,
  aList,
  anApiKey,
  digestOf,
  hour,
  now,
  ownerOf,
  room,
  foundOf,
} from './rows.js'

/** What every store does with API keys, of users and of service accounts. */
export function apiKeysContract(at: () => Store): void {
  const addAccount = async (store: Store): Promise<CredentialOwner> => {
    const account = await addServiceAccount(store, { organizationId: 'acme' })
    return { ...serviceUser(account), disabled: false }
  }
  keysContract('API keys', {
    at,
    keys: () => at().apiKeys,
    addOwner: async (store) => ownerOf(await addUser(store, { organizationId: 'acme' })),
  })
  keysContract('API keys of service accounts', { at, keys: () => at().serviceKeys, addOwner: addAccount })
}

/** Keys of one sort of owners. */
interface Keys {
  at(): Store
  keys(): ApiKeyStore
  addOwner(store: Store): Promise<CredentialOwner>
}

function keysContract(title: string, { at, keys, addOwner }: Keys): void {
  const add = async (userId: string, more: Partial<ApiKeyRow> = {}): Promise<ApiKeyRow> => {
    const row = anApiKey(userId, more)
    assert.equal(await at().commit([keys().insert(row, room)]), true)
    return row
  }
  const rotated = (row: ApiKeyRow): Parameters<Store['apiKeys']['rotate']>[1] => ({
    ...{ digest: aDigest(), keyId: 'key2', previousDigest: row.digest, previousUntil: now + 60 },
    previousIssuedAt: row.issuedAt,
    ...{ hint: 'kwk_cd…wx', issuedAt: now + 1, expiresAt: null },
  })

  describe(title, () => {
    it('finds a key by digest with its owner, and by id for its owner only', async () => {
      const owner = await addOwner(at())
      const row = await add(owner.id, { name: 'Ünïcode 🔑', scopes: ['a:b', 'c'] })
      const found = await keys().byDigest([aDigest(), row.digest])
      assert.deepEqual(found?.row, foundOf(row))
      assert.deepEqual(found.owner, owner)
      assert.deepEqual(found.policies, await at().policies.readFor('acme'))
      assert.deepEqual(await keys().byId(owner.id, row.id), row)
      assert.equal(await keys().byId((await addOwner(at())).id, row.id), null)
      assert.equal(await keys().byId(owner.id, 'a\0b'), null)
    })

    it('throws a conflict that names the name, for a second key and for a renamed one', async () => {
      const { id } = await addOwner(at())
      const [first, second] = [await add(id), await add(id)]
      const conflict = { name: 'ConflictError', field: 'nameKey' }
      const { nameKey } = first
      await assert.rejects(at().commit([keys().insert(anApiKey(id, { nameKey }), room)]), conflict)
      await assert.rejects(at().commit([keys().update(id, second.id, { nameKey })]), conflict)
      await add((await addOwner(at())).id, { nameKey })
    })

    it('refuses a key beyond the limit, counting those that have not ended', async () => {
      const { id } = await addOwner(at())
      const insert = (): Promise<boolean> => at().commit([keys().insert(anApiKey(id), { limit: 2, now })])
      await add(id, { expiresAt: now })
      await add(id, { expiresAt: null })
      assert.equal(await insert(), true)
      assert.equal(await insert(), false)
      const one = anApiKey(id)
      assert.equal(await at().commit([keys().insert(one, { limit: 0, now })]), false)
      assert.equal(await keys().byDigest([one.digest]), null)
    })

    it('lists those that have not ended, newest first', async () => {
      const { id } = await addOwner(at())
      await add(id, { expiresAt: now })
      const [forever, ending] = [await add(id, { expiresAt: null }), await add(id)]
      const { rows, more, total, last } = await keys().list(id, aList({ limit: 1, endedSince: now }))
      assert.deepEqual([rows, more, total], [[ending], true, 2])
      assert.ok(last)
      const rest = aList({ at: { ...last, side: 'after' }, endedSince: now })
      assert.deepEqual((await keys().list(id, rest)).rows, [forever])
    })

    it('scans all keys from the oldest, each with its owner', async () => {
      const before = await keys().scan(null, 10_000)
      const [a, b] = [await addOwner(at()), await addOwner(at())]
      const rows = [await add(a.id), await add(b.id), await add(a.id)]
      const last = before.at(-1)?.row.id ?? null
      const found = await keys().scan(last, 2)
      assert.deepEqual(
        found.map(({ row, owner }) => [row.id, owner.id]),
        [
          [rows[0]?.id, a.id],
          [rows[1]?.id, b.id],
        ],
      )
      assert.deepEqual(
        (await keys().scan(found[1]?.row.id ?? null, 2)).map(({ row }) => row.id),
        [rows[2]?.id],
      )
    })

    it('changes what a patch names, even to the same value, for its owner only', async () => {
      const { id } = await addOwner(at())
      const row = await add(id)
      const patch = { name: 'New', nameKey: digestOf(row.id + 'new'), nameFolded: 'new', disabled: true }
      for (let i = 0; i < 2; i++) assert.equal(await at().commit([keys().update(id, row.id, patch)]), true)
      assert.deepEqual(await keys().byId(id, row.id), { ...row, ...patch })
      assert.equal(await at().commit([keys().update((await addOwner(at())).id, row.id, patch)]), false)
    })

    it('keeps what a key is bound to and what the app keeps with it, whatever that says', async () => {
      const { id } = await addOwner(at())
      const conditions = {
        allowedAddresses: ['192.0.2.7', '2001:db8::/32'],
        limit: { requests: 5, perSeconds: 60 },
      }
      const metadata = { 'plan "pro"': ['ü🔑', { nul: '\0', half: '\ud800' }], none: null }
      const row = await add(id, { conditions, metadata })
      assert.deepEqual((await keys().byDigest([row.digest]))?.row, foundOf(row))
      assert.deepEqual(await keys().byId(id, row.id), row)
      assert.equal(await at().commit([keys().update(id, row.id, { metadata: null })]), true)
      assert.deepEqual(await keys().byId(id, row.id), { ...row, metadata: null })
    })

    it('binds a key that is still bound as it was, and no other', async () => {
      const { id } = await addOwner(at())
      const free = await add(id)
      const somewhere = { allowedAddresses: ['192.0.2.7'], limit: null }
      const limited = { allowedAddresses: [], limit: { requests: 5, perSeconds: 60 } }
      assert.equal(await at().commit([keys().bind(free, somewhere)]), true)
      assert.equal(await at().commit([keys().bind(free, limited)]), false)
      const bound = { ...free, conditions: somewhere }
      assert.deepEqual(await keys().byId(id, free.id), bound)
      assert.equal(await at().commit([keys().bind({ ...bound, conditions: limited }, null)]), false)
      // Even to the same.
      for (let i = 0; i < 2; i++) assert.equal(await at().commit([keys().bind(bound, somewhere)]), true)
      assert.equal(await at().commit([keys().bind(bound, null)]), true)
      assert.deepEqual(await keys().byId(id, free.id), free)
      const others = { ...free, userId: (await addOwner(at())).id }
      assert.equal(await at().commit([keys().bind(others, limited)]), false)
    })

    it('rotates a secret once, and finds the key by both', async () => {
      const row = await add((await addOwner(at())).id)
      const to = rotated(row)
      assert.equal(await at().commit([keys().rotate(row, to)]), true)
      assert.equal(await at().commit([keys().rotate(row, rotated(row))]), false)
      for (const digest of [row.digest, to.digest]) {
        assert.deepEqual((await keys().byDigest([digest]))?.row, foundOf({ ...row, ...to }))
      }
    })

    it('notes a use, never backwards, and moves a digest on', async () => {
      const row = await add((await addOwner(at())).id)
      await at().commit([keys().used(row.id, { at: now + 5, ip: '::2' })])
      const redigest = { from: row.digest, digest: aDigest(), keyId: 'key9' }
      await at().commit([keys().used(row.id, { at: now + 1, ip: '::1', redigest })])
      const moved = { digest: redigest.digest, keyId: 'key9', lastUsedAt: now + 5, lastUsedIp: '::2' }
      assert.deepEqual(await keys().byId(row.userId, row.id), { ...row, ...moved })
      await at().commit([
        keys().used(row.id, { at: now + hour, ip: null, redigest: { ...redigest, digest: aDigest() } }),
      ])
      assert.ok(await keys().byDigest([redigest.digest]), 'a digest that is no longer there moves nothing')
    })

    it('removes a key only for its owner, and only once', async () => {
      const row = await add((await addOwner(at())).id)
      assert.equal(await at().commit([keys().remove((await addOwner(at())).id, row.id)]), false)
      assert.equal(await at().commit([keys().remove(row.userId, row.id)]), true)
      assert.equal(await at().commit([keys().remove(row.userId, row.id)]), false)
    })
  })
}
