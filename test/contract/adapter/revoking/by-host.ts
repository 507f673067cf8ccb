import { enrolApp } from '../../../support/factors.js'
import { withServiceKey } from '../service-accounts/scene.js'
import { newPassword } from '../../../support/secrets.js'
import type { Scenes } from './scene.js'
import { remembered, withKey, aKey, aToken, sessionIdOf, cookieOf, bySession, byBearer } from './scene.js'

/** The scenes of calls of the app’s own code. */
export const byHost: Scenes = {
  'users.disable': [
    async (app) => {
      const { key, user } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.users.disable(user.id) }
    },
    async (app) => {
      const { cookie, user } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => app.keyward.users.disable(user.id) }
    },
  ],
  'users.enable': [
    async (app) => {
      const { key, user } = await withKey(app)
      await app.keyward.users.disable(user.id)
      return {
        ask: byBearer(app, key),
        act: () => app.keyward.users.enable(user.id),
        isRight: ({ status }) => status === 200,
      }
    },
  ],
  'users.remove': [
    async (app) => {
      const { key, user } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.users.remove(user.id) }
    },
  ],
  'users.setPassword': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      return {
        ask: bySession(app, cookie),
        act: () => app.keyward.users.setPassword(user.id, newPassword()),
      }
    },
  ],
  // As a host does that has the users in a table of its own.
  'users.changed': [
    async (app) => {
      const { key, user } = await withKey(app)
      const change = 'UPDATE keyward_user SET display_name = ? WHERE id = ?'
      return {
        ask: byBearer(app, key),
        async act() {
          await app.database.dataSource.query(change, ['Ann', user.id])
          await app.keyward.users.changed(user.id)
        },
        isRight: ({ body }) => body.user?.displayName === 'Ann',
      }
    },
  ],
  'users.update': [
    async (app) => {
      const { key, user } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.users.update(user.id, { disabled: true }) }
    },
    async (app) => {
      const { cookie, user } = await remembered(app)
      return {
        ask: bySession(app, cookie),
        act: () => app.keyward.users.update(user.id, { displayName: 'Ann' }),
        isRight: ({ body }) => body.user?.displayName === 'Ann',
      }
    },
  ],
  'users.resetPassword': [
    async (app) => {
      const { client, user } = await remembered(app)
      const token = await aToken(client)
      return { ask: byBearer(app, token), act: () => app.keyward.users.resetPassword(user.id) }
    },
  ],
  'users.resetMfa': [
    async (app) => {
      const { client, user } = await remembered(app)
      await enrolApp(app, client)
      const act = () => app.keyward.users.resetMfa(user.id, { reason: 'lost phone' })
      return { ask: bySession(app, cookieOf(client)), act }
    },
  ],
  'users.endSessions': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => app.keyward.users.endSessions(user.id) }
    },
  ],
  'import.totp': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      const act = () => app.keyward.import.totp(user.id, 'JBSWY3DPEHPK3PXP', { confirmedAt: 0 })
      return { ask: bySession(app, cookie), act }
    },
  ],
  'import.users': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      const totp = { secret: 'JBSWY3DPEHPK3PXP', confirmedAt: 0 }
      const act = () => app.keyward.import.users([{ userId: user.id, totp }])
      return { ask: bySession(app, cookie), act }
    },
  ],
  'apiKeys.update': [
    async (app) => {
      const { key, id, user } = await withKey(app)
      const act = () => app.keyward.apiKeys.update(user.id, id, { disabled: true })
      return { ask: byBearer(app, key), act }
    },
    async (app) => {
      const { key, id, user } = await withKey(app)
      return {
        ask: byBearer(app, key),
        act: () => app.keyward.apiKeys.update(user.id, id, { name: 'Renamed' }),
        isRight: ({ body }) => body.authInfo?.credential.name === 'Renamed',
      }
    },
  ],
  'apiKeys.rotate': [
    async (app) => {
      const { key, id, user } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.apiKeys.rotate(user.id, id) }
    },
  ],
  'apiKeys.remove': [
    async (app) => {
      const { key, id, user } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.apiKeys.remove(user.id, id) }
    },
  ],
  'secrets.revoke': [
    async (app) => {
      const { key } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.secrets.revoke([key]) }
    },
    async (app) => {
      const { client } = await remembered(app)
      const token = await aToken(client)
      return { ask: byBearer(app, token), act: () => app.keyward.secrets.revoke([token]) }
    },
  ],
  'serviceAccounts.update': [
    async (app) => {
      const { key, id } = await withServiceKey(app)
      const act = () => app.keyward.serviceAccounts.update(id, { disabled: true })
      return { ask: byBearer(app, key), act }
    },
  ],
  'serviceAccounts.remove': [
    async (app) => {
      const { key, id } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.serviceAccounts.remove(id) }
    },
  ],
  'serviceAccounts.keys.update': [
    async (app) => {
      const { key, id, keyId } = await withServiceKey(app)
      const act = () => app.keyward.serviceAccounts.keys.update(id, keyId, { disabled: true })
      return { ask: byBearer(app, key), act }
    },
  ],
  'serviceAccounts.keys.rotate': [
    async (app) => {
      const { key, id, keyId } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.serviceAccounts.keys.rotate(id, keyId) }
    },
  ],
  'serviceAccounts.keys.remove': [
    async (app) => {
      const { key, id, keyId } = await withServiceKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.serviceAccounts.keys.remove(id, keyId) }
    },
  ],
  'tokens.remove': [
    async (app) => {
      const { client, user } = await remembered(app)
      const { id, token } = (await client.post('/tokens', {})).body
      return { ask: byBearer(app, token), act: () => app.keyward.tokens.remove(user.id, String(id)) }
    },
  ],
  'tokens.removeAll': [
    async (app) => {
      const { client, user } = await remembered(app)
      const token = await aToken(client)
      await aToken(client)
      return { ask: byBearer(app, token), act: () => app.keyward.tokens.removeAll(user.id) }
    },
  ],
  'sessions.end': [
    async (app) => {
      const { client, cookie, user } = await remembered(app)
      const id = await sessionIdOf(client)
      return { ask: bySession(app, cookie), act: () => app.keyward.sessions.end(user.id, id) }
    },
  ],
  'sessions.endAll': [
    async (app) => {
      const { cookie, user } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => app.keyward.sessions.endAll(user.id) }
    },
  ],
  'policies.replace': [
    async (app) => {
      const { client } = await remembered(app)
      const key = await aKey(client, { expiresInDays: 90 })
      app.clock.advance({ days: 8 })
      const policy = { apiKeys: { allowedDays: [7], defaultDays: 7 } } as const
      return {
        ask: byBearer(app, key),
        act: () => app.keyward.policies.replace({ kind: 'platform' }, policy),
      }
    },
  ],
  'users.removed': [
    // Before the host's own transaction is committed, say: the row is still there.
    async (app) => {
      const { key, user } = await withKey(app)
      return { ask: byBearer(app, key), act: () => app.keyward.users.removed(user.id) }
    },
    async (app) => {
      const { key, user } = await withKey(app)
      return {
        ask: byBearer(app, key),
        async act() {
          await app.database.dataSource.query('DELETE FROM keyward_user WHERE id = ?', [user.id])
          await app.keyward.users.removed(user.id)
        },
      }
    },
  ],
  signInUser: [
    async (app) => {
      const { client, cookie, user } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => client.post(`/api/sso/${user.id}`) }
    },
  ],
  signOut: [
    async (app) => {
      const { client, cookie } = await remembered(app)
      return { ask: bySession(app, cookie), act: () => client.delete('/api/sso') }
    },
  ],
}

