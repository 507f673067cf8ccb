import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import type { Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

/** RFC 7009, section 2.1: unknown parameters are ignored. */
const revocationRequest = z.object({ token: z.string().min(1) })

/** What the presented credential is, and ending one by holding it. */
export function credentialRoutes({ revocation }: Services): readonly Route[] {
  return [
    route('get', '/credential', {
      level: 'bearer',
      handler: ({ principal: { user, authInfo } }) => {
        const { kind, id, name, expiresAt } = authInfo.credential
        return Promise.resolve(ok({ kind, id, name, scopes: authInfo.scopes, expiresAt, user }))
      },
    }),
    route('post', '/revoke', {
      level: 'anon',
      oauth: true,
      body: revocationRequest,
      handler: async ({ client, body }) => {
        await revocation.revoke(actorOf(client, null), body.token)
        return ok({})
      },
    }),
  ]
}
