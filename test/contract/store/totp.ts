import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { TotpRow } from '../../../src/store/totp.js'
import { addUser, aSealed, aTotp, hour, nextId, now } from './rows.js'

const step = 59_666_666

/** What every store does with authenticator apps. */
export function totpContract(at: () => Store): void {
  const begin = async (userId: string): Promise<TotpRow> => {
    const row = aTotp(userId)
    assert.equal(await at().commit([at().totp.begin(row)]), true)
    return row
  }
  const confirm = async (row: TotpRow): Promise<TotpRow> => {
    assert.equal(await at().commit([at().totp.confirm(row, step, now)]), true)
    return active(row)
  }
  const active = (row: TotpRow): TotpRow => ({ ...row, slot: 'active', lastStep: step, expiresAt: null })
  const claim = (row: TotpRow, to: number): Promise<boolean> =>
    at().commit([at().totp.claim(row, to, now + hour)])

  describe('authenticator apps', () => {
    it('wait in a slot of their own, the newest in the place of the one before', async () => {
      const { id } = await addUser(at())
      const first = await begin(id)
      assert.deepEqual(await at().totp.read(id, 'pending'), first)
      const second = await begin(id)
      assert.deepEqual(await at().totp.read(id, 'pending'), second)
      assert.equal(await at().totp.read(id, 'active'), null)
      assert.equal(await at().totp.read((await addUser(at())).id, 'pending'), null)
    })

    it('answer each of many begun at once, and keep one of them', async () => {
      const { id } = await addUser(at())
      const rows = Array.from({ length: 8 }, () => aTotp(id))
      const done = await Promise.all(rows.map((row) => at().commit([at().totp.begin(row)])))
      assert.deepEqual(new Set(done), new Set([true]))
      const left = await at().totp.read(id, 'pending')
      assert.ok(rows.some((row) => row.id === left?.id))
    })

    it('become active with their first code, in the place of the one before', async () => {
      const { id } = await addUser(at())
      const first = await confirm(await begin(id))
      assert.deepEqual(await at().totp.read(id, 'active'), first)
      const waiting = await begin(id)
      assert.deepEqual(await at().totp.read(id, 'active'), first)
      const second = await confirm(waiting)
      assert.deepEqual(await at().totp.read(id, 'active'), second)
      assert.equal(await at().totp.read(id, 'pending'), null)
    })

    it('are confirmed once, and not when another has taken their place', async () => {
      const { id } = await addUser(at())
      const [replaced, waiting] = [await begin(id), await begin(id)]
      assert.equal(await at().commit([at().totp.confirm(replaced, step, now)]), false)
      const confirmed = await confirm(waiting)
      assert.equal(await at().commit([at().totp.confirm(waiting, step, now)]), false)
      assert.deepEqual(await at().totp.read(id, 'active'), confirmed)
    })

    it('accept a time step once, and none before one that was accepted', async () => {
      const row = await confirm(await begin((await addUser(at())).id))
      for (const used of [step, step - 1]) assert.equal(await claim(row, used), false)
      assert.equal(await claim(row, step + 2), true)
      for (const used of [step + 2, step + 1]) assert.equal(await claim(row, used), false)
      const used = { ...row, lastStep: step + 2, lastUsedAt: now + hour }
      assert.deepEqual(await at().totp.read(row.userId, 'active'), used)
    })

    it('accept nothing any more once they were replaced or removed', async () => {
      const { id } = await addUser(at())
      const old = await confirm(await begin(id))
      const present = await confirm(await begin(id))
      assert.equal(await claim(old, step + 1), false)
      await at().commit([at().totp.remove(id)])
      assert.equal(await claim(present, step + 1), false)
    })

    it('accept nothing while they wait for their first code', async () => {
      const waiting = await begin((await addUser(at())).id)
      assert.equal(await claim({ ...waiting, slot: 'active' }, step), false)
    })

    it('move to another key-encryption key only from what was read', async () => {
      const row = await confirm(await begin((await addUser(at())).id))
      const [to, late] = [aSealed('kek2'), aSealed('kek3')]
      await at().commit([at().totp.reseal(row, to)])
      await at().commit([at().totp.reseal(row, late)])
      const moved = { ...row, sealed: to.text, keyId: 'kek2' }
      assert.deepEqual(await at().totp.read(row.userId, 'active'), moved)
    })

    it('go with both slots, of one user only', async () => {
      const { id } = await addUser(at())
      await confirm(await begin(id))
      await begin(id)
      const other = await begin((await addUser(at())).id)
      await at().commit([at().totp.remove(id)])
      assert.deepEqual(
        [await at().totp.read(id, 'active'), await at().totp.read(id, 'pending')],
        [null, null],
      )
      assert.deepEqual(await at().totp.read(other.userId, 'pending'), other)
    })

    it('answer false for a user who is gone', async () => {
      assert.equal(await at().commit([at().totp.begin(aTotp(nextId()))]), false)
    })
  })
}
