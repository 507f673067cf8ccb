import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { App } from '../../../support/app.js'
import { invalidToken, refusedFields } from '../../../support/problems.js'
import type { PolicyScene } from './scene.js'

/** What a policy does to the lives of keys and tokens. */
export function livesPolicyContract(app: () => App, { setting }: PolicyScene): void {
  it('an organization’s policy narrows the lives that a key or token may be given', () =>
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

  it('an organization’s policy can fix the life of keys and tokens, with nothing to choose', () => {
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

  it('a policy for shorter tokens ends a token that has lived longer, and a loosened one brings it back', () =>
    setting({}, async ({ client, clock, set }) => {
      const { token } = (await client.post('/tokens', { expiresInHours: 24 })).body
      const use = async () => (await app().client().get('/api/hello', { bearer: token })).status
      clock.advance({ hours: 3 })
      await set({ tokens: { maxHours: 2 } })
      assert.equal(await use(), 401)
      await set({ tokens: { maxHours: 4 } })
      assert.equal(await use(), 200)
    }))
}
