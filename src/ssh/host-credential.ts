import { redigestOf, refusalAt, termOfSecret } from '../credentials/verdict.js'
import { kindOf } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { SshHostRow } from '../store/ssh-host.js'
import { isIn } from './cidr.js'
import { sshHostParty } from './host.js'

/** The host whose credential this is; `null` = it is not valid. Junk costs no look-up, anything else one. */
export async function verifyHost(parts: Parts, text: string, ip: string | null): Promise<SshHostRow | null> {
  const { options, store, digester, usage } = parts
  if (kindOf(options.secretPrefix, text) !== 'host') return null
  const hashes = digester.candidates(text)
  const host = await store.sshHosts.byDigest(hashes.map(({ digest }) => digest))
  if (!host) return null
  if (refusalAt(termOfSecret(host, hashes), options.now()))
    return noteRefusal(parts, host, { ip, reason: 'rotated' })
  admit(parts, host, ip)
  usage.used('sshHosts', host.id, { at: options.now(), ip, redigest: redigestOf(host, hashes) })
  return host
}

/** Refuses a host that is disabled, or that asks from another address than it may. */
function admit(parts: Parts, host: SshHostRow, ip: string | null): void {
  const reason = refusalOf(host, ip)
  if (reason === null) return
  noteRefusal(parts, host, { ip, reason })
  throw new KeywardError(reason)
}

function refusalOf({ disabled, cidrs }: SshHostRow, ip: string | null) {
  if (disabled) return 'host_disabled'
  return cidrs.length === 0 || (ip !== null && isIn(cidrs, ip)) ? null : 'address_not_allowed'
}

function noteRefusal(
  { options, usage }: Parts,
  host: SshHostRow,
  { ip, reason }: { ip: string | null; reason: 'rotated' | 'host_disabled' | 'address_not_allowed' },
): null {
  const actor = { party: null, ip, userAgent: null }
  usage.refused(
    auditEvent(options.now(), actor, {
      type: 'credential.refused',
      subject: sshHostParty(host),
      userId: null,
      outcome: 'refused',
      reason,
    }),
  )
  return null
}
