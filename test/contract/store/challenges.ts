import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { ChallengeRow } from '../../../src/store/challenge.js'
import { aDigest, nextId, now } from './rows.js'

/** What every store does with WebAuthn challenges. */
export function challengesContract(at: () => Store): void {
  const add = async (more: Partial<ChallengeRow> = {}): Promise<ChallengeRow> => {
    const holder = `session:${nextId()}`
    const row = { digest: aDigest(), purpose: 'sign_in', holder, expiresAt: now + 10, ...more }
    assert.equal(await at().commit([at().challenges.insert(row)]), true)
    return row
  }
  const consume = (row: ChallengeRow, time = now): Promise<boolean> =>
    at().commit([at().challenges.consume(row, time)])

  describe('challenges', () => {
    it('a challenge is used up by the first who takes it', async () => {
      const row = await add()
      assert.equal(await consume(row), true)
      assert.equal(await consume(row), false)
    })

    it('are good only for their purpose and their holder, and stay so when asked for another', async () => {
      const row = await add()
      assert.equal(await consume({ ...row, purpose: 'registration' }), false)
      assert.equal(await consume({ ...row, holder: `session:${nextId()}` }), false)
      assert.equal(await consume({ ...row, digest: aDigest() }), false)
      assert.equal(await consume(row), true)
    })

    it('a challenge is good until its end', async () => {
      const [early, late] = [await add(), await add()]
      assert.equal(await consume(early, early.expiresAt - 1), true)
      assert.equal(await consume(late, late.expiresAt), false)
    })
  })
}
