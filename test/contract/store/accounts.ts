import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import {
  addUser,
  anApiKey,
  aPendingSignIn,
  aRecoveryCode,
  aSecurityKey,
  aSession,
  aToken,
  aTotp,
  nextId,
  now,
  room,
} from './rows.js'

/** What every store does with accounts. */
export function accountsContract(at: () => Store): void {
  describe('accounts', () => {
    it('makes an account once, however often it is asked to', async () => {
      const { id } = await addUser(at())
      assert.equal(await at().commit([at().accounts.advanceEpoch(id, 0)]), true)
      assert.equal(await at().commit([at().accounts.ensure(id), at().accounts.ensure(id)]), true)
      assert.equal((await at().accounts.byId(id))?.securityEpoch, 1)
    })

    it('starts at epoch 0 with nothing known', async () => {
      const { id } = await addUser(at())
      const nothing = {
        passwordChangedAt: null,
        temporaryUntil: null,
        lastSignInAt: null,
        webauthnHandle: null,
      }
      assert.deepEqual(await at().accounts.byId(id), {
        userId: id,
        securityEpoch: 0,
        codeFailures: 0,
        ...nothing,
      })
    })

    it('answers false for an account without a user', async () => {
      assert.equal(await at().commit([at().accounts.ensure(nextId())]), false)
      assert.equal(await at().commit([at().accounts.ensure('a\0b')]), false)
    })

    it('moves the epoch on only from the one that is expected', async () => {
      const { id } = await addUser(at())
      assert.equal(await at().commit([at().accounts.advanceEpoch(id, 0)]), true)
      assert.equal(await at().commit([at().accounts.advanceEpoch(id, 0)]), false)
      assert.equal((await at().accounts.byId(id))?.securityEpoch, 1)
    })

    it('holds a commit to the epoch under which it was decided', async () => {
      const { id } = await addUser(at())
      const { accounts } = at()
      assert.equal(await at().commit([accounts.still(id, 0), accounts.advanceEpoch(id, 0)]), true)
      assert.equal(await at().commit([accounts.advanceEpoch(id, 1), accounts.still(id, 1)]), false)
      assert.equal((await accounts.byId(id))?.securityEpoch, 1)
      assert.equal(await at().commit([accounts.advanceEpoch(id, 1), accounts.still(id, 2)]), true)
      assert.equal(await at().commit([accounts.still(nextId(), 0)]), false)
    })

    it('moves the epoch on from whatever it is, when none is named', async () => {
      const { id } = await addUser(at())
      for (const epoch of [1, 2]) {
        assert.equal(await at().commit([at().accounts.advanceEpoch(id, null)]), true)
        assert.equal((await at().accounts.byId(id))?.securityEpoch, epoch)
      }
    })

    it('sets what a patch names, null included', async () => {
      const { id } = await addUser(at())
      const patch = { passwordChangedAt: now, temporaryUntil: now + 1, lastSignInAt: now + 2 }
      await at().commit([at().accounts.set(id, patch)])
      await at().commit([at().accounts.set(id, { temporaryUntil: null })])
      assert.deepEqual(await at().accounts.byId(id), {
        userId: id,
        securityEpoch: 0,
        webauthnHandle: null,
        codeFailures: 0,
        ...patch,
        temporaryUntil: null,
      })
    })

    it('gives a WebAuthn handle once, and keeps it', async () => {
      const { id } = await addUser(at())
      const [first, second] = ['A'.repeat(43), 'B'.repeat(43)]
      for (const handle of [first, second]) await at().commit([at().accounts.giveHandle(id, handle)])
      assert.equal((await at().accounts.byId(id))?.webauthnHandle, first)
      assert.equal((await at().accounts.byId((await addUser(at())).id))?.webauthnHandle, null)
    })

    it('counts wrong codes up to the limit, and forgets them', async () => {
      const { id } = await addUser(at())
      const { id: other } = await addUser(at())
      const count = (): Promise<boolean> => at().commit([at().accounts.countCode(id, 2)])
      assert.deepEqual([await count(), await count(), await count()], [true, true, false])
      assert.equal((await at().accounts.byId(id))?.codeFailures, 2)
      assert.equal((await at().accounts.byId(other))?.codeFailures, 0)
      await at().commit([at().accounts.set(id, { codeFailures: 0 })])
      assert.equal(await count(), true)
      assert.equal(await at().commit([at().accounts.countCode(nextId(), 2)]), false)
    })

    it('reads several at once, passing over those that are not there', async () => {
      const [a, b] = [await addUser(at()), await addUser(at())]
      const found = await at().accounts.byIds([a.id, nextId(), b.id])
      assert.deepEqual(found.map(({ userId }) => userId).sort(), [a.id, b.id])
      assert.deepEqual(await at().accounts.byIds([]), [])
    })

    it('takes sessions, keys and tokens with it when removed', async () => {
      const { id } = await addUser(at())
      const [session, key, token] = [aSession(id), anApiKey(id), aToken(id)]
      const { sessions, apiKeys, tokens, accounts } = at()
      await at().commit([sessions.insert(session), apiKeys.insert(key, room), tokens.insert(token, room)])
      await at().commit([accounts.remove(id)])
      assert.equal(await sessions.byDigest([session.digest]), null)
      assert.equal(await apiKeys.byDigest([key.digest]), null)
      assert.equal(await tokens.byDigest([token.digest]), null)
      assert.equal(await accounts.byId(id), null)
    })

    it('takes factors and sign-ins under way with it when removed', async () => {
      const { id } = await addUser(at())
      const [pending, app, key, code] = [aPendingSignIn(id), aTotp(id), aSecurityKey(id), aRecoveryCode(id)]
      const { pendingSignIns, totp, securityKeys, recoveryCodes, accounts, factors } = at()
      const stored = await at().commit([
        ...[
          pendingSignIns.insert(pending),
          totp.begin(app),
          totp.confirm(app, 1, now),
          totp.begin(aTotp(id)),
        ],
        ...[securityKeys.insert(key, 10), recoveryCodes.replace(id, [code])],
      ])
      assert.equal(stored, true)
      await at().commit([accounts.remove(id)])
      assert.equal(await pendingSignIns.byDigest([pending.digest]), null)
      assert.equal(await securityKeys.byCredential(key.credentialDigest), null)
      assert.equal(await totp.read(id, 'pending'), null)
      assert.deepEqual(await factors.of(id), { totp: false, securityKeys: [], recoveryCodes: 0 })
    })
  })
}
