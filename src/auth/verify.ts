import { kindOf } from '../crypto/secret.js'
import { apiKeyParty, decideApiKey } from '../credentials/api-key.js'
import { endOfApiKey, endOfToken, rfc3339, rfc3339OrNull } from '../credentials/lifetime.js'
import { allScopes } from '../credentials/scope.js'
import { decideSession, endOfSession, recentMs, sessionParty } from '../credentials/session.js'
import { decideToken, tokenParty } from '../credentials/token.js'
import { toUser } from '../credentials/user.js'
import { noteRefusal, redigestOf, supersededBy } from '../credentials/verdict.js'
import type { Parts } from '../parts.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import type { AuthInfo, Credential, User } from '../principal.js'
import type { AccountRow } from '../store/account.js'
import type { FoundApiKey } from '../store/api-key.js'
import type { Held } from '../store/held.js'
import type { SessionRow } from '../store/session.js'
import type { TokenRow } from '../store/token.js'

/** Who is calling, proved. */
export interface Principal {
  readonly user: User
  readonly authInfo: AuthInfo
  readonly policy: Policy
  /** Present when the credential is a session. */
  readonly session: ActiveSession | null
}

export interface ActiveSession {
  readonly row: SessionRow
  readonly account: AccountRow
  /** It was presented by the secret before its last re-issue. */
  readonly superseded: boolean
}

/** Whose API key or token this is; `null` = it is not valid. Junk costs no look-up, anything else one; nothing is written. */
export async function verifyBearer(parts: Parts, text: string, ip: string | null): Promise<Principal | null> {
  const kind = kindOf(parts.options.secretPrefix, text)
  if (kind === 'api_key') return verifyApiKey(parts, text, ip)
  if (kind === 'token') return verifyToken(parts, text, ip)
  return null
}

/** As `verifyBearer`, for the secret in a session cookie. */
export async function verifySession(
  parts: Parts,
  text: string,
  ip: string | null,
): Promise<Principal | null> {
  const { options, store, digester, usage } = parts
  if (kindOf(options.secretPrefix, text) !== 'session') return null
  const hashes = digester.candidates(text)
  const held = await store.sessions.byDigest(hashes.map(({ digest }) => digest))
  if (!held) return null
  const { row, owner, account } = held
  const now = options.now()
  const refusal = decideSession(held, options, now) ?? supersededBy(row, hashes, now)
  if (refusal) return noteRefusal(parts, sessionParty(row.id), owner, { ip, reason: refusal })
  usage.used('sessions', row.id, { at: now, ip })
  const seen = { ...row, lastSeenAt: now }
  return {
    user: toUser(owner, options),
    authInfo: {
      credential: {
        kind: 'session',
        id: row.id,
        name: null,
        expiresAt: rfc3339(endOfSession(seen, options)),
      },
      scopes: allScopes,
      amr: row.amr,
      session: {
        id: row.id,
        createdAt: rfc3339(row.createdAt),
        recentUntil: rfc3339(row.provedAt + recentMs),
      },
    },
    policy: effectivePolicy(held.policies),
    session: { row: seen, account, superseded: !hashes.some(({ digest }) => digest === row.digest) },
  }
}

async function verifyApiKey(parts: Parts, text: string, ip: string | null): Promise<Principal | null> {
  const { options, store, digester, usage } = parts
  const hashes = digester.candidates(text)
  const held = await store.apiKeys.byDigest(hashes.map(({ digest }) => digest))
  if (!held) return null
  const { row, owner } = held
  const policy = effectivePolicy(held.policies)
  const now = options.now()
  const refusal = decideApiKey(row, owner, policy, now) ?? supersededBy(row, hashes, now)
  if (refusal) return noteRefusal(parts, apiKeyParty(row), owner, { ip, reason: refusal })
  usage.used('apiKeys', row.id, { at: now, ip, redigest: redigestOf(row, hashes) })
  return bearer(parts, held, policy, { kind: 'api_key', endsAt: endOfApiKey(row, policy) })
}

async function verifyToken(parts: Parts, text: string, ip: string | null): Promise<Principal | null> {
  const { options, store, digester, usage } = parts
  const hashes = digester.candidates(text)
  const held = await store.tokens.byDigest(hashes.map(({ digest }) => digest))
  if (!held) return null
  const { row, owner } = held
  const policy = effectivePolicy(held.policies)
  const now = options.now()
  const refusal = decideToken(row, owner, policy, now)
  if (refusal) return noteRefusal(parts, tokenParty(row), owner, { ip, reason: refusal })
  usage.used('tokens', row.id, { at: now, ip, redigest: redigestOf(row, hashes) })
  return bearer(parts, held, policy, { kind: 'token', endsAt: endOfToken(row, policy) })
}

function bearer(
  { options }: Parts,
  { row, owner }: Held<Pick<FoundApiKey | TokenRow, 'id' | 'name' | 'scopes'>>,
  policy: Policy,
  { kind, endsAt }: { kind: 'api_key' | 'token'; endsAt: number | null },
): Principal {
  const { id, name, scopes } = row
  const credential: Credential = {
    kind,
    id,
    name,
    // Written out only when somebody looks: it is dearer than all else here.
    get expiresAt() {
      return rfc3339OrNull(endsAt)
    },
  }
  return {
    user: toUser(owner, options),
    authInfo: { credential, scopes, amr: [], session: null },
    policy,
    session: null,
  }
}
