import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const platform = '/admin/policies/platform'
const organization = (id: string) => `/admin/policies/organizations/${encodeURIComponent(id)}`
const defaults = {
  apiKeys: { expiryChoice: true, allowedDays: [7, 30, 60, 90, 'none'], defaultDays: 30, maxPerUser: 50 },
  tokens: { lifetimeChoice: true, maxHours: 24, defaultHours: 24 },
  sshKeys: {
    allowedTypes: [
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp384',
      'ecdsa-sha2-nistp521',
      'ssh-rsa',
      'sk-ssh-ed25519@openssh.com',
      'sk-ecdsa-sha2-nistp256@openssh.com',
    ],
    minRsaBits: 2048,
    maxDays: 'none',
    permit: ['pty'],
  },
  mfa: { enforceMfa: false, enforceSecurityKey: false, graceDays: 0, securityKeyKind: 'any' },
  enforcement: { blockCredentials: false, blockSshKeys: false },
}

export function policiesContract(framework: Framework): void {
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

  describe('a policy for API keys and tokens', () => {
    const app = appFor(framework)
    const setting = async (policy: object, work: (context: Context) => Promise<void>) => {
      const { user, signedIn } = app()
      const administrator = await user({ admin: true })
      const id = `organization-${Math.random()}`
      const client = await signedIn(await user({ organizationId: id }))
      const set = async (wanted: object) => {
        const admin = await signedIn(administrator)
        assert.equal((await admin.put(organization(id), wanted)).status, 200)
      }
      await set(policy)
      await work({ ...app(), path: organization(id), administrator, client, set })
    }

    it('narrows the choice of lives', () =>
      setting(
        { apiKeys: { allowedDays: [7, 30], defaultDays: 7 }, tokens: { maxHours: 2 } },
        async ({ client }) => {
          const { allowedDays, defaultDays } = (await client.get('/api-keys/options')).body
          assert.deepEqual([allowedDays, defaultDays], [[7, 30], 7])
          for (const expiresInDays of [60, 90, null]) {
            const answer = await client.post('/api-keys', { name: 'a', expiresInDays })
            refusedFields(answer, { expiresInDays: 'expiry_not_allowed' })
          }
          const { expiresAt, createdAt } = (await client.post('/api-keys', { name: 'a' })).body
          assert.equal(Date.parse(expiresAt) - Date.parse(createdAt), 7 * 86_400_000)
          refusedFields(await client.post('/tokens', { expiresInHours: 3 }), {
            expiresInHours: 'lifetime_not_allowed',
          })
          const token = (await client.post('/tokens', {})).body
          assert.equal(Date.parse(token.expiresAt) - Date.parse(token.createdAt), 2 * 3_600_000)
          assert.deepEqual((await client.get('/tokens/options')).body, {
            lifetimeChoice: true,
            maxHours: 2,
            defaultHours: 2,
          })
        },
      ))

    it('takes the choice away', () => {
      const policy = {
        apiKeys: { expiryChoice: false, defaultDays: 60 },
        tokens: { lifetimeChoice: false, defaultHours: 3 },
      }
      return setting(policy, async ({ client }) => {
        const options = (await client.get('/api-keys/options')).body
        assert.deepEqual([options.expiryChoice, options.allowedDays, options.defaultDays], [false, [60], 60])
        for (const expiresInDays of [7, 30, 90, null]) {
          const answer = await client.post('/api-keys', { name: 'a', expiresInDays })
          refusedFields(answer, { expiresInDays: 'expiry_not_allowed' })
        }
        for (const body of [{ name: 'a' }, { name: 'b', expiresInDays: 60 }]) {
          assert.equal((await client.post('/api-keys', body)).status, 201)
        }
        refusedFields(await client.post('/tokens', { expiresInHours: 1 }), {
          expiresInHours: 'lifetime_not_allowed',
        })
        for (const body of [{}, { expiresInHours: 3 }])
          assert.equal((await client.post('/tokens', body)).status, 201)
      })
    })

    it('ends what lives longer than it allows, at once, and brings it back when loosened', () =>
      setting({}, async ({ client, clock, set, signedIn }) => {
        const key = (await client.post('/api-keys', { name: 'long', expiresInDays: null })).body
        const use = async () => (await app().client().get('/api/hello', { bearer: key.key })).status
        clock.advance({ days: 8 })
        const again = await signedIn(client.user)
        assert.equal(await use(), 200)
        for (const strict of [
          { apiKeys: { allowedDays: [7], defaultDays: 7 } },
          { apiKeys: { expiryChoice: false, defaultDays: 7 } },
        ]) {
          await set(strict)
          invalidToken(await app().client().get('/api/hello', { bearer: key.key }))
          const { expiresAt, createdAt } = (await again.get(`/api-keys/${key.id}`)).body
          assert.equal(Date.parse(expiresAt) - Date.parse(createdAt), 7 * 86_400_000)
          await set({ apiKeys: { allowedDays: [30], defaultDays: 30 } })
          assert.equal(await use(), 200)
        }
        await set({})
        assert.equal((await again.get(`/api-keys/${key.id}`)).body.expiresAt, null)
      }))

    it('ends tokens likewise', () =>
      setting({}, async ({ client, clock, set }) => {
        const { token } = (await client.post('/tokens', { expiresInHours: 24 })).body
        const use = async () => (await app().client().get('/api/hello', { bearer: token })).status
        clock.advance({ hours: 3 })
        await set({ tokens: { maxHours: 2 } })
        assert.equal(await use(), 401)
        await set({ tokens: { maxHours: 4 } })
        assert.equal(await use(), 200)
      }))

    it('limits how many keys one may have', () =>
      setting({ apiKeys: { maxPerUser: 2 } }, async ({ client, set }) => {
        for (const name of ['a', 'b']) assert.equal((await client.post('/api-keys', { name })).status, 201)
        refused(await client.post('/api-keys', { name: 'c' }), 403, 'limit_reached')
        await set({ apiKeys: { maxPerUser: 0 } })
        refused(await client.post('/api-keys', { name: 'c' }), 403, 'limit_reached')
        await set({})
        assert.equal((await client.post('/api-keys', { name: 'c' })).status, 201)
      }))

    it('says beforehand what it would end, and stores nothing', () =>
      setting({}, async ({ client, clock, administrator, path, signedIn }) => {
        await client.post('/api-keys', { name: 'short', expiresInDays: 7 })
        await client.post('/api-keys', { name: 'long', expiresInDays: 90 })
        const stranger = await app().signedIn()
        await stranger.post('/api-keys', { name: 'other', expiresInDays: 90 })
        clock.advance({ days: 6, hours: 20 })
        const again = await signedIn(client.user)
        await again.post('/tokens', { expiresInHours: 24 })
        clock.advance({ hours: 3, minutes: 30 })
        const admin = await signedIn(administrator)
        const wanted = { apiKeys: { allowedDays: [7], defaultDays: 7 }, tokens: { maxHours: 2 } }
        const before = (await admin.get(path)).headers.etag
        const early = (await admin.put(`${path}?dryRun=1`, wanted)).body
        assert.deepEqual(early.impact, { users: 0, apiKeys: 0, tokens: 1, sshKeys: 0 })
        clock.advance({ hours: 1 })
        const { status, body } = await (await signedIn(administrator)).put(`${path}?dryRun=1`, wanted)
        assert.deepEqual([status, body.policy], [200, wanted])
        assert.equal(body.effective.tokens.maxHours, 2)
        // The key of 7 days has ended by itself, the stranger's is in no organisation.
        assert.deepEqual(body.impact, { users: 0, apiKeys: 1, tokens: 1, sshKeys: 0 })
        const after = await admin.get(path)
        assert.deepEqual([after.headers.etag, after.body.policy], [before, {}])
      }))
  })
}

type Member = Awaited<ReturnType<App['signedIn']>>

interface Context extends Omit<App, 'client'> {
  readonly administrator: Member['user']
  /** Of the organisation's policy. */
  readonly path: string
  readonly client: Member
  set(policy: object): Promise<void>
}
