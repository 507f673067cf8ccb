import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { FoundSshKey, SshKeyRow } from '../../../src/store/ssh-key.js'
import { addUser, aDigest, aList, anSshKey, digestOf, now, ownerOf } from './rows.js'

/** What every store does with SSH keys. */
export function sshKeysContract(at: () => Store): void {
  const add = async (userId: string, more: Partial<SshKeyRow> = {}): Promise<SshKeyRow> => {
    const row = anSshKey(userId, more)
    assert.equal(await at().commit([at().sshKeys.insert(row, 50)]), true)
    return row
  }

  describe('SSH keys', () => {
    it('finds a key by fingerprint with its owner and their policies, and by id for its owner only', async () => {
      const owner = await addUser(at(), { organizationId: 'ssh' })
      const sshKeys = { maxDays: 7 }
      await at().commit([
        at().policies.put(
          'organization:ssh',
          { policy: { sshKeys }, switchedOn: {} },
          { version: 0, at: now },
        ),
      ])
      const row = await add(owner.id, { name: 'Ünïcode 🔑', blob: 'A'.repeat(1500), expiresAt: null })
      const found = await at().sshKeys.byFingerprint(row.fingerprint)
      assert.deepEqual(found?.row, foundOf(row))
      assert.deepEqual(found.owner, ownerOf(owner))
      assert.deepEqual(found.policies.organization, { sshKeys })
      assert.equal(await at().sshKeys.byFingerprint(aDigest()), null)
      assert.deepEqual(await at().sshKeys.byId(owner.id, row.id), row)
      assert.equal(await at().sshKeys.byId((await addUser(at())).id, row.id), null)
    })

    it('finds all keys of a user by name and by id, oldest first, each with its owner', async () => {
      const owner = await addUser(at())
      const rows = [await add(owner.id), await add(owner.id)]
      await add((await addUser(at())).id)
      const found = [
        await at().sshKeys.byUsername(owner.username.toLowerCase()),
        await at().sshKeys.byUser(owner.id),
      ]
      for (const held of found) {
        assert.deepEqual(
          held.map(({ row }) => row),
          rows.map(foundOf),
        )
        assert.deepEqual(held[0]?.owner, ownerOf(owner))
      }
      assert.deepEqual(await at().sshKeys.byUsername('nobody'), [])
      assert.deepEqual(await at().sshKeys.byUser('nobody'), [])
      assert.deepEqual(await at().sshKeys.byUsername((await addUser(at())).username.toLowerCase()), [])
    })

    it('throws a conflict that names the name for one user’s second, and the fingerprint for anybody’s', async () => {
      const [one, other] = [await addUser(at()), await addUser(at())]
      const { nameKey, fingerprint } = await add(one.id)
      const second = await add(one.id)
      const insert = (userId: string, more: Partial<SshKeyRow>): Promise<boolean> =>
        at().commit([at().sshKeys.insert(anSshKey(userId, more), 50)])
      const name = { name: 'ConflictError', field: 'nameKey' }
      await assert.rejects(insert(one.id, { nameKey }), name)
      await assert.rejects(
        at().commit([at().sshKeys.update(one.id, second.id, { name: 'x', nameKey, nameFolded: 'x' })]),
        name,
      )
      for (const { id } of [one, other]) {
        await assert.rejects(insert(id, { fingerprint }), { name: 'ConflictError', field: 'fingerprint' })
      }
      assert.equal(await insert(other.id, { nameKey }), true)
    })

    it('refuses a key beyond the limit, expired ones counted', async () => {
      const { id } = await addUser(at())
      const insert = (): Promise<boolean> => at().commit([at().sshKeys.insert(anSshKey(id), 2)])
      await add(id, { expiresAt: now })
      assert.equal(await insert(), true)
      assert.equal(await insert(), false)
    })

    it('lists a user’s keys, newest first', async () => {
      const { id } = await addUser(at())
      const [first, second] = [await add(id), await add(id)]
      const { rows, more, last } = await at().sshKeys.list(id, aList({ limit: 1 }))
      assert.deepEqual([rows, more], [[second], true])
      assert.ok(last)
      const rest = aList({ at: { ...last, side: 'after' } })
      assert.deepEqual((await at().sshKeys.list(id, rest)).rows, [first])
    })

    it('scans all keys from the oldest, each with its owner', async () => {
      const last = (await at().sshKeys.scan(null, 10_000)).at(-1)?.row.id ?? null
      const [a, b] = [await addUser(at()), await addUser(at())]
      const rows = [await add(a.id), await add(b.id), await add(a.id)]
      const found = await at().sshKeys.scan(last, 2)
      assert.deepEqual(
        found.map(({ row, owner }) => [row, owner.id]),
        rows.slice(0, 2).map((row) => [foundOf(row), row.userId]),
      )
      const rest = await at().sshKeys.scan(found.at(-1)?.row.id ?? null, 2)
      assert.deepEqual(
        rest.map(({ row }) => row.id),
        [rows[2]?.id],
      )
    })

    it('renames, even to the same name, for its owner only', async () => {
      const { id } = await addUser(at())
      const row = await add(id)
      const patch = { name: 'New', nameKey: digestOf(row.id + 'new'), nameFolded: 'new' }
      for (let i = 0; i < 2; i++) {
        assert.equal(await at().commit([at().sshKeys.update(id, row.id, patch)]), true)
      }
      assert.deepEqual(await at().sshKeys.byId(id, row.id), { ...row, ...patch })
      assert.equal(await at().commit([at().sshKeys.update((await addUser(at())).id, row.id, patch)]), false)
    })

    it('notes when it was offered, never backwards', async () => {
      const row = await add((await addUser(at())).id)
      for (const time of [now + 5, now + 1]) await at().commit([at().sshKeys.offered(row.id, time)])
      assert.deepEqual(await at().sshKeys.byId(row.userId, row.id), { ...row, lastOfferedAt: now + 5 })
    })

    it('moves its MAC to a newer secret, unless it has moved meanwhile', async () => {
      const row = await add((await addUser(at())).id)
      const [to, other] = [aDigest(), aDigest()]
      const move = (from: string, digest: string): Promise<boolean> =>
        at().commit([at().sshKeys.offered(row.id, now, { from, digest, keyId: 'key2' })])
      assert.equal(await move(row.mac, to), true)
      assert.equal(await move(row.mac, other), true)
      const moved = { ...row, lastOfferedAt: now, mac: to, keyId: 'key2' }
      assert.deepEqual(await at().sshKeys.byId(row.userId, row.id), moved)
    })

    it('removes a key only for its owner, and with its owner', async () => {
      const row = await add((await addUser(at())).id)
      assert.equal(await at().commit([at().sshKeys.remove((await addUser(at())).id, row.id)]), false)
      assert.equal(await at().commit([at().sshKeys.remove(row.userId, row.id)]), true)
      assert.equal(await at().commit([at().sshKeys.remove(row.userId, row.id)]), false)
      const other = await add(row.userId)
      await at().commit([at().accounts.remove(row.userId)])
      assert.equal(await at().sshKeys.byFingerprint(other.fingerprint), null)
    })
  })
}

function foundOf({
  name: _,
  nameKey: __,
  nameFolded: _______,
  lifetimeDays: ___,
  lastOfferedAt: ____,
  ...found
}: SshKeyRow): FoundSshKey {
  return found
}
