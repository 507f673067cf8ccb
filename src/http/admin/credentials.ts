import { z } from 'zod'
import { inventoryKinds } from '../../admin/credentials.js'
import { actorOf } from '../../client.js'
import { requestBudget } from '../../input/api-key.js'
import { adminCredentialList, boundCredential } from '../answer/admin.js'
import { listOf, pageQuery, pageRequest } from '../list/paging.js'
import type { Route } from '../route.js'
import { noContent, ok, route } from '../route.js'
import type { Services } from '../services.js'
import { fingerprint } from '../ssh-hosts.js'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const search = z.strictObject({
  ...pageQuery,
  kind: z.literal(inventoryKinds).optional(),
  user: z.string().min(1).max(255).optional(),
  fingerprint: fingerprint.optional(),
  expiresBefore: time.optional(),
  unusedSince: time.optional(),
})

const limitation = z.strictObject({ limit: requestBudget })

/** The credentials of all users, for administrators. */
export function adminCredentialRoutes({ credentials }: Services): readonly Route[] {
  return [
    route('get', '/admin/credentials', {
      operation: 'listCredentials',
      summary:
        'Everybody’s API keys, tokens, SSH keys and sessions, by kind, owner, fingerprint, end or last use.',
      answers: { 200: adminCredentialList },
      level: 'admin',
      query: search,
      handler: async ({ query }) => ok(listOf(await credentials.list(query, pageRequest(query)))),
    }),
    route('patch', '/admin/credentials/:id', {
      operation: 'limitCredential',
      summary: 'Says how many requests an API key may make under guards; `null` = any number.',
      answers: { 200: boundCredential },
      level: 'admin',
      body: limitation,
      handler: async ({ client, principal, param, body }) =>
        ok(await credentials.limit(actorOf(client, principal.user), param('id'), body.limit)),
    }),
    route('delete', '/admin/credentials/:id', {
      operation: 'deleteCredential',
      summary: 'Ends any credential.',
      answers: { 204: null },
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await credentials.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
  ]
}
