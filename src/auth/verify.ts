import { claimedKind, isWellFormed } from '../crypto/secret.js'
import { noteRefusal, refusalAt } from '../credentials/verdict.js'
import type { CredentialKind } from '../principal.js'
import type { Client } from './client.js'
import { addressOf } from './client.js'
import type { Found, Principal } from './found.js'
import { lookUp } from './look-up.js'
import type { Needs } from './look-up.js'
import { andThen } from './maybe-promise.js'
import type { MaybePromise } from './maybe-promise.js'

/** Finds what a text that claims to be a secret of a kind stands for: by reading, or in memory. */
export type Find = (kind: CredentialKind, text: string) => MaybePromise<Found | null>

/** Finds by reading, each time: for whatever manages credentials. */
export function reading(parts: Needs): Find {
  return (kind, text) => (isWellFormed(text) ? lookUp(parts, kind, text) : null)
}

/** Whose API key or token this is; `null` = it is not valid. Junk costs no look-up, anything else at most one; nothing is written. */
export function verifyBearer(
  parts: Needs,
  find: Find,
  text: string,
  client: Client,
): MaybePromise<Principal | null> {
  const kind = claimedKind(parts.options.secretPrefix, text)
  if (kind !== 'api_key' && kind !== 'token') return null
  return andThen(find(kind, text), (found) => judge(parts, found, client))
}

/** As `verifyBearer`, for the secret in a session cookie. */
export function verifySession(
  parts: Needs,
  find: Find,
  text: string,
  client: Client,
): MaybePromise<Principal | null> {
  if (claimedKind(parts.options.secretPrefix, text) !== 'session') return null
  return andThen(find('session', text), (found) => judge(parts, found, client))
}

/** Whether it is accepted, asked anew at each use. */
function judge(parts: Needs, found: Found | null, client: Client): Principal | null {
  if (!found) return null
  const now = parts.options.now()
  const reason = refusalAt(found, now)
  if (reason) return noteRefusal(parts, found.party, found.owner, { ip: addressOf(client), reason })
  const second = Math.trunc(now / 1000)
  // Often enough to know when it was last used. The address costs more than all else here.
  if (second !== found.notedAt) {
    found.notedAt = second
    found.noteUse(now, addressOf(client))
  }
  return found.principal
}
