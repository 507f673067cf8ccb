import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Factors } from '../../../src/policy/enforcement.js'
import type { Store } from '../../../src/store.js'
import { addUser, aRecoveryCode, aSecurityKey, aTotp, nextId, now } from './rows.js'

const none: Factors = { totp: false, securityKeys: [], recoveryCodes: 0 }

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

    it('say of each key what it is, and count the codes', async () => {
      const { id } = await addUser(at())
      const traits = { backupEligible: false, attested: false, suspect: false }
      const all = [
        traits,
        { ...traits, backupEligible: true },
        { ...traits, attested: true },
        { ...traits, suspect: true },
        { backupEligible: true, attested: true, suspect: true },
      ]
      await at().commit([
        ...all.map((more) => at().securityKeys.insert(aSecurityKey(id, more), 10)),
        at().recoveryCodes.replace(id, [aRecoveryCode(id), aRecoveryCode(id)]),
      ])
      const { securityKeys, ...others } = await at().factors.of(id)
      assert.deepEqual(new Set(securityKeys.map(inOrder)), new Set(all.map(inOrder)))
      assert.equal(securityKeys.length, all.length)
      assert.deepEqual(others, { totp: false, recoveryCodes: 2 })
    })

    it('are read for many at once, an answer for each that was asked for', async () => {
      const [bare, app, key] = [await addUser(at()), await addUser(at()), await addUser(at())]
      const stranger = await addUser(at())
      for (const { id } of [app, stranger]) await confirmed(id)
      await at().commit([at().securityKeys.insert(aSecurityKey(key.id), 10)])
      const gone = nextId()
      const found = await at().factors.ofMany([bare.id, app.id, key.id, gone])
      const traits = { backupEligible: false, attested: false, suspect: false }
      const expected: readonly (readonly [string, Factors])[] = [
        [bare.id, none],
        [app.id, { ...none, totp: true }],
        [key.id, { ...none, securityKeys: [traits] }],
        [gone, none],
      ]
      assert.deepEqual(new Map(found), new Map(expected))
      assert.equal((await at().factors.ofMany([])).size, 0)
    })
  })
}

function inOrder({ backupEligible, attested, suspect }: Factors['securityKeys'][number]): string {
  return [backupEligible, attested, suspect].join()
}
