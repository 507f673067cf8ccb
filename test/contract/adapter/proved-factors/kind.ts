import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { enrolKey, touch } from '../../../support/factors.js'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import type { ProvedFactorsScene } from './scene.js'
import { deviceBound, renewal } from './scene.js'

export function provedKindContract(
  app: () => App,
  { member, signInBy, isShutOut, isLetIn }: ProvedFactorsScene,
): void {
  describe('a synced passkey where a device-bound key is demanded', () => {
    async function withBoth() {
      const { owner, user, demand } = await member()
      const synced = await enrolKey(owner, { passkey: true, verifiesUser: true, synced: true })
      const bound = await enrolKey(owner)
      return { user, demand, synced, bound }
    }

    it('leads a sign-in by passkey to the right key', async () => {
      const { demand, synced, bound } = await withBoth()
      await demand(deviceBound)
      const client = app().client()
      const answer = await touch(client, '/session/passkey', synced)
      assert.deepEqual([answer.status, answer.body.status], [202, 'second_factor_required'])
      const second = await touch(client, '/session/security-key', bound)
      assert.deepEqual([second.status, second.body.session.amr], [201, ['hwk', 'user']])
      await isLetIn(client)
    })

    it('leads a sign-in by passkey to enrolment where there is no other key', async () => {
      const { owner, demand } = await member()
      const synced = await enrolKey(owner, { passkey: true, verifiesUser: true, synced: true })
      await demand(deviceBound)
      const answer = await touch(app().client(), '/session/passkey', synced)
      assert.deepEqual([answer.status, answer.body.status], [202, 'enrolment_required'])
    })

    it('satisfies it by no re-authentication, and the right key does', async () => {
      const { user, demand, synced, bound } = await withBoth()
      const client = await signInBy(user, synced)
      await demand(deviceBound)
      await isShutOut(client)
      assert.equal((await touch(client, renewal, synced)).status, 200)
      await isShutOut(client)
      assert.equal((await touch(client, renewal, bound)).status, 200)
      await isLetIn(client)
      // One more proof takes nothing away.
      assert.equal((await touch(client, renewal, synced)).status, 200)
      await isLetIn(client)
    })

    it('lets an administrator demand no device-bound key of others', async () => {
      const admin = await app().admin()
      const synced = await enrolKey(admin, { passkey: true, verifiesUser: true, synced: true })
      await enrolKey(admin)
      const client = await signInBy(admin.user, synced)
      const path = `/admin/policies/organizations/${String(Math.random())}`
      refused(await client.put(path, { mfa: deviceBound }), 409, 'setter_not_compliant')
      assert.equal((await client.put(path, { mfa: { enforceSecurityKey: true } })).status, 200)
    })
  })
}
