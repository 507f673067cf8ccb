import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { DeviceCodeRow } from '../../../src/store/device-code.js'
import { ConflictError } from '../../../src/store/write.js'
import type { Write } from '../../../src/store/write.js'
import { addUser, aDevice, aDigest, now } from './rows.js'

/** What every store does with devices that ask for a token. */
export function deviceCodesContract(at: () => Store): void {
  const add = async (more: Partial<DeviceCodeRow> = {}): Promise<DeviceCodeRow> => {
    const row = aDevice(more)
    assert.equal(await done(at().deviceCodes.insert(row)), true)
    return row
  }
  const done = (write: Write): Promise<boolean> => at().commit([write])
  const read = ({ digest }: DeviceCodeRow): Promise<DeviceCodeRow | null> =>
    at().deviceCodes.byDigest([digest])
  const approval = (userId: string) =>
    ({ state: 'approved', userId, securityEpoch: 3, lifetimeHours: 8, scopes: ['jobs:read'] }) as const

  describe('devices', () => {
    it('finds a device by the digest of either of its codes, under any of the host’s secrets', async () => {
      const row = await add()
      assert.deepEqual(await at().deviceCodes.byDigest([aDigest(), row.digest]), row)
      assert.deepEqual(await at().deviceCodes.byUserCode([row.userCodeDigest, aDigest()]), row)
      assert.equal(await at().deviceCodes.byDigest([row.userCodeDigest]), null)
      assert.equal(await at().deviceCodes.byUserCode([row.digest]), null)
    })

    it('takes no second device with the same user code', async () => {
      const { userCodeDigest } = await add()
      await assert.rejects(done(at().deviceCodes.insert(aDevice({ userCodeDigest }))), (error) => {
        assert.ok(error instanceof ConflictError)
        return error.field === 'userCodeDigest'
      })
    })

    it('stores a device whose agent has a name longer than its column, and characters that no database takes', async () => {
      const row = await add({ userAgent: `\0${'x'.repeat(400)}` })
      assert.equal((await read(row))?.userAgent, `\uFFFD${'x'.repeat(255)}`)
    })

    it('notes a poll that comes after the interval, and no other', async () => {
      const row = await add()
      const { deviceCodes } = at()
      assert.equal(await done(deviceCodes.polled(row.id, now)), true)
      assert.equal(await done(deviceCodes.polled(row.id, now + 4999)), false)
      assert.equal(await done(deviceCodes.polled(row.id, now + 5000)), true)
      assert.equal((await read(row))?.lastPolledAt, now + 5000)
    })

    it('makes the interval longer with each poll that comes too soon', async () => {
      const row = await add()
      const { deviceCodes } = at()
      await done(deviceCodes.polled(row.id, now))
      for (const after of [1, 2]) assert.equal(await done(deviceCodes.hurried(row.id, now + after, 5)), true)
      assert.deepEqual(await read(row), { ...row, intervalSeconds: 15, lastPolledAt: now + 2 })
      assert.equal(await done(deviceCodes.polled(row.id, now + 15_001)), false)
      assert.equal(await done(deviceCodes.polled(row.id, now + 15_002)), true)
    })

    it('answers a device once, by what was approved', async () => {
      const { id: userId } = await addUser(at())
      const row = await add()
      assert.equal(await done(at().deviceCodes.answer(row.id, approval(userId), now)), true)
      assert.deepEqual(await read(row), { ...row, ...approval(userId) })
      for (const again of [approval(userId), { state: 'denied', userId } as const]) {
        assert.equal(await done(at().deviceCodes.answer(row.id, again, now)), false)
      }
      assert.equal(await done(at().deviceCodes.polled(row.id, now)), false)
      assert.equal(await done(at().deviceCodes.hurried(row.id, now, 5)), false)
    })

    it('answers no device that has expired', async () => {
      const { id: userId } = await addUser(at())
      const row = await add()
      assert.equal(await done(at().deviceCodes.answer(row.id, approval(userId), row.expiresAt)), false)
      assert.equal(await done(at().deviceCodes.answer(row.id, approval(userId), row.expiresAt - 1)), true)
    })

    it('uses up an approval once, until it expires', async () => {
      const { id: userId } = await addUser(at())
      const [pending, denied, late, row] = [await add(), await add(), await add(), await add()]
      await done(at().deviceCodes.answer(denied.id, { state: 'denied', userId }, now))
      for (const { id } of [late, row]) await done(at().deviceCodes.answer(id, approval(userId), now))
      for (const { id } of [pending, denied])
        assert.equal(await done(at().deviceCodes.collect(id, now)), false)
      assert.equal(await done(at().deviceCodes.collect(late.id, late.expiresAt)), false)
      assert.equal(await done(at().deviceCodes.collect(row.id, now)), true)
      assert.equal(await done(at().deviceCodes.collect(row.id, now)), false)
      assert.equal((await read(row))?.state, 'collected')
    })

    it('keeps what was approved by a user who is removed, so that the device can be told', async () => {
      const { id: userId } = await addUser(at())
      const row = await add()
      await done(at().deviceCodes.answer(row.id, approval(userId), now))
      assert.equal(await done(at().accounts.remove(userId)), true)
      assert.equal((await read(row))?.userId, userId)
    })
  })
}
