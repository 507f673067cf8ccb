import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { KeywardError } from '../errors.js'
import { listOf, page, pageRequest } from './input.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const displayName = z
  .string()
  .max(200)
  .regex(/^[^\p{C}]*$/u)
  .nullable()
const organizationId = z.string().min(1).max(64).nullable()
const newUser = z.strictObject({
  username: z.string(),
  password: z.string(),
  displayName: displayName.optional(),
  organizationId: organizationId.optional(),
  admin: z.boolean().optional(),
})
/** What may be changed of a user. */
export const userChange = z
  .strictObject({ displayName, organizationId, admin: z.boolean(), disabled: z.boolean() })
  .partial()
/** Why somebody's second factors are taken away. */
export const mfaReset = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{C}]*$/u),
})
const nothing = z.strictObject({})

/** Users, for administrators. */
export function adminUserRoutes({ users }: Services): readonly Route[] {
  return [
    route('get', '/admin/users', {
      level: 'admin',
      query: page,
      handler: async ({ query }) => ok(listOf(await users.list(pageRequest(query)))),
    }),
    route('post', '/admin/users', {
      level: 'admin',
      body: newUser,
      handler: async ({ client, principal, body, path }) => {
        const user = await users.create(actorOf(client, principal.user), body, 'check-password')
        return created(user, `${path}/${user.id}`)
      },
    }),
    route('get', '/admin/users/:id', {
      level: 'admin',
      handler: async ({ param }) => ok(await users.get(param('id'))),
    }),
    route('patch', '/admin/users/:id', {
      level: 'admin',
      body: userChange,
      handler: async ({ client, principal, param, body }) =>
        ok(await users.update(actorOf(client, principal.user), param('id'), body)),
    }),
    route('delete', '/admin/users/:id', {
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await users.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
    route('post', '/admin/users/:id/password', {
      level: 'admin',
      body: nothing,
      handler: async ({ client, principal, param, path }) => {
        refuseOneself(principal.user.id, param('id'))
        const reset = await users.resetPassword(actorOf(client, principal.user), param('id'))
        // The one reply that shows the secret.
        const body = { temporaryPassword: reset.temporaryPassword.reveal(), expiresAt: reset.expiresAt }
        return created(body, path.slice(0, path.lastIndexOf('/')))
      },
    }),
    route('post', '/admin/users/:id/mfa-reset', {
      level: 'admin',
      body: mfaReset,
      handler: async ({ client, principal, param, body }) => {
        refuseOneself(principal.user.id, param('id'))
        await users.resetMfa(actorOf(client, principal.user), param('id'), body.reason)
        return noContent
      },
    }),
    route('delete', '/admin/users/:id/sessions', {
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        refuseOneself(principal.user.id, param('id'))
        await users.endSessions(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
  ]
}

function refuseOneself(own: string, id: string): void {
  if (own === id) throw new KeywardError('forbidden')
}