/** Calls of the host's that read or give, or that change what no guard reads. */
export const harmlessToHosts: readonly string[] = [
  ...['users.list', 'users.get', 'users.byUsername', 'users.create', 'passwords.verify'],
  ...['users.invite', 'users.passwordResetLink'],
  ...['import.sshKey', 'import.apiKey', 'import.check'],
  ...['serviceAccounts.list', 'serviceAccounts.get', 'serviceAccounts.create'],
  ...['apiKeys', 'tokens', 'serviceAccounts.keys'].flatMap((kind) =>
    ['list', 'get', 'options', 'create'].map((name) => `${kind}.${name}`),
  ),
  ...['sessions.list', 'policies.get', 'policies.forUser', 'policies.dryRun'],
  ...['policies.organizations', 'events.list'],
  ...['audit.verify', 'audit.seal', 'audit.prune', 'audit.export'],
  ...['secrets.status', 'secrets.rewrap'],
  // sshd is told what is stored, each time it asks, and no guard lets a key for SSH in.
  ...['sshKeys', 'sshPrivateKeys', 'sshHosts', 'sshGrants'].flatMap((kind) =>
    ['list', 'get', 'create', 'update', 'remove'].map((name) => `${kind}.${name}`),
  ),
  ...['sshHosts.rotate', 'sshGrants.replace'],
  ...['openAgent', 'signFor', 'withPrivateKey'].map((name) => `sshPrivateKeys.${name}`),
]
