import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { UserPatch } from '../../../src/store/user.js'
import {
  addUser,
  aPendingSignIn,
  aRecoveryCode,
  aSecurityKey,
  aTotp,
  aUser,
  anApiKey,
  nextId,
  now,
  prepared,
  room,
} from './rows.js'

/** What every store with keyward's own user table does with users. */
export function usersContract(at: () => Store): void {
  const update = (id: string, patch: UserPatch): Promise<boolean> =>
    at().commit([prepared(at().users.update?.(id, patch))])
  const remove = (id: string): Promise<boolean> => at().commit([prepared(at().users.remove?.(id))])

  describe('users', () => {
    it('finds a user by id and by the canonical user name', async () => {
      const user = await addUser(at(), {
        displayName: 'Ünïcode 🔑',
        organizationId: 'org',
        passwordHash: '$argon2id$x',
      })
      assert.deepEqual(await at().users.byId(user.id), user)
      assert.deepEqual(await at().users.byUsername(user.username.toLowerCase()), user)
    })

    it('tells names apart that differ in an accent, a space at the end or a case', async () => {
      const { username } = await addUser(at(), { username: `alice-${nextId()}` })
      for (const other of [username.replace('e', 'é'), `${username} `, username.toUpperCase()]) {
        assert.equal(await at().users.byUsername(other), null)
      }
    })

    it('answers null for ids and names no row can have', async () => {
      for (const odd of ['', 'nobody', 'a\0b', '\ud800', 'x'.repeat(5000), "' OR 1=1 --"]) {
        assert.equal(await at().users.byId(odd), null)
        assert.equal(await at().users.byUsername(odd), null)
      }
    })

    it('throws a conflict that names the user name', async () => {
      const { username } = await addUser(at())
      const twin = aUser({ username: username.toUpperCase() })
      await assert.rejects(at().commit([prepared(at().users.create?.(twin))]), {
        name: 'ConflictError',
        field: 'usernameKey',
      })
    })

    it('lists the newest first, page by page', async () => {
      const older = await addUser(at())
      const newer = await addUser(at())
      const first = await at().users.list({ limit: 1, before: null })
      assert.deepEqual(first, { rows: [newer], more: true })
      const second = await at().users.list({ limit: 1, before: newer.id })
      assert.deepEqual(second.rows, [older])
    })

    it('changes what a patch names and nothing else', async () => {
      const user = await addUser(at(), { displayName: 'Before', organizationId: 'org' })
      assert.equal(await update(user.id, { displayName: null, disabled: true }), true)
      assert.deepEqual(await at().users.byId(user.id), { ...user, displayName: null, disabled: true })
    })

    it('counts a change to the same value as one', async () => {
      const user = await addUser(at(), { displayName: 'Same' })
      assert.equal(await update(user.id, { displayName: 'Same' }), true)
      assert.equal(await update(user.id, {}), true)
    })

    it('stores the hash of a new password, and gives it back', async () => {
      const user = await addUser(at())
      assert.equal(await at().commit([prepared(at().users.setPasswordHash(user.id, '$new'))]), true)
      assert.equal((await at().users.byId(user.id))?.passwordHash, '$new')
    })

    it('an old password that comes back: makes a hash anew only where it is the one that was judged', async () => {
      const user = await addUser(at(), { passwordHash: '$old' })
      const anew = prepared(at().users.setPasswordHash(user.id, '$old, anew', '$old'))
      await at().commit([prepared(at().users.setPasswordHash(user.id, '$changed'))])
      assert.equal(await at().commit([anew]), true)
      assert.equal((await at().users.byId(user.id))?.passwordHash, '$changed')
      const next = prepared(at().users.setPasswordHash(user.id, '$changed, anew', '$changed'))
      assert.equal(await at().commit([next]), true)
      assert.equal((await at().users.byId(user.id))?.passwordHash, '$changed, anew')
    })

    it('refuses to change or remove a user who is not there', async () => {
      assert.equal(await update(nextId(), { disabled: true }), false)
      assert.equal(await remove(nextId()), false)
    })

    it('removes a user with the account and all keys', async () => {
      const user = await addUser(at())
      const key = anApiKey(user.id)
      await at().commit([at().apiKeys.insert(key, room)])
      assert.equal(await remove(user.id), true)
      assert.equal(await at().accounts.byId(user.id), null)
      assert.equal(await at().apiKeys.byDigest([key.digest]), null)
    })

    it('removes a user with all factors and sign-ins under way', async () => {
      const { id } = await addUser(at())
      const [pending, app, key] = [aPendingSignIn(id), aTotp(id), aSecurityKey(id)]
      const { pendingSignIns, totp, securityKeys, recoveryCodes, factors } = at()
      await at().commit([
        ...[pendingSignIns.insert(pending), totp.begin(app), totp.confirm(app, 1, now)],
        ...[securityKeys.insert(key, 10), recoveryCodes.replace(id, [aRecoveryCode(id)])],
      ])
      assert.equal((await factors.of(id)).securityKeys.length, 1)
      assert.equal(await remove(id), true)
      assert.deepEqual(await factors.of(id), { totp: false, securityKeys: [], recoveryCodes: 0 })
      assert.equal(await pendingSignIns.byDigest([pending.digest]), null)
      assert.equal(await securityKeys.byCredential(key.credentialDigest), null)
    })

    it('refuses whatever would leave no enabled administrator', async () => {
      const [first, second] = [await addUser(at(), { admin: true }), await addUser(at(), { admin: true })]
      const asleep = await addUser(at(), { admin: true, disabled: true })
      assert.equal(await update(first.id, { admin: false }), true)
      for (const patch of [{ admin: false }, { disabled: true }])
        assert.equal(await update(second.id, patch), false)
      assert.equal(await remove(second.id), false)
      assert.equal(await remove(asleep.id), true, 'a disabled administrator is no loss')
      assert.equal(await update(second.id, { displayName: 'Still here' }), true)
    })
  })
}
