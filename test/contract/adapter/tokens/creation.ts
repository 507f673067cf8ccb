import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { invalidToken, refused, refusedFields } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'

const hour = 3_600_000

export function tokenCreationContract(app: () => App): void {
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
      assert.deepEqual((await client.get('/tokens')).body, { items: [shown], nextCursor: null, total: 1 })
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

    it('CVE-2020-25816: a token is refused from the moment that it expires', async () => {
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
}
