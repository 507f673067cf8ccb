import { readBearer } from '../../auth/bearer.js'
import { refuseNobody } from '../../auth/nobody.js'
import { challenged } from '../../auth/www-authenticate.js'
import type { Client } from '../../client.js'
import { actorOf } from '../../client.js'
import type { Core } from '../../core.js'
import type { CallingSshHost } from '../../ssh/host-credential.js'
import { verifyHost } from '../../ssh/host-credential.js'

/**
 * Says which SSH host calls, by its credential; no key, token or session of a user's counts.
 * Throws 401, and 403 `host_disabled` or `address_not_allowed`.
 */
export async function hostCaller(
  core: Pick<Core, 'options' | 'store' | 'digester' | 'usage' | 'refusals'>,
  client: Client,
): Promise<CallingSshHost> {
  const bearer = readBearer(client, core.options)
  if (bearer === null) refuseNobody(client, core.options)
  const host = await verifyHost(core, bearer, { request: client, actor: actorOf(client, null) })
  if (!host) throw challenged('invalid_token', core.options)
  return host
}
