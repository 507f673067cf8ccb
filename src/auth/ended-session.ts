import type { Client } from '../client.js'
import { refusalAt } from '../credentials/verdict.js'
import { claimedKind, isWellFormed } from '../crypto/secret.js'
import { readCookie, sessionCookie } from './cookie.js'
import type { VerificationNeeds } from './look-up.js'
import { lookUp } from './look-up.js'

/** What became of a session: its time was over, or something ended it that this browser did not do. */
export type SessionEnd = 'expired' | 'ended'

/**
 * What became of the session whose cookie a browser still has; `null` = it has none, or one that is alive. It tells a browser about its own
 * session alone, and of that neither whose it was nor why it ended: a cookie that was never good reads as one that was ended.
 */
export async function endedSession(core: VerificationNeeds, client: Client): Promise<SessionEnd | null> {
  const { options } = core
  const text = readCookie(client, sessionCookie(options)) ?? ''
  if (claimedKind(options.secretPrefix, text) !== 'session' || !isWellFormed(text)) return null
  const found = await lookUp(core, 'session', text)
  const refusal = found === null ? 'revoked' : refusalAt(found, options.now())
  if (refusal === null) return null
  return refusal === 'expired' ? 'expired' : 'ended'
}
