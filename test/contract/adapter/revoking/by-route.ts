import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import { enrolApp, enrolKey, passwordStep, registerKey, touch } from '../../../support/factors.js'
import { softwareAuthenticator } from '../../../support/authenticator.js'
import { refused } from '../../../support/problems.js'
import type { App } from '../../../support/app.js'
import { newPassword, noteSecret } from '../../../support/secrets.js'
import { withServiceKey } from '../service-accounts/scene.js'
import { codeAt } from '../../../support/totp.js'
import type { Scenes } from './scene.js'
import {
  organization,
  demandSecurityKey,
  remembered,
  twoSessions,
  signedInByHost,
  withKey,
  aKey,
  aToken,
  sessionIdOf,
  cookieOf,
  bySession,
  byBearer,
  changePassword,
  reauthenticate,
} from './scene.js'

/** The scenes of routes: an entry for each, however long that makes the list. */
export const byRoute: Scenes = {
  'post /session': [
    async (app) => {
      const { client, cookie, user } = await remembered(app)
      const act = () => client.post('/session', { username: user.username, password: app.password })
      return { ask: bySession(app, cookie), act }
    },
  ],
  'delete /session': [
    async (app) => {
      const { client, cookie } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => client.delete('/session') }
    },
  ],
  'delete /sessions': [
    async (app) => {
      const { client, other } = await twoSessions(app)
      return { ask: bySession(app, other), act: () => client.delete('/sessions') }
    },
  ],
  'delete /sessions/:id': [
    async (app) => {
      const { client, cookie } = await remembered(app)
      const id = await sessionIdOf(client)
      return { ask: bySession(app, cookie), act: () => client.delete(`/sessions/${id}`) }
    },
    async (app) => {
      const { client, other, otherId } = await twoSessions(app)
      return { ask: bySession(app, other), act: () => client.delete(`/sessions/${otherId}`) }
    },
  ],
  'put /password': [
    async (app) => {
      const { client, other } = await twoSessions(app)
      return { ask: bySession(app, other), act: () => changePassword(app, client) }
    },
    async (app) => {
      const { client, cookie } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => changePassword(app, client) }
    },
    async (app) => {
      const { client } = await remembered(app)
      return { ask: byBearer(app, await aToken(client)), act: () => changePassword(app, client) }
    },
    async (app) => {
      const { client, user } = await remembered(app)
      const admin = await app.admin()
      const { temporaryPassword } = (await admin.post(`/admin/users/${user.id}/password`)).body
      await client.post('/session', { username: user.username, password: temporaryPassword })
      const cookie = cookieOf(client)
      const body = { currentPassword: temporaryPassword, newPassword: newPassword() }
      return {
        ask: () => bySession(app, client.cookies.get('keyward') ?? cookie)(),
        act: () => client.put('/password', body),
        isRight: ({ status }) => status === 200,
      }
    },
  ],
  'post /session/reauthentication': [
    // A stolen cookie does not outlive the ten seconds for which other tabs may still use it.
    async (app) => {
      const { client, cookie } = await remembered(app)
      return {
        ask: bySession(app, cookie),
        async act() {
          await reauthenticate(app, client)
          app.clock.advance({ seconds: 10 })
        },
      }
    },
    // A second tab, whose secret was replaced a moment ago, proves as well: the present secret stays.
    async (app) => {
      const { client, cookie } = await remembered(app)
      await reauthenticate(app, client)
      const present = cookieOf(client)
      app.clock.advance({ seconds: 5 })
      return {
        ask: bySession(app, present),
        act: () => reauthenticate(app, app.client(), cookie),
        isRight: ({ body }, done) =>
          body.authInfo?.session.recentUntil === (done as Response).body.recentUntil,
      }
    },
  ],
  'post /session/reauthentication/security-key': [
    async (app) => {
      const { client } = await remembered(app)
      const { device } = await enrolKey(client)
      const cookie = cookieOf(client)
      return {
        ask: bySession(app, cookie),
        async act() {
          const done = await touch(client, '/session/reauthentication/security-key', { device })
          assert.equal(done.status, 200)
          app.clock.advance({ seconds: 10 })
        },
      }
    },
  ],
  'post /session/security-key': [
    // The counter goes back, so there is a copy of it: a key that is suspect satisfies no policy.
    async (app) => {
      const user = await app.user({ organizationId: organization })
      const client = await app.signedIn(user)
      const { device } = await enrolKey(client)
      const key = await aKey(client)
      await demandSecurityKey(app)
      const thief = (await passwordStep(app, user)).client
      device.setCounter(0)
      return {
        ask: byBearer(app, key),
        async act() {
          refused(await touch(thief, '/session/security-key', { device }), 401, 'invalid_code')
        },
        isRight: ({ status, body }) => status === 403 && body.code === 'enrolment_required',
      }
    },
  ],
  'post /session/passkey': [
    async (app) => {
      const { client } = await remembered(app)
      const { device } = await enrolKey(client, { passkey: true, verifiesUser: true, synced: true })
      const cookie = cookieOf(client)
      return { ask: bySession(app, cookie), act: () => touch(client, '/session/passkey', { device }) }
    },
  ],
  'post /mfa/totp/confirmation': [
    async (app) => {
      const { client, other } = await twoSessions(app)
      const { secret } = (await client.post('/mfa/totp')).body
      const code = codeAt(secret, app.clock.now())
      return { ask: bySession(app, other), act: () => client.post('/mfa/totp/confirmation', { code }) }
    },
  ],
  'delete /mfa/totp': [
    async (app) => {
      const { client, user } = await remembered(app)
      await enrolApp(app, client)
      const other = await signedInByHost(app, user.id)
      return { ask: bySession(app, cookieOf(other)), act: () => client.delete('/mfa/totp') }
    },
  ],
  'delete /mfa': [
    async (app) => {
      const { client, user } = await remembered(app)
      await enrolApp(app, client)
      const other = await signedInByHost(app, user.id)
      return { ask: bySession(app, cookieOf(other)), act: () => client.delete('/mfa') }
    },
    async (app) => {
      const { client } = await remembered(app)
      await enrolApp(app, client)
      return {
        ask: byBearer(app, await aKey(client), '/api/mfa'),
        act: () => client.delete('/mfa'),
        isRight: ({ status }) => status === 403,
      }
    },
  ],
  'post /mfa/security-keys': [
    async (app) => {
      const { client, other } = await twoSessions(app)
      const device = softwareAuthenticator()
      return {
        ask: bySession(app, other),
        act: () => registerKey(client, device, { name: 'Blue' }),
      }
    },
  ],
  'delete /mfa/security-keys/:id': [
    async (app) => {
      const { client, user } = await remembered(app)
      const { id } = await enrolKey(client)
      const other = await signedInByHost(app, user.id)
      return { ask: bySession(app, cookieOf(other)), act: () => client.delete(`/mfa/security-keys/${id}`) }
    },
  ],
  'patch /api-keys/:id': [
    async (app) => {
      const { client, id, key } = await withKey(app)
      return { ask: byBearer(app, key), act: () => client.patch(`/api-keys/${id}`, { disabled: true }) }
    },
    async (app) => {
      const { client, id, key } = await withKey(app)
      return {
        ask: byBearer(app, key),
        act: () => client.patch(`/api-keys/${id}`, { name: 'Renamed' }),
        isRight: ({ body }) => body.authInfo?.credential.name === 'Renamed',
      }
    },
    async (app) => {
      const { client, id, key } = await withKey(app)
      return {
        ask: byBearer(app, key),
        act: () => client.patch(`/api-keys/${id}`, { allowedAddresses: ['192.0.2.7'] }),
        isRight: ({ body }) => body.code === 'address_not_allowed',
      }
    },
  ],
  'post /api-keys/:id/rotation': [
    async (app) => {
      const { client, id, key } = await withKey(app)
      return { ask: byBearer(app, key), act: () => client.post(`/api-keys/${id}/rotation`, {}) }
    },
    async (app) => {
      const { client, id, key } = await withKey(app)
      return {
        ask: byBearer(app, key),
        async act() {
          await client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 60 })
          app.clock.advance({ seconds: 60 })
        },
      }
    },
    // The secret before the last but one.
    async (app) => {
      const { client, id, key } = await withKey(app)
      const rotate = () => client.post(`/api-keys/${id}/rotation`, { overlapSeconds: 60 })
      await rotate()
      return { ask: byBearer(app, key), act: rotate }
    },
  ],
  'delete /api-keys/:id': [
    async (app) => {
      const { client, id, key } = await withKey(app)
      return { ask: byBearer(app, key), act: () => client.delete(`/api-keys/${id}`) }
    },
  ],
  'delete /tokens/:id': [
    async (app) => {
      const { client } = await remembered(app)
      const { id, token } = (await client.post('/tokens', {})).body
      return { ask: byBearer(app, token), act: () => client.delete(`/tokens/${id}`) }
    },
  ],
  'post /revoke': [
    async (app) => {
      const { key } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.client().post('/revoke', { token: key }) }
    },
    async (app) => {
      const token = await aToken((await remembered(app)).client)
      return { ask: byBearer(app, token), act: () => app.client().post('/revoke', { token }) }
    },
  ],
  'put /admin/policies/platform': [
    async (app) => {
      const { client } = await remembered(app)
      const key = await aKey(client, { expiresInDays: 90 })
      app.clock.advance({ days: 8 })
      const admin = await app.admin()
      const ask = byBearer(app, key)
      return {
        ask,
        act: () => admin.put('/admin/policies/platform', { apiKeys: { allowedDays: [7], defaultDays: 7 } }),
      }
    },
  ],
  'put /admin/policies/organizations/:id': [
    async (app) => {
      const client = await app.signedIn(await app.user({ organizationId: organization }))
      const key = await aKey(client)
      const admin = await app.admin()
      await enrolApp(app, admin)
      const policy = { mfa: { enforceMfa: true }, enforcement: { blockCredentials: true } }
      return {
        ask: byBearer(app, key),
        act: () => admin.put(`/admin/policies/organizations/${organization}`, policy),
        isRight: ({ status, body }) => status === 403 && body.code === 'enrolment_required',
      }
    },
  ],
  'patch /admin/users/:id': [
    async (app) => {
      const { key, user } = await withKey(app)
      const admin = await app.admin()
      const act = () => admin.patch(`/admin/users/${user.id}`, { disabled: true })
      return { ask: byBearer(app, key), act }
    },
    async (app) => {
      const { cookie, user } = await remembered(app)
      const admin = await app.admin()
      const act = () => admin.patch(`/admin/users/${user.id}`, { disabled: true })
      return { ask: bySession(app, cookie), act }
    },
    async (app) => {
      const [first, second] = [await app.admin(), await app.admin()]
      return {
        ask: bySession(app, cookieOf(second)),
        act: () => first.patch(`/admin/users/${second.user.id}`, { admin: false }),
        isRight: ({ body }) => body.user?.admin === false,
      }
    },
    async (app) => {
      const { key, user } = await withKey(app)
      const admin = await app.admin()
      const patch = { displayName: 'Ann', organizationId: 'elsewhere' }
      return {
        ask: byBearer(app, key),
        act: () => admin.patch(`/admin/users/${user.id}`, patch),
        isRight: ({ body }) =>
          body.user?.displayName === 'Ann' && body.user.organizationId === patch.organizationId,
      }
    },
  ],
  'patch /admin/service-accounts/:id': [
    async (app) => {
      const { admin, path, key } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => admin.patch(path, { disabled: true }) }
    },
    async (app) => {
      const { admin, path, key } = await withServiceKey(app)
      await admin.patch(path, { disabled: true })
      return {
        ask: byBearer(app, key),
        act: () => admin.patch(path, { disabled: false }),
        isRight: ({ status }) => status === 200,
      }
    },
    async (app) => {
      const { admin, path, key, id } = await withServiceKey(app)
      return {
        ask: byBearer(app, key),
        act: () => admin.patch(path, { name: `renamed ${id}` }),
        isRight: ({ body }) => body.user?.username === `renamed ${id}`,
      }
    },
  ],
  'delete /admin/service-accounts/:id': [
    async (app) => {
      const { admin, path, key } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => admin.delete(path) }
    },
  ],
  'patch /admin/service-accounts/:id/api-keys/:keyId': [
    async (app) => {
      const { admin, path, key, keyId } = await withServiceKey(app)
      const act = () => admin.patch(`${path}/api-keys/${keyId}`, { disabled: true })
      return { ask: byBearer(app, key), act }
    },
  ],
  'delete /admin/service-accounts/:id/api-keys/:keyId': [
    async (app) => {
      const { admin, path, key, keyId } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => admin.delete(`${path}/api-keys/${keyId}`) }
    },
  ],
  'post /admin/service-accounts/:id/api-keys/:keyId/rotation': [
    async (app) => {
      const { admin, path, key, keyId } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => admin.post(`${path}/api-keys/${keyId}/rotation`) }
    },
  ],
  'delete /admin/users/:id': [
    async (app) => {
      const { key, user } = await withKey(app)
      const admin = await app.admin()
      return { ask: byBearer(app, key), act: () => admin.delete(`/admin/users/${user.id}`) }
    },
  ],
  'post /one-time-links/:kind': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => useLink(app, user.id) }
    },
    async (app) => {
      const { client, user } = await remembered(app)
      const token = await aToken(client)
      return { ask: byBearer(app, token), act: () => useLink(app, user.id) }
    },
  ],
  'post /admin/users/:id/password': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      const admin = await app.admin()
      return { ask: bySession(app, cookie), act: () => admin.post(`/admin/users/${user.id}/password`) }
    },
    async (app) => {
      const { client, user } = await remembered(app)
      const token = await aToken(client)
      const admin = await app.admin()
      return { ask: byBearer(app, token), act: () => admin.post(`/admin/users/${user.id}/password`) }
    },
  ],
  'post /admin/users/:id/mfa-reset': [
    async (app) => {
      const { client, user } = await remembered(app)
      await enrolApp(app, client)
      const admin = await app.admin()
      const act = () => admin.post(`/admin/users/${user.id}/mfa-reset`, { reason: 'lost phone' })
      return { ask: bySession(app, cookieOf(client)), act }
    },
  ],
  'delete /admin/users/:id/sessions': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      const admin = await app.admin()
      return { ask: bySession(app, cookie), act: () => admin.delete(`/admin/users/${user.id}/sessions`) }
    },
  ],
  'patch /admin/credentials/:id': [
    async (app) => {
      const { user } = await remembered(app)
      const limit = { requests: 5, perSeconds: 86_400 }
      const { apiKey, key } = await app.keyward.apiKeys.create(user.id, { name: 'a', limit })
      const admin = await app.admin()
      return {
        ask: byBearer(app, key.reveal()),
        // As many as were counted before.
        act: () => admin.patch(`/admin/credentials/${apiKey.id}`, { limit: { ...limit, requests: 2 } }),
        isRight: ({ body }) => body.code === 'rate_limited',
      }
    },
  ],
  'delete /admin/credentials/:id': [
    async (app) => {
      const { id, key } = await withKey(app)
      const admin = await app.admin()
      return { ask: byBearer(app, key), act: () => admin.delete(`/admin/credentials/${id}`) }
    },
    async (app) => {
      const { client } = await remembered(app)
      const { id, token } = (await client.post('/tokens', {})).body
      const admin = await app.admin()
      return { ask: byBearer(app, token), act: () => admin.delete(`/admin/credentials/${id}`) }
    },
    async (app) => {
      const { client, cookie } = await remembered(app)
      const id = await sessionIdOf(client)
      const admin = await app.admin()
      return { ask: bySession(app, cookie), act: () => admin.delete(`/admin/credentials/${id}`) }
    },
  ],
}

