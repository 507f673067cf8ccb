import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import type { App } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { hostNotFound } from '../../support/host.js'
import { refused, refusedFields, unauthenticated } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'

/** What must work wherever and however a host mounts keyward. */
export function mountingContract(framework: Framework): void {
  for (const mounting of framework.mountings) {
    for (const errors of ['default', 'problem'] as const) {
      describe(`mounted ${mounting.name}, errors by ${errors === 'problem' ? 'errorHandler()' : framework.name}`, () => {
        let app: App
        before(async () => {
          app = await startApp(framework, { mounting, errors })
        })
        after(() => app.close())

        it('takes a user from sign-in to a guarded route', async () => {
          const client = app.client()
          const user = await app.user()
          const signedIn = await client.post('/session', { username: user.username, password: app.password })
          assert.equal(signedIn.status, 201)
          const made = await client.post('/api-keys', { name: 'laptop' })
          assert.equal(made.status, 201)
          assert.equal(made.headers.location, `${mounting.path}/api-keys/${made.body.id}`)
          const answer = await app.client().get('/api/hello', { bearer: made.body.key })
          assert.deepEqual([answer.status, answer.body.hello], [200, user.username])
          assert.equal((await client.delete('/session')).status, 204)
          unauthenticated(await client.get('/session'))
        })

        it('answers a refusal of a guard with status, challenge and code', async () => {
          const answer = await app.client().get('/api/hello')
          assert.equal(answer.status, 401)
          assert.equal(answer.headers['www-authenticate'], 'Bearer realm="keyward"')
          if (errors === 'problem') unauthenticated(answer)
        })

        it('answers 405 with Allow to another method of a known path', async () => {
          const answer = await app.client().put('/session', {})
          refused(answer, 405, 'method_not_allowed')
          assert.equal(answer.headers.allow, 'POST, GET, DELETE, HEAD')
        })

        it('passes an unknown path on to the host, and a known one in another spelling (GHSA-x732-6j76-qmhm)', async () => {
          const spellings = [
            '/session/',
            '//session',
            '/SESSION',
            '/%73ession',
            '/session;x',
            '/./session/x',
            '/api-keys//',
          ]
          for (const path of ['/unknown', '/', '/session/unknown', '/api-keys/a/b', ...spellings]) {
            const answer = await app.client().get(path)
            assert.deepEqual([answer.status, answer.body], [404, hostNotFound], path)
          }
        })

        it('refuses malformed JSON without repeating it', async () => {
          const password = newPassword()
          const raw = `{"username":"ada","password":"${password}"`
          // A parser of the host's is the host's to answer for: Express repeats the body, to developers.
          if (mounting.parser && errors === 'default') return
          refused(await app.client().post('/session', undefined, { raw }), 400, 'malformed_json')
        })

        it('takes an empty body for an empty object', async () => {
          refusedFields(await app.client().post('/session'), { username: 'required', password: 'required' })
          refusedFields(await app.client().post('/session', undefined, { raw: '' }), {
            username: 'required',
            password: 'required',
          })
        })

        it('a JSON route refuses a body of another content type', async () => {
          const answer = await app
            .client()
            .post('/session', undefined, { raw: 'username=ada', type: 'text/plain' })
          refused(answer, 415, 'unsupported_media_type')
        })

        it('refuses a body over 64 KiB', async () => {
          const raw = JSON.stringify({ username: 'x'.repeat(70_000) })
          refused(await app.client().post('/session', undefined, { raw }), 413, 'payload_too_large')
        })

        it('hears a form at /revoke', async () => {
          const client = await app.signedIn()
          const { body } = await client.post('/tokens', {})
          const form = {
            raw: `token=${body.token}&token_type_hint=x`,
            type: 'application/x-www-form-urlencoded',
          }
          assert.equal((await app.client().post('/revoke', undefined, form)).status, 200)
          assert.equal((await app.client().get('/api/plain', { bearer: body.token })).status, 200)
          assert.equal((await app.client().get('/api/hello', { bearer: body.token })).status, 401)
        })
      })
    }
  }
}
