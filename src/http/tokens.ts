import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { listOf, page, pageRequest } from './input.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const newToken = z.strictObject({
  name: z.string().max(1000).optional(),
  expiresInHours: z.number().optional(),
  scopes: z.array(z.string()).max(100).optional(),
})

/** The caller's short-term tokens. */
export function tokenRoutes({ tokens }: Services): readonly Route[] {
  return [
    route('get', '/tokens', {
      level: 'session',
      query: page,
      handler: async ({ principal, query }) =>
        ok(listOf(await tokens.list(principal.user, pageRequest(query)))),
    }),
    route('get', '/tokens/options', {
      level: 'session',
      handler: async ({ principal }) => ok(await tokens.options(principal.user)),
    }),
    route('post', '/tokens', {
      level: 'recent',
      body: newToken,
      handler: async ({ client, principal: { user }, body, path }) => {
        const { info, token } = await tokens.create(actorOf(client, user), user, body)
        // The one reply that shows the secret.
        return created({ ...info, token: token.reveal() }, `${path}/${info.id}`)
      },
    }),
    route('delete', '/tokens/:id', {
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await tokens.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
  ]
}
