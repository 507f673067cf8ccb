import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { refused } from '../../../support/problems.js'
import { newKeys } from '../../../support/ssh-keys.js'
import type { PolicyScene } from './scene.js'

/** How many keys a policy allows, and whom a change would stop. */
export function impactContract(app: () => App, { setting }: PolicyScene): void {
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
      const touched = { total: 1, usernames: [client.user.username] }
      // The key of 90 days would end in some minutes. The one of 7 days does so by itself.
      assert.deepEqual(early.shortened, { apiKeys: 1, tokens: 0, sshKeys: 0, touched })
      clock.advance({ hours: 1 })
      const { status, body } = await (await signedIn(administrator)).put(`${path}?dryRun=1`, wanted)
      assert.deepEqual([status, body.policy], [200, wanted])
      assert.equal(body.effective.tokens.maxHours, 2)
      // The key of 7 days has ended by itself, the stranger's is in no organisation.
      assert.deepEqual(body.impact, { users: 0, apiKeys: 1, tokens: 1, sshKeys: 0 })
      assert.deepEqual(body.touched, touched)
      const none = { total: 0, usernames: [] }
      assert.deepEqual(body.shortened, { apiKeys: 0, tokens: 0, sshKeys: 0, touched: none })
      assert.deepEqual([body.asked, body.refusal], [none, null])
      const after = await admin.get(path)
      assert.deepEqual([after.headers.etag, after.body.policy], [before, {}])
    }))

  it('says beforehand which tokens and SSH keys would end earlier', () =>
    setting({}, async ({ client, clock, administrator, path, signedIn }) => {
      await client.post('/tokens', { expiresInHours: 24 })
      await client.post('/tokens', { expiresInHours: 1 })
      const added = await client.post('/ssh-keys', { name: 'a', publicKey: newKeys['ssh-ed25519']() })
      assert.equal(added.status, 201)
      clock.advance({ minutes: 10 })
      const admin = await signedIn(administrator)
      const wanted = { tokens: { maxHours: 2 }, sshKeys: { maxDays: 30 } }
      const { body } = await admin.put(`${path}?dryRun=1`, wanted)
      const touched = { total: 1, usernames: [client.user.username] }
      assert.deepEqual(body.impact, { users: 0, apiKeys: 0, tokens: 0, sshKeys: 0 })
      assert.deepEqual(body.shortened, { apiKeys: 0, tokens: 1, sshKeys: 1, touched })
      assert.equal(body.touched.total, 0)
    }))

  it('says beforehand who would be asked for a factor, and that the setter must have it first', () =>
    setting({}, async ({ client, administrator, path, signedIn, set }) => {
      const admin = await signedIn(administrator)
      const preview = async (mfa: object) => (await admin.put(`${path}?dryRun=1`, { mfa })).body
      const early = await preview({ enforceMfa: true, graceDays: 3 })
      assert.deepEqual(early.asked, { total: 1, usernames: [client.user.username] })
      assert.deepEqual([early.impact.users, early.refusal], [0, 'setter_not_compliant'])
      const atOnce = await preview({ enforceMfa: true })
      assert.deepEqual([atOnce.asked.total, atOnce.impact.users], [0, 1])
      refused(await admin.put(path, { mfa: { enforceMfa: true } }), 409, 'setter_not_compliant')
      await set({ mfa: { graceDays: 3 } })
      const same = await preview({ graceDays: 5 })
      assert.deepEqual([same.asked.total, same.refusal], [0, null])
    }))
}
