import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { ProvedFactorsScene } from './scene.js'
import { deviceBound, renewal } from './scene.js'

/** What a session has proved counts for as long as the factor stands. */
export function provedSessionContract(
  app: () => App,
  { member, signInBy, isShutOut, isLetIn }: ProvedFactorsScene,
): void {
  describe('a session that was proved by a key', () => {
    it('is shut out once that key is removed, whatever others there are', async () => {
      const { owner, user, demand } = await member()
      const [first, second] = [await enrolKey(owner), await enrolKey(owner)]
      const client = await signInBy(user, first)
      await demand(deviceBound)
      await isLetIn(client)
      assert.equal((await client.delete(`/mfa/security-keys/${first.id}`)).status, 204)
      await isShutOut(client)
      assert.equal((await touch(client, renewal, second)).status, 200)
      await isLetIn(client)
    })

    for (const mfa of [{ enforceMfa: true }, { enforceSecurityKey: true }]) {
      it(`is shut out once that key is suspect, under ${Object.keys(mfa).join('')}`, async () => {
        const { owner, user, demand } = await member()
        const [copied] = [await enrolKey(owner), await enrolKey(owner)]
        const client = await signInBy(user, copied)
        await demand(mfa)
        await isLetIn(client)
        copied.device.setCounter(0)
        const { client: other } = await passwordStep(app(), user)
        refused(await touch(other, '/session/security-key', copied), 401, 'invalid_code')
        await isShutOut(client)
      })
    }
  })

  describe('a factor that was removed before one was demanded', () => {
    it('counts no more: a code', async () => {
      const { owner, demand } = await member()
      await enrolApp(app(), owner)
      assert.equal((await owner.get('/api/mfa')).status, 200)
      assert.equal((await owner.delete('/mfa/totp')).status, 204)
      refused(await owner.get('/api/mfa'), 403, 'enrolment_required')
      await demand({ enforceMfa: true })
      await isShutOut(owner)
      await enrolApp(app(), owner)
      await isLetIn(owner)
    })

    it('counts no more: a security key, and a recovery code in its place', async () => {
      const { owner, demand } = await member()
      const { recoveryCodes } = await enrolKey(owner)
      const proof = { recoveryCode: recoveryCodes[0] }
      assert.equal((await owner.post('/session/reauthentication', proof)).status, 200)
      assert.equal((await owner.delete('/mfa')).status, 204)
      refused(await owner.get('/api/mfa'), 403, 'enrolment_required')
      await demand({ enforceMfa: true })
      await isShutOut(owner)
    })
  })
}
