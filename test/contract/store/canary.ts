import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import { aSealed } from './rows.js'

/** What every store does with the canary. */
export function canaryContract(at: () => Store): void {
  describe('the canary', () => {
    it('is not there at first, is put there once, and moves on only from what was read', async () => {
      assert.equal(await at().canary.read(), null)
      const [first, second] = [aSealed(), aSealed()]
      await at().commit([at().canary.put(first)])
      await at().commit([at().canary.put(second)])
      assert.deepEqual(await at().canary.read(), first)
      const [moved, late] = [aSealed('kek2'), aSealed('kek3')]
      await at().commit([at().canary.move(first, moved)])
      await at().commit([at().canary.move(first, late)])
      assert.deepEqual(await at().canary.read(), moved)
    })

    it('put by many at once is the same for all', async () => {
      const done = await Promise.all(
        Array.from({ length: 8 }, () => at().commit([at().canary.put(aSealed())])),
      )
      assert.deepEqual(new Set(done), new Set([true]))
      assert.ok(await at().canary.read())
    })
  })
}
