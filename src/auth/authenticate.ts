import type { Parts } from '../parts.js'
import { readBearer } from './bearer.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { addressOf } from './client.js'
import { readCookie, sessionCookie } from './cookie.js'
import { refuseForeignOrigin } from './origin.js'
import type { Principal } from './verify.js'
import { verifyBearer, verifySession } from './verify.js'

/**
 * Says who is calling: the bearer credential decides, the cookie beside it is not looked at; `null` = no credential was sent.
 * Throws 401 for a credential that is not valid, 400 for one that is malformed, 403 `csrf` for a foreign page's request.
 */
export async function authenticate(parts: Parts, client: Client): Promise<Principal | null> {
  const { options } = parts
  const ip = addressOf(client)
  const bearer = readBearer(client, options)
  if (bearer !== null) {
    const principal = await verifyBearer(parts, bearer, ip)
    if (principal) return principal
    throw challenged('invalid_token', options)
  }
  const cookie = readCookie(client, sessionCookie(options))
  if (cookie === undefined) return null
  refuseForeignOrigin(client, options)
  const principal = await verifySession(parts, cookie, ip)
  if (principal) return principal
  throw challenged('unauthenticated', options)
}
