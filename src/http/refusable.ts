import type { Principal } from '../auth/principal.js'
import type { Refusable } from '../auth/recording.js'
import { refusableHolder } from '../auth/recording.js'
import type { Pending } from '../sign-in/pending.js'
import { sshHostParty } from '../ssh/host.js'
import type { Caller } from './level.js'

/** The caller of a route as the record of a refusal names them; `null` = nobody knows who it is. */
export function refusableOf(caller: Caller): Refusable | null {
  if (caller === null) return null
  if (isHolder(caller)) return refusableHolder(caller)
  return isPending(caller) ? { user: caller.user } : { user: null, subject: sshHostParty(caller) }
}

/** Whether a caller is a user with a credential of their own. */
export function isHolder(caller: Caller): caller is Principal {
  return caller !== null && 'authInfo' in caller
}

function isPending(caller: Caller): caller is Pending {
  return caller !== null && 'pending' in caller
}
