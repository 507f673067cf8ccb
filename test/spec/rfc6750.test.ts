import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { expressFramework } from '../support/express-host.js'
import { koaFramework } from '../support/koa-host.js'
import { appFor } from '../support/suite.js'

for (const framework of [expressFramework, koaFramework]) {
  describe(`RFC 6750, ${framework.name}`, () => {
    const app = appFor(framework)
    const newKey = async (body: object = {}) =>
      (await (await app().signedIn()).post('/api-keys', { name: 'a', ...body })).body.key as string
    const challengeOf = (headers: object) => String((headers as Record<string, unknown>)['www-authenticate'])

    it('section 2.1: the Authorization request header field is accepted', async () => {
      assert.equal(
        (
          await app()
            .client()
            .get('/api/hello', { bearer: await newKey() })
        ).status,
        200,
      )
    })

    it('RFC 9110, section 11.1: the scheme is case-insensitive', async () => {
      const headers = { Authorization: `bearer ${await newKey()}` }
      assert.equal((await app().client().get('/api/hello', { headers })).status, 200)
    })

    it('section 2: a client must not use more than one method; two header fields are refused', async () => {
      const key = await newKey()
      const headers = { Authorization: [`Bearer ${key}`, `Bearer ${key}`] }
      assert.equal((await app().client().get('/api/hello', { headers })).status, 400)
    })

    it('section 2.2: a form-encoded body parameter is not supported', async () => {
      const extra = { raw: `access_token=${await newKey()}`, type: 'application/x-www-form-urlencoded' }
      assert.equal((await app().client().post('/api/hello', undefined, extra)).status, 401)
    })

    it('section 2.3: a URI query parameter is not supported', async () => {
      assert.equal(
        (
          await app()
            .client()
            .get(`/api/hello?access_token=${await newKey()}`)
        ).status,
        401,
      )
    })

    it('section 3: a 401 has a challenge with the scheme Bearer and a realm', async () => {
      const { status, headers } = await app().client().get('/api/hello')
      assert.equal(status, 401)
      assert.match(challengeOf(headers), /^Bearer realm="[^"]+"/)
    })

    it('section 3.1: without authentication information, no error code is included', async () => {
      assert.doesNotMatch(challengeOf((await app().client().get('/api/hello')).headers), /error/)
      const headers = { Authorization: 'Basic YTpi' }
      assert.doesNotMatch(challengeOf((await app().client().get('/api/hello', { headers })).headers), /error/)
    })

    it('section 3.1: invalid_request is a 400', async () => {
      const headers = { Authorization: 'Bearer a b' }
      const answer = await app().client().get('/api/hello', { headers })
      assert.equal(answer.status, 400)
      assert.match(challengeOf(answer.headers), /error="invalid_request"/)
    })

    it('section 3.1: invalid_token is a 401', async () => {
      const answer = await app().client().get('/api/hello', { bearer: 'mF_9.B5f-4.1JqM' })
      assert.equal(answer.status, 401)
      assert.match(challengeOf(answer.headers), /error="invalid_token"/)
    })

    it('section 3.1: insufficient_scope is a 403 that names the scope', async () => {
      const bearer = await newKey({ scopes: ['reports:read'] })
      const answer = await app().client().get('/api/both-scopes', { bearer })
      assert.equal(answer.status, 403)
      assert.match(
        challengeOf(answer.headers),
        /error="insufficient_scope", scope="reports:read reports:write"/,
      )
    })

    it('section 5.3: an answer that holds a token is not to be stored', async () => {
      const client = await app().signedIn()
      const { headers } = await client.post('/tokens', {})
      assert.equal(headers['cache-control'], 'no-store')
    })
  })
}
