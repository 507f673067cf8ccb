import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../../support/host.js'
import { refused, refusedFields } from '../../../support/problems.js'
import { appFor } from '../../../support/suite.js'
import { organization } from './scene.js'
import { platform, defaults } from './expected.js'

export function policySettingContract(framework: Framework): void {
  describe('GET and PUT /admin/policies/…', () => {
    const app = appFor(framework)

    it('show nothing set, and the defaults in force, at first', async () => {
      const admin = await app().admin()
      for (const path of [platform, organization('acme')]) {
        const { status, body, headers } = await admin.get(path)
        assert.deepEqual([status, body], [200, { policy: {}, effective: defaults }])
        assert.match(headers.etag ?? '', /^"\w+"$/)
      }
      assert.deepEqual((await (await app().signedIn()).get('/policy')).body, defaults)
    })

    it('replace the whole policy and answer with it', async () => {
      const admin = await app().admin()
      const first = await admin.put(organization('whole'), {
        apiKeys: { maxPerUser: 3 },
        tokens: { maxHours: 4 },
      })
      assert.equal(first.status, 200)
      assert.deepEqual(first.body.policy, { apiKeys: { maxPerUser: 3 }, tokens: { maxHours: 4 } })
      const second = await admin.put(organization('whole'), { apiKeys: { defaultDays: 7 } })
      assert.deepEqual(second.body.policy, { apiKeys: { defaultDays: 7 } })
      assert.notEqual(second.headers.etag, first.headers.etag)
      const read = await admin.get(organization('whole'))
      assert.deepEqual([read.body, read.headers.etag], [second.body, second.headers.etag])
    })

    it('take any id of an organisation, up to 64 characters', async () => {
      const admin = await app().admin()
      for (const id of ['a', 'x'.repeat(64), 'Ünï côde', '../platform', 'a/b', "'; --", '__proto__', '%']) {
        const set = await admin.put(organization(id), { apiKeys: { maxPerUser: 2 } })
        assert.deepEqual([set.status, set.body.policy], [200, { apiKeys: { maxPerUser: 2 } }])
      }
      refused(await admin.get(organization('x'.repeat(65))), 422, 'invalid_input')
      assert.deepEqual((await admin.get(platform)).body.policy, {})
    })

    it('let a writer say which state it has seen', async () => {
      const admin = await app().admin()
      const path = organization('versions')
      const { etag = '' } = (await admin.get(path)).headers
      const put = (ifMatch: string) =>
        admin.put(path, { tokens: { maxHours: 8 } }, { headers: { 'If-Match': ifMatch } })
      assert.equal((await put(etag)).status, 200)
      for (const stale of [etag, '"999"', 'W/"1"', '1', '"x"', '', '"1", "2"']) {
        refused(await put(stale), 412, 'precondition_failed')
      }
      assert.equal((await put('*')).status, 200)
      const { etag: now = '' } = (await admin.get(path)).headers
      const both = await Promise.all([put(now), put(now)])
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412])
    })

    it('refuse values that are not allowed, and contradictions', async () => {
      const admin = await app().admin()
      for (const [policy, fields] of [
        [{ apiKeys: { allowedDays: [] } }, { 'apiKeys.allowedDays': 'out_of_range' }],
        [{ apiKeys: { allowedDays: [7, 8] } }, { 'apiKeys.allowedDays.1': 'wrong_type' }],
        [{ apiKeys: { defaultDays: 31 } }, { 'apiKeys.defaultDays': 'wrong_type' }],
        [{ apiKeys: { maxPerUser: 51 } }, { 'apiKeys.maxPerUser': 'out_of_range' }],
        [{ apiKeys: { maxPerUser: -1 } }, { 'apiKeys.maxPerUser': 'out_of_range' }],
        [{ apiKeys: { expiryChoice: 'no' } }, { 'apiKeys.expiryChoice': 'wrong_type' }],
        [{ apiKeys: { allowedDays: [7], defaultDays: 30 } }, { 'apiKeys.defaultDays': 'not_allowed' }],
        [{ tokens: { maxHours: 25 } }, { 'tokens.maxHours': 'out_of_range' }],
        [{ tokens: { maxHours: 0 } }, { 'tokens.maxHours': 'out_of_range' }],
        [{ tokens: { maxHours: 2, defaultHours: 3 } }, { 'tokens.defaultHours': 'not_allowed' }],
        [{ tokens: null }, { tokens: 'wrong_type' }],
        [{ sshKeys: { allowedTypes: [] } }, { 'sshKeys.allowedTypes': 'out_of_range' }],
        [{ sshKeys: { allowedTypes: ['ssh-dss'] } }, { 'sshKeys.allowedTypes.0': 'not_allowed' }],
        [{ sshKeys: { minRsaBits: 1024 } }, { 'sshKeys.minRsaBits': 'out_of_range' }],
        [{ sshKeys: { minRsaBits: 16_384 } }, { 'sshKeys.minRsaBits': 'out_of_range' }],
        [{ sshKeys: { maxDays: 0 } }, { 'sshKeys.maxDays': 'out_of_range' }],
        [{ sshKeys: { maxDays: null } }, { 'sshKeys.maxDays': 'wrong_type' }],
        [{ sshKeys: { permit: ['command="x"'] } }, { 'sshKeys.permit.0': 'not_allowed' }],
        [
          { apiKeys: { userId: 'x' }, version: 3 },
          { 'apiKeys.userId': 'unknown_field', version: 'unknown_field' },
        ],
      ] as const) {
        refusedFields(await admin.put(platform, policy), fields)
      }
      refusedFields(await admin.put(`${platform}?dryRun=yes`, {}), { dryRun: 'not_allowed' })
      assert.deepEqual((await admin.get(platform)).body.policy, {})
    })
  })
}
