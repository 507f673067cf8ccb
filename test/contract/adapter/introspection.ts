import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Response } from 'supertest'
import { mint } from '../../../src/crypto/secret.js'
import type { App } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'
import { asForm, deviceScene, refusedByOAuth } from './devices/scene.js'
import { withServiceKey } from './service-accounts/scene.js'

const second = 1000

export function introspectionContract(framework: Framework): void {
  const app = appFor(framework, { options: { importedApiKeys: true } })

  describe('POST /introspect (RFC 7662)', () => {
    it('section 2.2: says of a token whose it is, what it may do and until when', async () => {
      const { clock, signedIn } = app()
      const ask = await asking(app())
      const owner = await signedIn()
      const at = clock.now()
      const made = (
        await owner.post('/tokens', { expiresInHours: 2, scopes: ['reports:read', 'reports:write'] })
      ).body
      assert.deepEqual((await ask(made.token)).body, {
        active: true,
        sub: owner.user.id,
        username: owner.user.username,
        scope: 'reports:read reports:write',
        exp: Math.floor(Date.parse(made.expiresAt) / second),
        iat: Math.floor(Date.parse(made.createdAt) / second),
        token_type: 'Bearer',
        kind: 'token',
      })
      assert.ok(at <= Date.parse(made.createdAt))
    })

    it('says of an API key the same, without an end where it has none, and from where it may be used', async () => {
      const ask = await asking(app())
      const owner = await app().signedIn()
      const endless = (await owner.post('/api-keys', { name: 'a', expiresInDays: null })).body
      const bound = (await owner.post('/api-keys', { name: 'b', allowedAddresses: ['203.0.113.0/24'] })).body
      const seen = (await ask(endless.key)).body
      assert.deepEqual([seen.kind, seen.scope, 'exp' in seen], ['api_key', '*', false])
      assert.equal('allowed_addresses' in seen, false)
      // Nobody could use it from here, which is for whoever asks to look at.
      const { active, allowed_addresses: addresses, exp } = (await ask(bound.key)).body
      assert.deepEqual([active, addresses], [true, ['203.0.113.0/24']])
      assert.equal(exp, Math.floor(Date.parse(bound.expiresAt) / second))
    })

    it('says of a service account’s key whose it is, and of a device’s token which program has it', async () => {
      const ask = await asking(app())
      const { key, id, name } = await withServiceKey(app())
      const seen = (await ask(key)).body
      assert.deepEqual([seen.sub, seen.username, seen.scope], [id, name, 'reports:read'])
      const { begin, approve, poll } = deviceScene(app)
      const device = await begin()
      await approve(await app().signedIn(), device)
      const { access_token: token } = (await poll(device)).body
      assert.equal((await ask(token)).body.client_id, 'other-cli')
    })

    it('says when the secret was made, also of the one before a rotation, and until when that is good', async () => {
      const ask = await asking(app())
      const owner = await app().signedIn()
      const made = (await owner.post('/api-keys', { name: 'a' })).body
      app().clock.advance({ minutes: 5 })
      const at = app().clock.now()
      const rotated = (await owner.post(`/api-keys/${made.id}/rotation`, { overlapSeconds: 60 })).body
      const [before, after] = [(await ask(made.key)).body, (await ask(rotated.key)).body]
      assert.equal(before.iat, Math.floor(Date.parse(made.createdAt) / second))
      assert.ok(after.iat >= Math.floor(at / second))
      assert.ok(before.exp <= Math.floor(at / second) + 61)
      app().clock.advance({ minutes: 2 })
      inactive(await ask(made.key))
    })

    it('answers that it is not active, and no more, of what a guard would refuse whatever the request', async () => {
      const { clock, keyward, signedIn } = app()
      const ask = await asking(app())
      const owner = await signedIn()
      const made = async () => (await owner.post('/tokens', { expiresInHours: 1 })).body
      const [revoked, expired] = [await made(), await made()]
      const disabled = (await owner.post('/api-keys', { name: 'a' })).body
      await owner.delete(`/tokens/${revoked.id}`)
      await owner.patch(`/api-keys/${disabled.id}`, { disabled: true })
      for (const text of [revoked.token, disabled.key]) inactive(await ask(text))
      clock.advance({ hours: 1 })
      inactive(await ask(expired.token))
      const other = await signedIn()
      const { key } = (await other.post('/api-keys', { name: 'a' })).body
      await keyward.users.disable(other.user.id)
      inactive(await ask(key))
      await keyward.users.enable(other.user.id)
      assert.equal((await ask(key)).body.active, true)
    })

    it('answers that it is not active while its owner is blocked for want of a factor', async () => {
      const { keyward, signedIn } = app()
      const ask = await asking(app())
      const { key } = (await (await signedIn()).post('/api-keys', { name: 'a' })).body
      const platform = { kind: 'platform' } as const
      await keyward.policies.replace(platform, {
        mfa: { enforceMfa: true },
        enforcement: { blockCredentials: true },
      })
      try {
        inactive(await ask(key))
      } finally {
        await keyward.policies.replace(platform, {})
      }
      assert.equal((await ask(key)).body.active, true)
    })

    it('answers that it is not active while its owner must change their password', async () => {
      const ask = await asking(app())
      const { user, post } = await app().signedIn()
      const { key } = (await post('/api-keys', { name: 'a' })).body
      const { temporaryPassword } = await app().keyward.users.resetPassword(user.id)
      inactive(await ask(key))
      const owner = app().client()
      const password = temporaryPassword.reveal()
      noteSecret(password)
      await owner.post('/session', { username: user.username, password })
      inactive(await ask(key))
      const change = { currentPassword: password, newPassword: newPassword() }
      assert.equal((await owner.put('/password', change)).status, 204)
      assert.equal((await ask(key)).body.active, true)
    })

    it('never answers for sessions, hosts, devices, or what is no credential at all', async () => {
      const ask = await asking(app())
      const admin = await app().admin()
      const { credential } = (await admin.post('/admin/hosts', { name: 'asked about' })).body
      const { deviceCode } = await deviceScene(app).begin()
      const secrets = [admin.cookies.get('keyward') ?? '', credential as string, deviceCode]
      const nothing = [
        'x',
        ' ',
        '\u0000',
        'x'.repeat(9000),
        mint('kw', 'api_key').reveal(),
        mint('kw', 'token').reveal(),
      ]
      for (const text of [...secrets, ...nothing]) inactive(await ask(text))
    })

    it('counts as no use of the credential, and as one of the key that asks', async () => {
      const { admin, keys, keyId, key } = await withServiceKey(app(), {
        key: { scopes: ['keyward:introspect'] },
      })
      const owner = await app().signedIn()
      const { id, token } = (await owner.post('/tokens', {})).body
      assert.equal((await app().client().post('/introspect', { token }, { bearer: key })).body.active, true)
      const [listed] = (await owner.get('/tokens')).body.items
      assert.deepEqual([listed.id, listed.lastUsedAt], [id, null])
      assert.notEqual((await admin.get(`${keys}/${keyId}`)).body.lastUsedAt, null)
    })

    it('is for service accounts with the scope, and nobody else', async () => {
      const admin = await app().admin()
      const { token } = (await admin.post('/tokens', {})).body
      const { key: ownKey } = (await admin.post('/api-keys', { name: 'a' })).body
      const { key: without } = await withServiceKey(app())
      const ask = (bearer: string) => app().client().post('/introspect', { token }, { bearer })
      const lacking = await ask(without)
      refused(lacking, 403, 'insufficient_scope')
      assert.deepEqual(lacking.body.scopes, ['keyward:introspect'])
      refused(await ask(ownKey), 403, 'insufficient_scope')
      refused(await ask(token), 403, 'credential_not_accepted')
      refused(await admin.post('/introspect', { token }), 403, 'credential_not_accepted')
      // What is asked is not looked at before.
      refused(await app().client().post('/introspect', {}, { bearer: without }), 403, 'insufficient_scope')
    })

    it('section 2.1: takes a form or JSON, ignores other parameters, and needs a token', async () => {
      const { key } = await withServiceKey(app(), { key: { scopes: ['keyward:introspect'] } })
      const post = (body: unknown, extra: object = {}) =>
        app()
          .client()
          .post('/introspect', body, { bearer: key, ...extra })
      inactive(await post({ token: 'x', token_type_hint: 'access_token', more: [1] }))
      inactive(await post(undefined, asForm({ token: 'x', token_type_hint: 'y' })))
      for (const body of [{}, { token: '' }, { token: 1 }, { token: ['x'] }]) {
        refusedByOAuth(await post(body), 'invalid_request')
      }
      refusedByOAuth(
        await post(undefined, { raw: 'token=x&token=y', type: asForm({}).type }),
        'invalid_request',
      )
      refused(await post(undefined, { raw: 'x', type: 'text/plain' }), 415, 'unsupported_media_type')
    })

    it('RFC 6750, section 3: challenges whoever sends a malformed credential, in OAuth’s words', async () => {
      for (const Authorization of ['Bearer', 'Bearer a b']) {
        const answer = await app()
          .client()
          .post('/introspect', { token: 'x' }, { headers: { Authorization } })
        refusedByOAuth(answer, 'invalid_request')
        const challenge = 'Bearer realm="keyward", error="invalid_request"'
        assert.equal(answer.headers['www-authenticate'], challenge)
      }
    })
  })

  describe('an app that has not switched introspection on', () => {
    const other = appFor(framework, { options: { introspection: false } })

    it('has no route for it', () => {
      const routes = other().keyward.adapter.routes()
      assert.equal(
        routes.some(({ path }) => path === '/introspect'),
        false,
      )
    })
  })
}

/** A service of one's own that asks about a credential. */
async function asking(app: App): Promise<(token: string) => Promise<Response>> {
  const { key } = await withServiceKey(app, { key: { scopes: ['keyward:introspect'] } })
  return (token) => app.client().post('/introspect', undefined, { ...asForm({ token }), bearer: key })
}

function inactive({ status, body }: Response): void {
  assert.deepEqual([status, body], [200, { active: false }])
}
