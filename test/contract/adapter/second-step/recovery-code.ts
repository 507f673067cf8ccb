import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { SecondStepScene } from './scene.js'

/** The second step by a recovery code. */
export function recoveryCodeStepContract(app: () => App, { withApp, pending }: SecondStepScene): void {
  describe('POST /session/recovery-code', () => {
    it('signs in once with each code, and tells how many remain', async () => {
      const { user, phone } = await withApp()
      const [first = '', second = ''] = phone.recoveryCodes
      assert.equal(phone.recoveryCodes.length, 10)
      const client = await pending(user)
      const answer = await client.post('/session/recovery-code', { code: first })
      assert.deepEqual(
        [answer.status, answer.body.status, answer.body.remaining, answer.body.session.amr],
        [201, 'signed_in', 9, ['pwd', 'rec']],
      )
      refused(
        await (await pending(user)).post('/session/recovery-code', { code: first }),
        401,
        'invalid_code',
      )
      const typed = second.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
      const again = await (await pending(user)).post('/session/recovery-code', { code: typed })
      assert.deepEqual([again.status, again.body.remaining], [201, 8])
    })

    it('SimpleLogin 2132: refuses what is stored of a code', async () => {
      const { user } = await withApp()
      const rows = (await app().database.dump()).keyward_recovery_code ?? []
      const stored = rows.filter((row) => Object.values(row as object).includes(user.id))
      assert.equal(stored.length, 10)
      for (const { digest } of stored.slice(0, 3) as { digest: string }[]) {
        const answer = await (
          await pending(user)
        ).post('/session/recovery-code', { code: digest.slice(0, 19) })
        refused(answer, 401, 'invalid_code')
      }
    })
  })
}
