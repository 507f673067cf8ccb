import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, refusedFields, withoutRequestId } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const hour = 3_600_000

export function tokensContract(framework: Framework): void {
  const app = appFor(framework)

  describe('POST /tokens', () => {
    it('answers 201 with the token, once', async () => {
      const { signedIn, clock, mounting } = app()
      const client = await signedIn()
      const made = await client.post('/tokens', {
        name: ' deploy ',
        expiresInHours: 2,
        scopes: ['reports:read'],
      })
      assert.equal(made.status, 201)
      const { token, ...shown } = made.body
      assert.match(token, /^kwt_[0-9A-Za-z]{36}$/)
      assert.deepEqual(shown, {
        id: shown.id,
        name: 'deploy',
        hint: `${token.slice(0, 8)}…${token.slice(-4)}`,
        scopes: ['reports:read'],
        createdAt: new Date(clock.now()).toISOString(),
        expiresAt: new Date(clock.now() + 2 * hour).toISOString(),
        lastUsedAt: null,
      })
      assert.equal(made.headers.location, `${mounting.path}/tokens/${shown.id}`)
      assert.deepEqual((await client.get('/tokens')).body, { items: [shown], nextCursor: null })
    })

    it('needs neither a name nor a unique one', async () => {
      const client = await app().signedIn()
      const { status, body } = await client.post('/tokens')
      assert.deepEqual([status, body.name, body.scopes], [201, null, ['*']])
      assert.equal(Date.parse(body.expiresAt) - Date.parse(body.createdAt), 24 * hour)
      for (let i = 0; i < 2; i++) assert.equal((await client.post('/tokens', { name: 'same' })).status, 201)
    })

    it('lasts 1 to 24 whole hours', async () => {
      const client = await app().signedIn()
      for (const expiresInHours of [1, 24]) {
        assert.equal((await client.post('/tokens', { expiresInHours })).status, 201)
      }
      for (const expiresInHours of [0, -1, 1.5, 25, 1e308]) {
        refusedFields(await client.post('/tokens', { expiresInHours }), {
          expiresInHours: 'lifetime_not_allowed',
        })
      }
      for (const expiresInHours of ['1', null, [1]]) {
        refusedFields(await client.post('/tokens', { expiresInHours }), { expiresInHours: 'wrong_type' })
      }
    })

    it('CVE-2020-25816: ends on time', async () => {
      const { signedIn, client, clock } = app()
      const { token } = (await (await signedIn()).post('/tokens', { expiresInHours: 1 })).body
      clock.advance({ minutes: 59, seconds: 59 })
      assert.equal((await client().get('/api/hello', { bearer: token })).status, 200)
      clock.advance({ seconds: 1 })
      invalidToken(await client().get('/api/hello', { bearer: token }))
    })

    it('refuses bad names, bad scopes and unknown fields', async () => {
      const client = await app().signedIn()
      refusedFields(await client.post('/tokens', { name: ' ' }), { name: 'required' })
      refusedFields(await client.post('/tokens', { name: 'a\r\nb' }), { name: 'invalid_characters' })
      refusedFields(await client.post('/tokens', { name: 'a'.repeat(101) }), { name: 'too_long' })
      refusedFields(await client.post('/tokens', { scopes: ['nope'] }), { scopes: 'unknown_scope' })
      refusedFields(await client.post('/tokens', { scopes: [] }), { scopes: 'required' })
      refusedFields(await client.post('/tokens', { userId: 'x', expiresAt: 1 }), {
        userId: 'unknown_field',
        expiresAt: 'unknown_field',
      })
    })

    it('stops at 50 tokens, expired ones not counted', async () => {
      const { signedIn, user, clock } = app()
      const owner = await user()
      const client = await signedIn(owner)
      for (let i = 0; i < 50; i++) {
        assert.equal((await client.post('/tokens', { expiresInHours: 1 })).status, 201)
      }
      refused(await client.post('/tokens', {}), 403, 'limit_reached')
      clock.advance({ hours: 1 })
      assert.equal((await (await signedIn(owner)).post('/tokens', {})).status, 201)
    })

    it('needs a session and a recent proof', async () => {
      const { signedIn, client, clock } = app()
      const owner = await signedIn()
      const { token } = (await owner.post('/tokens', {})).body
      refused(await client().post('/tokens', {}, { bearer: token }), 403, 'interactive_session_required')
      refused(await client().post('/tokens', {}), 401, 'unauthenticated')
      clock.advance({ minutes: 10 })
      refused(await owner.post('/tokens', {}), 403, 'reauthentication_required')
    })
  })

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
    it('ends the token at once', async () => {
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
