import { z } from 'zod'
import { actorOf } from '../client.js'
import { credential, empty } from './answer/credential.js'
import type { Route } from './route.js'
import { ok, route } from './route.js'
import type { Services } from './services.js'

/** A request to revoke a credential; unknown parameters are ignored (RFC 7009, section 2.1). */
const revocationRequest = z.object({ token: z.string().min(1) })

/** Says what the presented credential is, and revokes a credential by its own secret. */
export function credentialRoutes({ revocation }: Services): readonly Route[] {
  return [
    route('get', '/credential', {
      operation: 'getCredential',
      summary: 'What the presented credential is, and whose.',
      answers: { 200: credential },
      level: 'bearer',
      handler: ({ principal: { user, authInfo, headers } }) => {
        const { kind, id, name, expiresAt } = authInfo.credential
        const body = { kind, id, name, scopes: authInfo.scopes, expiresAt, user }
        return Promise.resolve({ ...ok(body), headers: headers ?? {} })
      },
    }),
    route('post', '/revoke', {
      operation: 'revokeCredential',
      summary:
        'Ends an API key or token by presenting it (RFC 7009). The answer is the same whether or not there was one.',
      answers: { 200: empty },
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
