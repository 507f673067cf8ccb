import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import type { IssuedApiKey } from '../credentials/api-key.js'
import { listOf, page, pageRequest } from './input.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const name = z.string().max(1000)
const newApiKey = z.strictObject({
  name,
  expiresInDays: z.number().nullable().optional(),
  scopes: z.array(z.string()).max(100).optional(),
})
const change = z.strictObject({ name: name.optional(), disabled: z.boolean().optional() })
const rotation = z.strictObject({ overlapSeconds: z.int().min(0).max(604_800).default(0) })

/** The caller's API keys. */
export function apiKeyRoutes({ apiKeys }: Services): readonly Route[] {
  return [
    route('get', '/api-keys', {
      level: 'session',
      query: page,
      handler: async ({ principal, query }) =>
        ok(listOf(await apiKeys.list(principal.user, pageRequest(query)))),
    }),
    route('post', '/api-keys', {
      level: 'recent',
      body: newApiKey,
      handler: async ({ client, principal: { user }, body, path }) => {
        const issued = await apiKeys.create(actorOf(client, user), user, body)
        return created(shown(issued), `${path}/${issued.apiKey.id}`)
      },
    }),
    route('get', '/api-keys/options', {
      level: 'session',
      handler: async ({ principal }) => ok(await apiKeys.options(principal.user)),
    }),
    route('get', '/api-keys/:id', {
      level: 'session',
      handler: async ({ principal, param }) => ok(await apiKeys.get(principal.user, param('id'))),
    }),
    route('patch', '/api-keys/:id', {
      level: 'session',
      body: change,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await apiKeys.update(actorOf(client, user), user, param('id'), body)),
    }),
    route('delete', '/api-keys/:id', {
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await apiKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
    route('post', '/api-keys/:id/rotation', {
      level: 'recent',
      body: rotation,
      handler: async ({ client, principal: { user }, param, body, path }) => {
        const issued = await apiKeys.rotate(actorOf(client, user), user, param('id'), body.overlapSeconds)
        return created(shown(issued), path.slice(0, path.lastIndexOf('/')))
      },
    }),
  ]
}

/** The one reply that shows the secret. */
function shown({ apiKey, key }: IssuedApiKey): object {
  return { ...apiKey, key: key.reveal() }
}
