import type { Parts } from '../parts.js'
import { readBearer } from './bearer.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { readCookie, sessionCookie } from './cookie.js'
import type { Principal } from './found.js'
import { andThen } from './maybe-promise.js'
import type { MaybePromise } from './maybe-promise.js'
import { refuseForeignOrigin } from './origin.js'
import type { Find } from './verify.js'
import { reading, verifyBearer, verifySession } from './verify.js'

/**
 * Says who is calling: the bearer credential decides, the cookie beside it is not looked at; `null` = no credential was sent.
 * 401 for a credential that is not valid, 400 for one that is malformed, 403 `csrf` for a foreign page's request.
 * Reads the database each time.
 */
export async function authenticate(parts: Parts, client: Client): Promise<Principal | null> {
  return authenticateBy(parts, reading(parts), client)
}

/** As `authenticate`, but by what `find` remembers: at once where nothing must be read, and then refusals are thrown at once, too. */
export function authenticateBy(parts: Parts, find: Find, client: Client): MaybePromise<Principal | null> {
  const { options } = parts
  const bearer = readBearer(client, options)
  if (bearer !== null) {
    return andThen(verifyBearer(parts, find, bearer, client), (principal) => {
      if (principal) return principal
      throw challenged('invalid_token', options)
    })
  }
  const cookie = readCookie(client, sessionCookie(options))
  if (cookie === undefined) return null
  refuseForeignOrigin(client, options)
  return andThen(verifySession(parts, find, cookie, client), (principal) => {
    if (principal) return principal
    throw challenged('unauthenticated', options)
  })
}
