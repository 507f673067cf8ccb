import { recentMs } from '../credentials/proof.js'
import { allScopes } from '../credentials/scope.js'
import type { AuthInfo } from '../identity.js'
import type { SessionRow } from '../store/session.js'
import { rfc3339 } from '../time.js'

/** What hosts are told of a session; `expiresAt` is RFC 3339, `null` = it has no end of its own. */
export function sessionInfo(
  { id, createdAt, provedAt, amr }: Pick<SessionRow, 'id' | 'createdAt' | 'provedAt' | 'amr'>,
  expiresAt: string | null,
): AuthInfo {
  return Object.freeze({
    credential: Object.freeze({ kind: 'session', id, name: null, expiresAt }),
    scopes: allScopes,
    amr: Object.freeze(amr),
    session: Object.freeze({
      id,
      createdAt: rfc3339(createdAt),
      recentUntil: rfc3339(provedAt + recentMs),
    }),
  } satisfies AuthInfo)
}
