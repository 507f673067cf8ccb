import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { credentialKinds } from '../store/credential.js'
import { listOf, pageQuery, pageRequest } from './input.js'
import type { Route } from './route.js'
import { noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const search = z.strictObject({
  ...pageQuery,
  kind: z.literal(credentialKinds).optional(),
  user: z.string().min(1).max(255).optional(),
  expiresBefore: time.optional(),
  unusedSince: time.optional(),
})

/** Everybody's credentials, for administrators. */
export function adminCredentialRoutes({ credentials }: Services): readonly Route[] {
  return [
    route('get', '/admin/credentials', {
      level: 'admin',
      query: search,
      handler: async ({ query }) => ok(listOf(await credentials.list(query, pageRequest(query)))),
    }),
    route('delete', '/admin/credentials/:id', {
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await credentials.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
  ]
}
