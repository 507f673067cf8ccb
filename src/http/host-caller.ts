import { readBearer } from '../auth/bearer.js'
import { challenged } from '../auth/challenge.js'
import type { Client } from '../auth/client.js'
import { addressOf } from '../auth/client.js'
import type { Parts } from '../parts.js'
import { verifyHost } from '../ssh/host-credential.js'
import type { SshHostRow } from '../store/ssh-host.js'

/**
 * The host that calls, by its credential: no user's key, token or session stands in for it.
 * Throws 401, and 403 `host_disabled` or `address_not_allowed`.
 */
export async function hostCaller(parts: Parts, client: Client): Promise<SshHostRow> {
  const bearer = readBearer(client, parts.options)
  if (bearer === null) throw challenged('unauthenticated', parts.options)
  const host = await verifyHost(parts, bearer, addressOf(client))
  if (!host) throw challenged('invalid_token', parts.options)
  return host
}
