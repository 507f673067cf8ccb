import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { EndingWindow, Standing } from '../../../src/store/standing.js'
import { dayMs } from '../../../src/time.js'
import { addUser, anApiKey, anSshKey, aRecoveryCode, aSecurityKey, aTotp, nextId, now, room } from './rows.js'

const none = { count: 0, first: null }
const nothing: Standing = {
  ...{ totp: false, securityKeys: 0, passkeys: 0, suspectKeys: 0, recoveryCodes: 0 },
  ...{ apiKeys: none, sshKeys: none },
}
const week: EndingWindow = { now, until: now + 7 * dayMs, longest: { apiKeys: null, sshKeys: null } }

/** How every store answers what users are told of wherever they are. */
export function standingContract(at: () => Store): void {
  describe('standing facts', () => {
    it('are none of a user who has nothing, or is not there', async () => {
      assert.deepEqual(await at().standing.of((await addUser(at())).id, week), nothing)
      for (const odd of [nextId(), '', 'a\0b', '\ud800'])
        assert.deepEqual(await at().standing.of(odd, week), nothing)
    })

    it('count the factors in use, the suspect keys and the codes of this user alone', async () => {
      const [{ id }, other] = [await addUser(at()), await addUser(at())]
      const app = aTotp(id)
      await at().commit([
        at().totp.begin(app),
        at().securityKeys.insert(aSecurityKey(id), 10),
        at().securityKeys.insert(aSecurityKey(id, { suspect: true, passkey: true }), 10),
        at().recoveryCodes.replace(id, [aRecoveryCode(id), aRecoveryCode(id)]),
        at().totp.begin(aTotp(other.id)),
      ])
      const counted = { ...nothing, securityKeys: 2, passkeys: 1, suspectKeys: 1, recoveryCodes: 2 }
      assert.deepEqual(await at().standing.of(id, week), counted)
      await at().commit([at().totp.confirm(app, 1, now)])
      assert.deepEqual(await at().standing.of(id, week), { ...counted, totp: true })
      assert.deepEqual(await at().standing.of(other.id, week), nothing)
    })

    it('count the keys that end within the time, but none that has ended, is disabled or lives on', async () => {
      const { id } = await addUser(at())
      const old = { createdAt: now - 30 * dayMs, issuedAt: now - 30 * dayMs }
      const ends = [0, 1, 3 * dayMs, 7 * dayMs, 7 * dayMs + 1].map((after) => now + after)
      await at().commit([
        ...ends.map((expiresAt) => at().apiKeys.insert(anApiKey(id, { ...old, expiresAt }), room)),
        at().apiKeys.insert(anApiKey(id, { expiresAt: null }), room),
        at().apiKeys.insert(anApiKey(id, { ...old, expiresAt: now + dayMs, disabled: true }), room),
        at().sshKeys.insert(anSshKey(id, { createdAt: old.createdAt, expiresAt: now + 2 * dayMs }), 10),
        at().sshKeys.insert(anSshKey(id, { expiresAt: null }), 10),
      ])
      const { apiKeys, sshKeys } = await at().standing.of(id, week)
      assert.deepEqual(apiKeys, { count: 3, first: now + 1 })
      assert.deepEqual(sshKeys, { count: 1, first: now + 2 * dayMs })
    })

    it('count none that was made to live no longer than that', async () => {
      const { id } = await addUser(at())
      const made = { createdAt: now - dayMs, issuedAt: now - dayMs }
      await at().commit([
        at().apiKeys.insert(anApiKey(id, { ...made, expiresAt: now + 6 * dayMs }), room),
        at().sshKeys.insert(anSshKey(id, { createdAt: made.createdAt, expiresAt: now + 6 * dayMs }), 10),
      ])
      assert.deepEqual(await at().standing.of(id, week), nothing)
      await at().commit([
        at().apiKeys.insert(anApiKey(id, { ...made, expiresAt: now + 6 * dayMs + 1 }), room),
      ])
      assert.deepEqual((await at().standing.of(id, week)).apiKeys, { count: 1, first: now + 6 * dayMs + 1 })
    })

    it('count an end that the policy brings forward', async () => {
      const { id } = await addUser(at())
      const old = { issuedAt: now - 25 * dayMs, createdAt: now - 25 * dayMs }
      await at().commit([
        at().apiKeys.insert(anApiKey(id, { ...old, expiresAt: null }), room),
        at().apiKeys.insert(anApiKey(id, { ...old, expiresAt: now + 300 * dayMs }), room),
        at().apiKeys.insert(anApiKey(id, { ...old, expiresAt: now + 2 * dayMs }), room),
        at().apiKeys.insert(anApiKey(id, { issuedAt: now, expiresAt: null }), room),
        at().sshKeys.insert(anSshKey(id, { ...old, expiresAt: null }), 10),
      ])
      const longest = { apiKeys: 30 * dayMs, sshKeys: 28 * dayMs }
      const { apiKeys, sshKeys } = await at().standing.of(id, { ...week, longest })
      assert.deepEqual(apiKeys, { count: 3, first: now + 2 * dayMs })
      assert.deepEqual(sshKeys, { count: 1, first: now + 3 * dayMs })
    })
  })
}
