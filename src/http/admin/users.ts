import { z } from 'zod'
import { actorOf } from '../../client.js'
import { mfaReset, newUser, userChange } from '../../input/user.js'
import { adminUser, adminUserList, oneTimeLink, temporaryPassword } from '../answer/admin.js'
import { userListOf, userQuery } from '../list/user-query.js'
import type { Route } from '../route.js'
import { created, noContent, ok, route } from '../route.js'
import type { Services } from '../services.js'

const nothing = z.strictObject({})

/** Users, for administrators. */
export function adminUserRoutes(services: Services): readonly Route[] {
  return [...userRoutes(services), ...recoveryRoutes(services)]
}

function userRoutes({ users }: Services): readonly Route[] {
  return [
    route('get', '/admin/users', {
      operation: 'listUsers',
      summary:
        'All users, newest first, or those who fit: `q` is part of the user name, the display name or the organization’s id, in any case. `total` is `null` where the app’s own user table would have to be read to tell.',
      answers: { 200: adminUserList },
      level: 'admin',
      query: userQuery,
      handler: async ({ query }) => ok(userListOf(await users.search(query), query)),
    }),
    route('post', '/admin/users', {
      operation: 'createUser',
      summary: 'Adds a user.',
      answers: { 201: adminUser },
      refusals: ['method_not_allowed', 'username_taken'],
      level: 'admin',
      body: newUser,
      handler: async ({ client, principal, body, path }) => {
        const user = await users.create(actorOf(client, principal.user), body, 'check-password')
        return created(user, `${path}/${user.id}`)
      },
    }),
    route('get', '/admin/users/:id', {
      operation: 'getUser',
      summary: 'One user, with what they have enrolled.',
      answers: { 200: adminUser },
      level: 'admin',
      handler: async ({ param }) => ok(await users.get(param('id'))),
    }),
    route('patch', '/admin/users/:id', {
      operation: 'updateUser',
      summary: 'Changes a user, disables or enables them.',
      answers: { 200: adminUser },
      refusals: ['last_admin', 'method_not_allowed'],
      level: 'admin',
      body: userChange,
      handler: async ({ client, principal, param, body }) =>
        ok(await users.update(actorOf(client, principal.user), param('id'), body)),
    }),
    route('delete', '/admin/users/:id', {
      operation: 'deleteUser',
      summary: 'Removes a user and all that they hold.',
      answers: { 204: null },
      refusals: ['last_admin', 'method_not_allowed'],
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await users.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
  ]
}

/** What helps a user who cannot get in, and keeps out whoever got in in their place. */
function recoveryRoutes({ users, oneTimeLinks }: Services): readonly Route[] {
  return [
    route('post', '/admin/users/:id/password', {
      operation: 'resetPassword',
      summary: 'Makes up a password for a user, shown once: good for a day, and for choosing another.',
      answers: { 201: temporaryPassword },
      refusals: ['conflict'],
      level: 'admin',
      body: nothing,
      handler: async ({ client, principal, param, path }) => {
        const reset = await users.resetPassword(actorOf(client, principal.user), param('id'))
        // The one reply that shows the secret.
        const body = { temporaryPassword: reset.temporaryPassword.reveal(), expiresAt: reset.expiresAt }
        return created(body, path.slice(0, path.lastIndexOf('/')))
      },
    }),
    route('post', '/admin/users/:id/invitation', {
      operation: 'inviteUser',
      summary:
        'Makes a link, shown once and good for 7 days, that sets the first password of a user who has none.',
      answers: { 201: oneTimeLink },
      refusals: ['conflict'],
      level: 'admin',
      body: nothing,
      handler: async ({ client, principal, param, path }) => {
        const { url, expiresAt } = await oneTimeLinks.invite(actorOf(client, principal.user), param('id'))
        // The one reply that shows the link.
        return created({ url: url.reveal(), expiresAt }, path.slice(0, path.lastIndexOf('/')))
      },
    }),
    route('post', '/admin/users/:id/mfa-reset', {
      operation: 'resetMfa',
      summary:
        'Removes all second factors of a user and ends their sessions. Asks for a reason, which the audit keeps.',
      answers: { 204: null },
      level: 'admin',
      body: mfaReset,
      handler: async ({ client, principal, param, body }) => {
        await users.resetMfa(actorOf(client, principal.user), param('id'), body)
        return noContent
      },
    }),
    route('delete', '/admin/users/:id/sessions', {
      operation: 'deleteUserSessions',
      summary: 'Ends all sessions of a user, and sign-ins under way.',
      answers: { 204: null },
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await users.endSessions(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
  ]
}
