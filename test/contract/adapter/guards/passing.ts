import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { App } from '../../../support/app.js'
import { plainClient } from '../../../support/plain-client.js'
import { refused, unauthenticated } from '../../../support/problems.js'

export function guardContract(app: () => App): void {
  const owned = async (scopes?: readonly string[]) => {
    const owner = await app().signedIn()
    const key = (await owner.post('/api-keys', { name: 'a', scopes })).body
    const token = (await owner.post('/tokens', { scopes })).body
    return { owner, key, token }
  }

  describe('a guard', () => {
    it('tells the host who came, and by what', async () => {
      const { owner, key, token } = await owned(['reports:read'])
      const { displayName, id, username } = owner.user
      const user = { id, username, displayName, organizationId: null, admin: false, kind: 'user' }
      const byKey = await app().client().get('/api/hello', { bearer: key.key })
      assert.deepEqual(byKey.body, {
        hello: username,
        user,
        authInfo: {
          credential: { kind: 'api_key', id: key.id, name: 'a', expiresAt: key.expiresAt },
          scopes: ['reports:read'],
          amr: [],
          session: null,
        },
      })
      const byToken = await app().client().get('/api/hello', { bearer: token.token })
      const credential = { kind: 'token', id: token.id, name: null, expiresAt: token.expiresAt }
      assert.deepEqual(byToken.body.authInfo.credential, credential)
      const { session, recentUntil } = (await owner.get('/session')).body
      const { authInfo } = (await owner.get('/api/hello')).body
      assert.deepEqual(authInfo, {
        credential: { kind: 'session', id: session.id, name: null, expiresAt: authInfo.credential.expiresAt },
        scopes: ['*'],
        amr: ['pwd'],
        session: { id: session.id, createdAt: session.createdAt, recentUntil },
      })
    })

    it('is not in the way of a route that has none', async () => {
      assert.equal((await app().client().get('/api/plain', { bearer: 'rubbish' })).status, 200)
    })

    it('demands every scope it names', async () => {
      const { key, token } = await owned(['reports:read'])
      for (const bearer of [key.key, token.token]) {
        assert.equal((await app().client().get('/api/reports', { bearer })).status, 200)
        const write = await app().client().post('/api/reports', {}, { bearer })
        refused(write, 403, 'insufficient_scope')
        assert.deepEqual(write.body.scopes, ['reports:write'])
        const challenge = 'Bearer realm="keyward", error="insufficient_scope", scope="reports:write"'
        assert.equal(write.headers['www-authenticate'], challenge)
        const both = await app().client().get('/api/both-scopes', { bearer })
        refused(both, 403, 'insufficient_scope')
        assert.deepEqual(both.body.scopes, ['reports:read', 'reports:write'])
      }
    })

    it('counts a session, and a key without scopes, as having them all', async () => {
      const { owner, key } = await owned()
      assert.equal((await owner.get('/api/both-scopes')).status, 200)
      assert.equal((await app().client().get('/api/both-scopes', { bearer: key.key })).status, 200)
    })

    it('accepts only the kinds it names', async () => {
      const { owner, key, token } = await owned()
      const get = (path: string, bearer: string) => app().client().get(path, { bearer })
      assert.equal((await get('/api/keys-only', key.key)).status, 200)
      refused(await get('/api/keys-only', token.token), 403, 'credential_not_accepted')
      refused(await owner.get('/api/keys-only'), 403, 'credential_not_accepted')
      assert.equal((await get('/api/bearer-only', token.token)).status, 200)
      refused(await owner.get('/api/bearer-only'), 403, 'credential_not_accepted')
      assert.equal((await owner.get('/api/vault')).status, 200)
      refused(await get('/api/vault', key.key), 403, 'interactive_session_required')
      refused(await get('/api/recent', token.token), 403, 'interactive_session_required')
      // A session is not all that would do.
      const guard = app().keyward.adapter.guard({ credentials: ['session', 'token'] })
      const client = plainClient({ authorization: [`Bearer ${key.key}`] })
      await assert.rejects(async () => guard(client), { code: 'credential_not_accepted' })
    })

    it('demands a recent proof', async () => {
      const { owner } = await owned()
      app().clock.advance({ minutes: 10 })
      for (const path of ['/api/vault', '/api/recent']) {
        const answer = await owner.get(path)
        refused(answer, 403, 'reauthentication_required')
        assert.deepEqual(answer.body.methods, ['password'])
      }
      await owner.post('/session/reauthentication', { password: app().password })
      assert.equal((await owner.get('/api/vault')).status, 200)
    })

    it('that is optional lets nobody pass as nobody, and a bad credential not at all', async () => {
      const { owner, key } = await owned()
      const { status, body } = await app().client().get('/api/optional')
      assert.deepEqual([status, body], [200, { hello: null, user: null, authInfo: null }])
      assert.equal((await owner.get('/api/optional')).body.hello, owner.user.username)
      assert.equal(
        (await app().client().get('/api/optional', { bearer: key.key })).body.hello,
        owner.user.username,
      )
      refused(await app().client().get('/api/optional', { bearer: 'rubbish' }), 401, 'invalid_token')
      unauthenticated(
        await app()
          .client()
          .get('/api/optional', { headers: { Cookie: 'keyward=rubbish' } }),
      )
    })

    it('guards the route, however its path is spelled', async () => {
      for (const path of [
        '/api/hello',
        '/API/HELLO',
        '/api/hello/',
        '/api/%68ello',
        '//api/hello',
        '/api//hello',
      ]) {
        const { status, body } = await app()
          .client()
          .send('get', path.startsWith('/api/') ? path : `/api/..${path}`)
        assert.ok(status === 401 || status === 404, `${status} to ${path}`)
        assert.equal(body.hello, undefined)
      }
    })

    it('refuses nonsense when the route is declared', () => {
      const { keyward } = app()
      for (const [nonsense, message] of [
        [{ scopes: ['reports:delete'] }, /scope reports:delete is not declared/],
        [{ scopes: ['*'] }, /scope \* is not declared/],
        [{ credentials: [] }, /at least one kind/],
        [{ credentials: ['password'] }, /password is not a kind of credential/],
        [{ credentials: ['api_key'], recent: true }, /recent needs sessions/],
        [{ scope: ['reports:read'] }, /scope is not an option/],
        [{ factor: true, quota: 3 }, /factor is not an option; quota is not an option/],
        [{ limit: { requests: 0, perSeconds: 1 } }, /limit.requests must be a positive integer/],
        [{ limit: { requests: 1.5, perSeconds: '1' } }, /limit.requests must be .*limit.perSeconds must be/],
        [{ limit: { requests: 1, perSeconds: 86_401 } }, /limit.perSeconds must be .* up to 86400/],
        [{ limit: { requests: 1, perMinute: 1 } }, /limit.perMinute is not an option; limit.perSeconds/],
        [{ limit: 3 }, /limit.requests must be/],
        [{ limit: null }, /limit.requests must be/],
      ] as const) {
        assert.throws(
          () => keyward.adapter.guard(nonsense as never),
          (error) => error instanceof TypeError && message.test(error.message),
        )
      }
    })
  })
}