/** Routes that give, or that change what no guard reads. */
export const harmless: readonly string[] = [
  // The step before ended the session that this browser had.
  'post /session/totp',
  'post /session/recovery-code',
  ...['/session/security-key', '/session/passkey', '/session/reauthentication/security-key'].map(
    (path) => `post ${path}/options`,
  ),
  ...['post /mfa/totp', 'post /mfa/recovery-codes', 'post /mfa/security-keys/options'],
  'patch /mfa/security-keys/:id',
  ...['post /api-keys', 'post /tokens', 'post /ssh-keys', 'post /ssh-private-keys', 'post /admin/users'],
  ...['post /admin/service-accounts', 'post /admin/service-accounts/:id/api-keys'],
  // A program that signs in by a code is given a token, or none; to introspect is to read.
  ...['code', 'token', ':userCode/approval', ':userCode/denial'].map((path) => `post /device/${path}`),
  'post /introspect',
  'post /admin/users/:id/invitation',
  // Hosts are told what is stored, each time they ask.
  ...['patch /ssh-keys/:id', 'delete /ssh-keys/:id', 'put /admin/ssh-grants'],
  ...['patch /ssh-private-keys/:id', 'delete /ssh-private-keys/:id'],
  ...['post /admin/hosts', 'patch /admin/hosts/:id', 'delete /admin/hosts/:id'],
  'post /admin/hosts/:id/rotation',
]

async function useLink({ keyward, client }: App, userId: string): Promise<Response> {
  const { url } = await keyward.users.passwordResetLink(userId)
  const code = new URL(url.reveal()).hash.slice(1)
  noteSecret(code)
  return client().post('/one-time-links/password-reset', { code, newPassword: newPassword() })
}
