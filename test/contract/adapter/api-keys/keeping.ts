import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** Listing, changing and removing the API keys that one has. */
export function apiKeyKeepingContract(app: () => App): void {
  describe('GET /api-keys/options', () => {
    it('answers what a form may offer', async () => {
      const { status, body } = await (await app().signedIn()).get('/api-keys/options')
      assert.equal(status, 200)
      assert.deepEqual(body, {
        expiryChoice: true,
        allowedDays: [7, 30, 60, 90, null],
        defaultDays: 30,
        scopes: [
          { name: 'reports:read', description: 'read reports' },
          { name: 'reports:write', description: 'write reports' },
        ],
      })
    })
  })

  describe('GET /api-keys', () => {
    it('shows when and from where a key was last used', async () => {
      const { signedIn, client, clock } = app()
      const owner = await signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'a' })).body
      clock.advance({ minutes: 5 })
      await client().get('/api/hello', { bearer: key })
      const at = clock.now()
      const { lastUsedAt, lastUsedIp } = (await owner.get(`/api-keys/${id}`)).body
      assert.equal(Date.parse(lastUsedAt), at)
      assert.match(lastUsedIp, /127\.0\.0\.1$/)
    })

    it('lists an expired key for 30 days', async () => {
      const { signedIn, user, clock } = app()
      const owner = await user()
      await (await signedIn(owner)).post('/api-keys', { name: 'a', expiresInDays: 7 })
      clock.advance({ days: 37, minutes: -1 })
      assert.equal((await (await signedIn(owner)).get('/api-keys')).body.items.length, 1)
      clock.advance({ minutes: 2 })
      assert.equal((await (await signedIn(owner)).get('/api-keys')).body.items.length, 0)
    })
  })

  describe('PATCH /api-keys/:id', () => {
    it('renames, and says what the key is now', async () => {
      const client = await app().signedIn()
      const { key, ...made } = (await client.post('/api-keys', { name: 'old' })).body
      const answer = await client.patch(`/api-keys/${made.id}`, { name: ' new ' })
      assert.deepEqual([answer.status, answer.body], [200, { ...made, name: 'new' }])
      assert.equal((await client.patch(`/api-keys/${made.id}`, { name: 'NEW' })).body.name, 'NEW')
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    })

    it('disables at once and enables again', async () => {
      const client = await app().signedIn()
      const { id, key } = (await client.post('/api-keys', { name: 'a' })).body
      assert.equal((await client.patch(`/api-keys/${id}`, { disabled: true })).body.disabled, true)
      invalidToken(await app().client().get('/api/hello', { bearer: key }))
      assert.equal((await client.patch(`/api-keys/${id}`, { disabled: false })).body.disabled, false)
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    })

    it('changes nothing when nothing is given', async () => {
      const client = await app().signedIn()
      const { key: _, ...made } = (await client.post('/api-keys', { name: 'a' })).body
      const answer = await client.patch(`/api-keys/${made.id}`, {})
      assert.deepEqual([answer.status, answer.body], [200, made])
    })

    it('refuses a taken name, bad values and what can’t be changed', async () => {
      const client = await app().signedIn()
      await client.post('/api-keys', { name: 'taken' })
      const { id } = (await client.post('/api-keys', { name: 'a' })).body
      refused(await client.patch(`/api-keys/${id}`, { name: 'TAKEN' }), 409, 'name_taken')
      refusedFields(await client.patch(`/api-keys/${id}`, { name: '' }), { name: 'required' })
      refusedFields(await client.patch(`/api-keys/${id}`, { disabled: 'yes' }), { disabled: 'wrong_type' })
      refusedFields(await client.patch(`/api-keys/${id}`, { scopes: ['*'], expiresAt: null, userId: '1' }), {
        scopes: 'unknown_field',
        expiresAt: 'unknown_field',
        userId: 'unknown_field',
      })
    })
  })

  describe('DELETE /api-keys/:id', () => {
    it('ends the key at once and for good', async () => {
      const client = await app().signedIn()
      const { id, key } = (await client.post('/api-keys', { name: 'a' })).body
      const answer = await client.delete(`/api-keys/${id}`)
      assert.deepEqual([answer.status, answer.text], [204, ''])
      invalidToken(await app().client().get('/api/hello', { bearer: key }))
      for (const gone of [await client.get(`/api-keys/${id}`), await client.delete(`/api-keys/${id}`)]) {
        refused(gone, 404, 'not_found')
      }
      assert.equal((await client.post('/api-keys', { name: 'a' })).status, 201)
    })
  })
}
