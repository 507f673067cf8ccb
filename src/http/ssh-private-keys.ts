import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { listOf, page, pageRequest } from './input.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const change = z.strictObject({
  name: z.string().max(1000).optional(),
  accountName: z.string().max(1000).nullable().optional(),
  description: z.string().max(5000).nullable().optional(),
})
const newKey = change.extend({
  name: z.string().max(1000),
  // How long it may be is decided, as 413, where it is read.
  privateKey: z.string().optional(),
  passphrase: z.string().max(1024).optional(),
  generate: z.literal('ed25519').optional(),
})

/** The caller's SSH private keys; no answer shows a private half. */
export function sshPrivateKeyRoutes({ sshPrivateKeys }: Services): readonly Route[] {
  return [
    route('get', '/ssh-private-keys', {
      level: 'session',
      query: page,
      handler: async ({ principal, query }) =>
        ok(listOf(await sshPrivateKeys.list(principal.user, pageRequest(query)))),
    }),
    route('post', '/ssh-private-keys', {
      level: 'recent',
      body: newKey,
      handler: async ({ client, principal: { user }, body, path }) => {
        const key = await sshPrivateKeys.create(actorOf(client, user), user, body)
        return created(key, `${path}/${key.id}`)
      },
    }),
    route('get', '/ssh-private-keys/:id', {
      level: 'session',
      handler: async ({ principal, param }) => ok(await sshPrivateKeys.get(principal.user, param('id'))),
    }),
    route('patch', '/ssh-private-keys/:id', {
      level: 'session',
      body: change,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await sshPrivateKeys.update(actorOf(client, user), user, param('id'), body)),
    }),
    route('delete', '/ssh-private-keys/:id', {
      level: 'recent',
      handler: async ({ client, principal: { user }, param }) => {
        await sshPrivateKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
  ]
}
