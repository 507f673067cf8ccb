import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { invalidToken, refused, refusedFields } from '../../../support/problems.js'
import { newName, withServiceKey } from './scene.js'

/** Which policies hold for the keys of service accounts. */
export function serviceAccountPolicyContract(app: () => App): void {
  async function inOrganization() {
    const organizationId = newName()
    const made = await withServiceKey(app(), {
      account: { organizationId },
      key: { expiresInDays: 90 },
    })
    const path = `/admin/policies/organizations/${organizationId}`
    const set = async (policy: object) => assert.equal((await made.admin.put(path, policy)).status, 200)
    return { ...made, path, set }
  }

  it('ends when the policy of its organisation says so, and a dry run counts it', async () => {
    const { admin, path, key } = await inOrganization()
    app().clock.advance({ days: 8 })
    const later = await app().signedIn(admin.user)
    const wanted = { apiKeys: { allowedDays: [7], defaultDays: 7 } }
    const { body } = await later.put(`${path}?dryRun=1`, wanted)
    assert.deepEqual(body.impact, { users: 0, apiKeys: 1, tokens: 0, sshKeys: 0 })
    assert.deepEqual(body.touched.total, 1)
    assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    assert.equal((await later.put(path, wanted)).status, 200)
    invalidToken(await app().client().get('/api/hello', { bearer: key }))
    assert.equal((await later.put(path, {})).status, 200)
    assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
  })

  it('has the lives and the number that the policy allows', async () => {
    const { set, admin, keys } = await inOrganization()
    await set({ apiKeys: { allowedDays: [7], defaultDays: 7, maxPerUser: 2 } })
    const make = (name: string, expiresInDays?: number) =>
      admin.post(keys, { name, scopes: ['reports:read'], expiresInDays })
    refusedFields(await make('long', 30), { expiresInDays: 'expiry_not_allowed' })
    const { body } = await make('short')
    assert.equal(Date.parse(String(body.expiresAt)), app().clock.now() + 7 * 86_400_000)
    refused(await make('third'), 403, 'limit_reached')
  })

  it('is not asked for a factor, which it cannot have', async () => {
    const { key, path } = await inOrganization()
    const { store, client } = app()
    const scope = `organization:${path.split('/').at(-1) ?? ''}`
    const policy = { mfa: { enforceMfa: true }, enforcement: { blockCredentials: true } }
    await store.commit([store.policies.put(scope, { policy, switchedOn: {} }, { version: 0, at: 0 })])
    assert.equal((await client().get('/api/hello', { bearer: key })).status, 200)
  })
}
