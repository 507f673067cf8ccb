import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../../src/index.js'
import { enrolKey } from '../../../support/factors.js'
import type { App } from '../../../support/app.js'
import type { ProvedFactorsScene } from './scene.js'
import { deviceBound } from './scene.js'

export function vouchedContract(app: () => App, { member, isLetIn }: ProvedFactorsScene): void {
  describe('what the host vouches for', () => {
    const vouched = async (user: UserRow, amr: string) => {
      const client = app().client()
      return { client, answer: await client.post(`/api/sso/${user.id}/${amr}`) }
    }

    it('counts as a second factor, though none is enrolled here', async () => {
      const { user, demand } = await member()
      await demand({ enforceMfa: true })
      for (const amr of ['otp', 'hwk', 'mfa']) {
        const { client, answer } = await vouched(user, amr)
        assert.equal(answer.body.status, 'signed_in', amr)
        await isLetIn(client)
      }
      assert.equal((await vouched(user, 'pwd')).answer.body.status, 'enrolment_required')
    })

    it('names no security key: it will do for any, of those who have one, and for no kind', async () => {
      const { owner, user, demand } = await member()
      await demand({ enforceSecurityKey: true })
      assert.equal((await vouched(user, 'hwk')).answer.body.status, 'enrolment_required')
      await demand({})
      await enrolKey(owner)
      await demand({ enforceSecurityKey: true })
      assert.equal((await vouched(user, 'hwk')).answer.body.status, 'signed_in')
      await demand(deviceBound)
      assert.equal((await vouched(user, 'hwk')).answer.body.status, 'second_factor_required')
    })
  })
}
