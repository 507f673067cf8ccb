import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { StoredFactors } from '../../../src/store/security-key.js'
import { addUser, aRecoveryCode, aSecurityKey, aTotp, foundKeyOf, nextId, now } from './rows.js'

const none: StoredFactors = { totp: false, securityKeys: [], recoveryCodes: 0 }

/** How every store answers what is enrolled. */
export function factorsContract(at: () => Store): void {
  const confirmed = async (userId: string): Promise<void> => {
    const row = aTotp(userId)
    await at().commit([at().totp.begin(row), at().totp.confirm(row, 1, now)])
  }

  describe('factors', () => {
    it('are none of a user who has enrolled nothing, or is not there', async () => {
      assert.deepEqual(await at().factors.of((await addUser(at())).id), none)
      for (const odd of [nextId(), '', 'a\0b', '\ud800']) assert.deepEqual(await at().factors.of(odd), none)
    })

    it('leave out an authenticator that waits for its first code', async () => {
      const { id } = await addUser(at())
      await at().commit([at().totp.begin(aTotp(id))])
      assert.deepEqual(await at().factors.of(id), none)
      await confirmed(id)
      assert.deepEqual(await at().factors.of(id), { ...none, totp: true })
    })

    it('say of each key all that its MAC is over, and count the codes', async () => {
      const { id } = await addUser(at())
      const long = { credentialId: 'c'.repeat(1400), publicKey: 'k'.repeat(1000) }
      const keys = [
        aSecurityKey(id),
        aSecurityKey(id, { backupEligible: true, name: 'Ann’s “key” 🔑' }),
        aSecurityKey(id, { attested: true, ...long }),
        aSecurityKey(id, { suspect: true }),
        aSecurityKey(id, { backupEligible: true, attested: true, passkey: true, suspect: true }),
      ]
      await at().commit([
        ...keys.map((key) => at().securityKeys.insert(key, 10)),
        at().recoveryCodes.replace(id, [aRecoveryCode(id), aRecoveryCode(id)]),
      ])
      const { securityKeys, ...others } = await at().factors.of(id)
      const byId = securityKeys.toSorted((a, b) => (a.id < b.id ? -1 : 1))
      assert.deepEqual(byId, keys.map(foundKeyOf))
      assert.deepEqual(others, { totp: false, recoveryCodes: 2 })
    })

    it('are read for many at once, an answer for each that was asked for', async () => {
      const [bare, app, key] = [await addUser(at()), await addUser(at()), await addUser(at())]
      const stranger = await addUser(at())
      for (const { id } of [app, stranger]) await confirmed(id)
      const keyRow = aSecurityKey(key.id)
      await at().commit([at().securityKeys.insert(keyRow, 10)])
      const gone = nextId()
      const found = await at().factors.ofMany([bare.id, app.id, key.id, gone])
      const expected: readonly (readonly [string, StoredFactors])[] = [
        [bare.id, none],
        [app.id, { ...none, totp: true }],
        [key.id, { ...none, securityKeys: [foundKeyOf(keyRow)] }],
        [gone, none],
      ]
      assert.deepEqual(new Map(found), new Map(expected))
      assert.equal((await at().factors.ofMany([])).size, 0)
    })
  })
}
