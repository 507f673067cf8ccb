import type { Client } from '../../client.js'
import { isAhead, proofOf, withProof } from '../../credentials/proof.js'
import { fingerprint } from '../../crypto/digest.js'
import type { HostUser } from '../../identity.js'
import type { Options } from '../../options.js'
import type { Proved } from '../../policy/enforcement.js'
import { nothingProved, strongestOf } from '../../policy/enforcement.js'
import type { SessionProof } from '../../store/session.js'
import { readBearer } from '../bearer.js'

/** What tells whether a session or a sign-in under way counts only while the host names its user. */
export interface Bound {
  readonly userId: string
  readonly boundTo: string | null
  readonly vouched: readonly string[]
}

/** The user whom the host names, if it does. It is not asked for a request with a bearer credential, which is judged by that alone. */
export async function namedUser(
  client: Client,
  options: Pick<Options, 'carriers' | 'productName'>,
): Promise<HostUser | null> {
  if (!client.hostUser || bringsBearer(client, options)) return null
  return client.hostUser()
}

/** Whether a request has a bearer credential, be it a malformed one. */
function bringsBearer(client: Client, options: Pick<Options, 'carriers' | 'productName'>): boolean {
  try {
    return readBearer(client, options) !== null
  } catch {
    return true
  }
}

/**
 * Whether a session, or a sign-in under way, counts beside what the host says. A bound one counts while the host names its user by the same
 * sign-in and vouches for no less than before, since somebody may have signed in again with less. Any other counts unless the host names
 * somebody else.
 */
export function countsBeside({ userId, boundTo, vouched }: Bound, named: HostUser | null): boolean {
  if (named?.userId !== userId) return named === null && boundTo === null
  if (boundTo === null) return true
  return boundTo === signInOf(named) && vouched.every((method) => named.amr.includes(method))
}

/** Names a sign-in of the host's: each request of it has the same name, and the next sign-in another, where the host tells them apart. */
export function signInOf({ sessionId }: HostUser): string {
  return fingerprint(sessionId ?? '')
}

/** What is proved by the host's word alone. */
export function provedToHost({ amr }: HostUser): Proved {
  return { ...nothingProved, amr, vouched: amr }
}

/** When the host's user last proved who they are, epoch ms; `null` = the host does not say, or names a time that is still to come. */
export function provedAtOf({ provedAt }: HostUser, now: number): number | null {
  if (provedAt == null || isAhead(provedAt, now)) return null
  return Math.min(provedAt, now)
}

/** What was proved in a bound session, together with what the host says now, which may have asked for a password again. */
export function withHostProof<Row extends SessionProof>(row: Row, named: HostUser, now: number): Row {
  const amr = [...new Set([...row.amr, ...named.amr])]
  const vouched = { ...row, amr, vouched: named.amr }
  const at = provedAtOf(named, now)
  // What was proved while this clock was ahead is no newer than what is proved now.
  if (at === null || (at <= row.provedAt && !isAhead(row.provedAt, now))) return vouched
  return { ...vouched, ...withProof(proofOf(vouched), { method: strongestOf(named.amr) }, at), amr }
}
