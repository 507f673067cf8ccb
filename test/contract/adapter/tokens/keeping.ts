import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, withoutRequestId } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

/** Listing and revoking the tokens that one has. */
export function tokenKeepingContract(app: () => App): void {
  describe('GET /tokens', () => {
    it('shows when a token was last used', async () => {
      const { signedIn, client, clock } = app()
      const owner = await signedIn()
      const { token } = (await owner.post('/tokens', {})).body
      await client().get('/api/hello', { bearer: token })
      const at = clock.now()
      assert.equal(Date.parse((await owner.get('/tokens')).body.items[0].lastUsedAt), at)
    })

    it('lists an expired token for 30 days', async () => {
      const { signedIn, user, clock } = app()
      const owner = await user()
      await (await signedIn(owner)).post('/tokens', { expiresInHours: 1 })
      clock.advance({ days: 30, minutes: 59 })
      assert.equal((await (await signedIn(owner)).get('/tokens')).body.items.length, 1)
      clock.advance({ minutes: 2 })
      assert.equal((await (await signedIn(owner)).get('/tokens')).body.items.length, 0)
    })
  })

  describe('GET /tokens/options', () => {
    it('answers what a form may offer', async () => {
      const { body } = await (await app().signedIn()).get('/tokens/options')
      assert.deepEqual(body, { lifetimeChoice: true, maxHours: 24, defaultHours: 24 })
    })
  })

  describe('DELETE /tokens/:id', () => {
    it('a token that its owner deletes is refused from then on', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      const { id, token } = (await owner.post('/tokens', {})).body
      assert.equal((await owner.delete(`/tokens/${id}`)).status, 204)
      invalidToken(await client().get('/api/hello', { bearer: token }))
      refused(await owner.delete(`/tokens/${id}`), 404, 'not_found')
    })

    it('answers for another user’s token, or a key’s id, as for none', async () => {
      const { signedIn, client } = app()
      const [owner, thief] = [await signedIn(), await signedIn()]
      const { id, token } = (await owner.post('/tokens', {})).body
      const key = (await thief.post('/api-keys', { name: 'a' })).body
      const answers = [
        await thief.delete(`/tokens/${id}`),
        await thief.delete('/tokens/unknown'),
        await thief.delete(`/tokens/${key.id}`),
      ]
      for (const answer of answers) {
        refused(answer, 404, 'not_found')
        assert.deepEqual(withoutRequestId(answer), withoutRequestId(answers[0] ?? answer))
      }
      assert.equal((await client().get('/api/hello', { bearer: token })).status, 200)
    })
  })
}
