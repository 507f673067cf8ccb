import { isIn } from '../cidr.js'
import type { Core } from '../core.js'
import { redigestOf, refusalAt, validityOfSecret } from '../credentials/verdict.js'
import { kindOf } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import type { RefusedRequest } from '../refusals.js'
import type { SshHostRow } from '../store/ssh-host.js'
import { sshHostParty } from './host.js'

/** A request of a host's, and where it comes from. */
export interface SshHostCaller {
  readonly request: RefusedRequest
  readonly actor: Actor
}

/** A host that calls, as its credential tells. */
export type CallingSshHost = Pick<SshHostRow, 'id' | 'name' | 'groups'>

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'usage' | 'refusals'>

/** The host whose credential this is; `null` = it is not valid. A text that cannot be a credential costs no look-up, any other one. */
export async function verifyHost(
  core: Needs,
  text: string,
  by: SshHostCaller,
): Promise<CallingSshHost | null> {
  const { options, store, digester, usage } = core
  if (kindOf(options.secretPrefix, text) !== 'host') return null
  const hashes = digester.candidates(text)
  const host = await store.sshHosts.byDigest(hashes.map(({ digest }) => digest))
  if (!host) return null
  if (refusalAt(validityOfSecret(host, hashes), options.now()))
    return noteRefusal(core, host, { ...by, reason: 'rotated' })
  admit(core, host, by)
  usage.used('sshHosts', host.id, { at: options.now(), ip: by.actor.ip, redigest: redigestOf(host, hashes) })
  return host
}

/** Refuses a host that is disabled, or that asks from another address than it may. */
function admit(core: Pick<Core, 'refusals'>, host: SshHostRow, by: SshHostCaller): void {
  const reason = refusalOf(host, by.actor.ip)
  if (reason === null) return
  noteRefusal(core, host, { ...by, reason })
  throw new KeywardError(reason)
}

function refusalOf({ disabled, cidrs }: SshHostRow, ip: string | null) {
  if (disabled) return 'host_disabled'
  return cidrs.length === 0 || (ip !== null && isIn(cidrs, ip)) ? null : 'address_not_allowed'
}

function noteRefusal(
  { refusals }: Pick<Core, 'refusals'>,
  host: SshHostRow,
  by: SshHostCaller & { readonly reason: 'rotated' | 'host_disabled' | 'address_not_allowed' },
): null {
  const refused = { type: 'credential.refused', subject: sshHostParty(host), userId: null } as const
  void refusals.record(by.request, by.actor, { ...refused, reason: by.reason })
  return null
}
