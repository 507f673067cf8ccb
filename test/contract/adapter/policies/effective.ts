import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'
import { organization } from './scene.js'
import { platform, defaults } from './expected.js'

export function effectivePolicyContract(framework: Framework): void {
  describe('the effective policy', () => {
    const app = appFor(framework)

    it('takes each field from the platform, else the organisation, else the default', async () => {
      const admin = await app().admin()
      const member = await app().signedIn(await app().user({ organizationId: 'acme' }))
      await admin.put(organization('acme'), {
        apiKeys: { allowedDays: [30, 60], defaultDays: 60, maxPerUser: 5 },
        tokens: { maxHours: 2, defaultHours: 1 },
        sshKeys: { permit: [], maxDays: 365 },
        mfa: { graceDays: 14, securityKeyKind: 'device-bound' },
      })
      await admin.put(platform, {
        apiKeys: { maxPerUser: 10 },
        tokens: { maxHours: 8 },
        sshKeys: { maxDays: 90 },
        mfa: { graceDays: 3 },
        enforcement: { blockCredentials: true },
      })
      const expected = {
        apiKeys: { expiryChoice: true, allowedDays: [30, 60], defaultDays: 60, maxPerUser: 10 },
        tokens: { lifetimeChoice: true, maxHours: 8, defaultHours: 1 },
        sshKeys: { ...defaults.sshKeys, permit: [], maxDays: 90 },
        mfa: { ...defaults.mfa, graceDays: 3, securityKeyKind: 'device-bound' },
        enforcement: { ...defaults.enforcement, blockCredentials: true },
      }
      assert.deepEqual((await member.get('/policy')).body, expected)
      assert.deepEqual((await admin.get(organization('acme'))).body.effective, expected)
      const { apiKeys, tokens } = (await (await app().signedIn()).get('/policy')).body
      assert.deepEqual([apiKeys.defaultDays, apiKeys.maxPerUser, tokens.maxHours], [30, 10, 8])
      await admin.put(platform, {})
      assert.equal((await member.get('/policy')).body.apiKeys.maxPerUser, 5)
    })
  })
}
