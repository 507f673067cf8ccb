import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { mint } from '../../../src/crypto/secret.js'
import type { Framework } from '../../support/host.js'
import { invalidToken, refused, unauthenticated } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const form = 'application/x-www-form-urlencoded'

export function credentialContract(framework: Framework): void {
  const app = appFor(framework)

  describe('GET /credential', () => {
    it('says what a key, a token or a session is', async () => {
      const { signedIn, client } = app()
      const owner = await signedIn()
      const { displayName, id, username } = owner.user
      const user = { id, username, displayName, organizationId: null, admin: false, kind: 'user' }
      const key = (await owner.post('/api-keys', { name: 'laptop', scopes: ['reports:read'] })).body
      assert.deepEqual((await client().get('/credential', { bearer: key.key })).body, {
        kind: 'api_key',
        id: key.id,
        name: 'laptop',
        scopes: ['reports:read'],
        expiresAt: key.expiresAt,
        user,
      })
      const token = (await owner.post('/tokens', {})).body
      assert.deepEqual((await client().get('/credential', { bearer: token.token })).body, {
        kind: 'token',
        id: token.id,
        name: null,
        scopes: ['*'],
        expiresAt: token.expiresAt,
        user,
      })
      const { session } = (await owner.get('/session')).body
      const { status, body } = await owner.get('/credential')
      assert.equal(status, 200)
      assert.deepEqual(
        { ...body, expiresAt: '' },
        {
          kind: 'session',
          id: session.id,
          name: null,
          scopes: ['*'],
          expiresAt: '',
          user,
        },
      )
    })

    it('answers 401 to a request without a credential', async () => {
      unauthenticated(await app().client().get('/credential'))
    })
  })

  describe('POST /revoke (RFC 7009)', () => {
    const owned = async () => {
      const owner = await app().signedIn()
      return {
        owner,
        key: (await owner.post('/api-keys', { name: 'a' })).body.key as string,
        token: (await owner.post('/tokens', {})).body.token as string,
      }
    }

    it('section 2.1: ends an API key or token for whoever holds it, by form or JSON', async () => {
      const { key, token } = await owned()
      const byForm = { raw: `token=${key}&token_type_hint=access_token&client_id=x`, type: form }
      const answers = [
        await app().client().post('/revoke', undefined, byForm),
        await app().client().post('/revoke', { token, token_type_hint: 'x', extra: 1 }),
      ]
      for (const { status, body } of answers) assert.deepEqual([status, body], [200, {}])
      for (const bearer of [key, token]) invalidToken(await app().client().get('/api/hello', { bearer }))
    })

    it('section 2.2: answers 200 for what is no credential, or none any more', async () => {
      const { token } = await owned()
      for (const text of [
        token,
        token,
        'rubbish',
        'x'.repeat(9000),
        mint('kw', 'api_key').reveal(),
        ' ',
        '\u0000',
      ]) {
        assert.equal((await app().client().post('/revoke', { token: text })).status, 200)
      }
    })

    it('ends no key for whoever has a secret from before its rotation, once that opens nothing', async () => {
      const { owner } = await owned()
      const rotated = async (name: string, overlapSeconds: number) => {
        const { id, key: old } = (await owner.post('/api-keys', { name })).body
        return { old, key: (await owner.post(`/api-keys/${id}/rotation`, { overlapSeconds })).body.key }
      }
      const [atOnce, later, within] = [
        await rotated('at once', 0),
        await rotated('later', 60),
        await rotated('within', 90),
      ]
      app().clock.advance({ seconds: 61 })
      for (const { old } of [atOnce, later, within]) {
        assert.equal((await app().client().post('/revoke', { token: old })).status, 200)
      }
      for (const { key } of [atOnce, later]) {
        assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
      }
      invalidToken(await app().client().get('/api/hello', { bearer: within.key }))
    })

    it('ends no session whose secret is sent as a token', async () => {
      const { owner } = await owned()
      const secret = owner.cookies.get('keyward') ?? ''
      assert.equal((await app().client().post('/revoke', { token: secret })).status, 200)
      assert.equal((await owner.get('/session')).status, 200)
    })

    it('section 2.2.1: answers 400 in OAuth’s words when a parameter is missing or malformed', async () => {
      const cases = [
        { raw: '' },
        { raw: '{}' },
        { raw: '[]' },
        { raw: '{"token":1}' },
        { raw: '{"token":""}' },
        { raw: '{"token":{"$ne":null}}' },
        { raw: '{"token":' },
        { raw: 'token_type_hint=x', type: form },
        { raw: 'token=', type: form },
      ]
      for (const extra of cases) {
        const { status, body } = await app().client().post('/revoke', undefined, extra)
        assert.deepEqual(
          [status, Object.keys(body as object)],
          [400, ['error', 'error_description']],
          extra.raw,
        )
        assert.equal(body.error, 'invalid_request')
      }
    })

    it('RFC 6749, section 3.2: refuses a parameter that is sent twice', async () => {
      const { key, token } = await owned()
      const answer = await app()
        .client()
        .post('/revoke', undefined, { raw: `token=${key}&token=${token}`, type: form })
      assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_request'])
      assert.equal((await app().client().get('/api/hello', { bearer: key })).status, 200)
    })

    it('is for no other media type', async () => {
      const answer = await app().client().post('/revoke', undefined, { raw: 'token=a', type: 'text/plain' })
      refused(answer, 415, 'unsupported_media_type')
    })

    it('records it as done by whoever held it', async () => {
      const { owner, token } = await owned()
      await app().client().post('/revoke', { token })
      const [event] = (await owner.get('/events?type=token.deleted')).body.items
      assert.deepEqual([event.actor, event.reason, event.subject.kind], [null, 'revoked_by_holder', 'token'])
    })
  })
}
