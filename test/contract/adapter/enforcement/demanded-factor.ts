import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { softwareAuthenticator } from '../../../support/authenticator.js'
import { enrolApp, enrolKey, passwordStep, registerKey, touch } from '../../../support/factors.js'
import { refused, refusedFields } from '../../../support/problems.js'
import type { EnforcementScene } from './scene.js'

/** Keeping and choosing the factor that is demanded. */
export function demandedFactorContract(app: () => App, { organization, ticketFor }: EnforcementScene): void {
  describe('what the policy demands', () => {
    it('the last factor that the policy demands cannot be removed', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      await enrolApp(app(), client)
      await demand({ enforceMfa: true })
      for (const path of ['/mfa/totp', '/mfa']) {
        refused(await client.delete(path), 409, 'required_by_policy')
      }
      const { id } = await enrolKey(client)
      assert.equal((await client.delete('/mfa/totp')).status, 204)
      refused(await client.delete(`/mfa/security-keys/${id}`), 409, 'required_by_policy')
    })

    it('is not made up for by a factor of another kind', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      const [bound, synced] = [await enrolKey(client), await enrolKey(client, { synced: true })]
      await enrolApp(app(), client)
      await demand({ enforceSecurityKey: true, securityKeyKind: 'device-bound' })
      refused(await client.delete(`/mfa/security-keys/${bound.id}`), 409, 'required_by_policy')
      assert.equal((await client.delete(`/mfa/security-keys/${synced.id}`)).status, 204)
      refused(await client.delete(`/mfa/security-keys/${bound.id}`), 409, 'required_by_policy')
    })

    it('may go in the grace period where it was not of the kind that is demanded, but not the last of all', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      const { id } = await enrolKey(client, { synced: true })
      await enrolApp(app(), client)
      await demand({ enforceSecurityKey: true, securityKeyKind: 'device-bound', graceDays: 14 })
      assert.equal((await client.delete('/mfa/totp')).status, 204)
      refused(await client.delete(`/mfa/security-keys/${id}`), 409, 'required_by_policy')
    })

    it('is kept by one of two deletions at once', async () => {
      const { demand, member } = await organization()
      const client = await app().signedIn(await member())
      const [first, second] = [await enrolKey(client), await enrolKey(client)]
      await demand({ enforceSecurityKey: true })
      const answers = await Promise.all(
        [first, second].map(({ id }) => client.delete(`/mfa/security-keys/${id}`)),
      )
      assert.equal(answers.filter(({ status }) => status === 204).length, 1)
      assert.equal((await client.get('/mfa')).body.securityKeys.length, 1)
    })

    it('may be a kind of key', async () => {
      const { demand, member } = await organization()
      await demand({ enforceSecurityKey: true, securityKeyKind: 'device-bound' })
      const client = await ticketFor(await member())
      const synced = softwareAuthenticator({ synced: true })
      const answer = await registerKey(client, synced, { name: 'Phone' })
      refusedFields(answer, { response: 'device_not_allowed' })
      const bound = await registerKey(client, softwareAuthenticator(), { name: 'Key' })
      assert.deepEqual([bound.status, bound.body.status], [201, 'signed_in'])
    })

    it('is not satisfied by a key of another kind, which still is a second factor', async () => {
      const { demand, member } = await organization()
      const user = await member()
      const owner = await app().signedIn(user)
      const { device } = await enrolKey(owner, { synced: true })
      await demand({ enforceSecurityKey: true, securityKeyKind: 'device-bound' })
      const { client, answer } = await passwordStep(app(), user)
      assert.deepEqual(answer.body.methods, ['security_key', 'recovery_code'])
      const second = await touch(client, '/session/security-key', { device })
      assert.deepEqual([second.status, second.body.status], [202, 'enrolment_required'])
      await registerKey(client, softwareAuthenticator(), { name: 'Key' })
      assert.equal((await client.get('/api/hello')).status, 200)
      // From now on the right key alone will do.
      const next = (await passwordStep(app(), user)).client
      const options = (await next.post('/session/security-key/options')).body
      assert.equal(options.allowCredentials.length, 1)
    })

    it('may be vouched for by its maker', async () => {
      const { demand, member } = await organization()
      await demand({ securityKeyKind: 'attested' })
      const client = await app().signedIn(await member())
      assert.equal((await client.post('/mfa/security-keys/options')).body.attestation, 'direct')
      const plain = await registerKey(client, softwareAuthenticator(), { name: 'a' })
      refusedFields(plain, { response: 'device_not_allowed' })
      const vouched = softwareAuthenticator({ attestation: 'certified' })
      assert.equal((await registerKey(client, vouched, { name: 'a' })).status, 201)
    })
  })
}
