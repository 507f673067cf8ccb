import { z } from 'zod'
import type { IntrospectedCredential } from '../../auth/introspection.js'
import { introspected } from '../answer/introspection.js'
import type { ActiveCredentialJson } from '../json/introspection.js'
import type { Route } from '../route.js'
import { ok, route } from '../route.js'
import type { Services } from '../services.js'

/** A credential that somebody asks about; unknown parameters are ignored (RFC 7662, section 2.1). */
const introspectionRequest = z.object({ token: z.string().min(1) })

/** Says what a credential is good for, to services of one's own; none where the app has not switched it on. */
export function introspectionRoutes({ introspection, options }: Services): readonly Route[] {
  if (!options.introspection) return []
  return [
    route('post', '/introspect', {
      operation: 'introspectCredential',
      summary:
        'What an API key or token is good for (RFC 7662), asked by a service account with the scope `keyward:introspect`.',
      answers: { 200: introspected },
      level: 'introspector',
      oauth: true,
      body: introspectionRequest,
      handler: async ({ body }) => {
        const credential = await introspection.introspect(body.token)
        return ok(credential ? active(credential) : { active: false })
      },
    }),
  ]
}

function active(credential: IntrospectedCredential): ActiveCredentialJson {
  const { kind, user, scopes, issuedAt, expiresAt, clientId, allowedAddresses } = credential
  return {
    active: true,
    sub: user.id,
    username: user.username,
    scope: scopes.join(' '),
    ...(expiresAt !== null && { exp: seconds(expiresAt) }),
    iat: seconds(issuedAt),
    ...(clientId !== null && { client_id: clientId }),
    token_type: 'Bearer',
    kind,
    ...(allowedAddresses.length > 0 && { allowed_addresses: allowedAddresses }),
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}
