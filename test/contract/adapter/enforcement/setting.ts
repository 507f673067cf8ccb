import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { enrolApp } from '../../../support/factors.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { EnforcementScene } from './scene.js'

/** Setting a policy that demands a factor. */
export function settingContract(app: () => App, { organization }: EnforcementScene): void {
  describe('an administrator who demands a factor', () => {
    it('an administrator cannot demand a factor that they have not enrolled themselves', async () => {
      const admin = await app().admin()
      const platform = '/admin/policies/platform'
      refused(await admin.put(platform, { mfa: { enforceMfa: true } }), 409, 'setter_not_compliant')
      const organization = '/admin/policies/organizations/anything'
      refused(
        await admin.put(organization, { mfa: { enforceSecurityKey: true } }),
        409,
        'setter_not_compliant',
      )
      await enrolApp(app(), admin)
      refused(
        await admin.put(organization, { mfa: { enforceSecurityKey: true } }),
        409,
        'setter_not_compliant',
      )
      assert.equal((await admin.put(organization, { mfa: { enforceMfa: true } })).status, 200)
      // What is no stricter than before is anybody’s to set.
      const other = await app().admin()
      const policy = { mfa: { enforceMfa: true, graceDays: 2 } }
      assert.equal((await other.put(organization, policy)).status, 200)
      assert.equal((await other.put(organization, {})).status, 200)
    })

    it('is told beforehand whom it would stop', async () => {
      const { organizationId, admin, member } = await organization()
      const [plain, ready] = [await app().signedIn(await member()), await app().signedIn(await member())]
      await member()
      await enrolApp(app(), ready)
      await plain.post('/api-keys', { name: 'a' })
      await plain.post('/tokens', {})
      await ready.post('/api-keys', { name: 'a' })
      await plain.post('/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() })
      const path = `/admin/policies/organizations/${organizationId}?dryRun=1`
      const impact = async (policy: object) => (await admin.put(path, policy)).body.impact
      const none = { users: 0, apiKeys: 0, tokens: 0, sshKeys: 0 }
      assert.deepEqual(await impact({ mfa: { enforceMfa: true } }), { ...none, users: 2 })
      assert.deepEqual(await impact({ mfa: { enforceMfa: true, graceDays: 1 } }), none)
      assert.deepEqual(await impact({ mfa: { enforceSecurityKey: true } }), { ...none, users: 3 })
      const enforcement = { blockCredentials: true }
      assert.deepEqual(await impact({ mfa: { enforceMfa: true }, enforcement }), {
        ...none,
        users: 2,
        apiKeys: 1,
        tokens: 1,
      })
      assert.deepEqual(await impact({ mfa: { enforceMfa: true }, enforcement: { blockSshKeys: true } }), {
        ...none,
        users: 2,
        sshKeys: 1,
      })
      assert.equal((await plain.get('/api/hello')).status, 200)
    })

    it('sets fields that exist, within their limits', async () => {
      const admin = await app().admin()
      for (const [mfa, reason] of [
        [{ graceDays: -1 }, { 'mfa.graceDays': 'out_of_range' }],
        [{ graceDays: 366 }, { 'mfa.graceDays': 'out_of_range' }],
        [{ securityKeyKind: 'blue' }, { 'mfa.securityKeyKind': 'not_allowed' }],
        [{ enforceMfa: 'yes' }, { 'mfa.enforceMfa': 'wrong_type' }],
        [{ enforce: true }, { 'mfa.enforce': 'unknown_field' }],
      ] as const) {
        refusedFields(await admin.put('/admin/policies/organizations/x', { mfa }), reason)
      }
    })
  })

  describe('a shorter password', () => {
    it('will do where the policy demands a second factor', async () => {
      const { organizationId, admin, demand } = await organization()
      const body = { username: `short-${String(Math.random())}`, password: 'qZ4)x-7Lw', organizationId }
      refusedFields(await admin.post('/admin/users', body), { password: 'too_short' })
      await demand({ enforceMfa: true })
      assert.equal((await admin.post('/admin/users', body)).status, 201)
      refusedFields(await admin.post('/admin/users', { ...body, password: 'qZ4)x-7' }), {
        password: 'too_short',
      })
    })
  })
}
