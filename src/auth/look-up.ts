import { apiKeyParty, decideApiKey } from '../credentials/api-key.js'
import { endOfApiKey, endOfToken, rfc3339, rfc3339OrNull } from '../credentials/lifetime.js'
import { allScopes } from '../credentials/scope.js'
import { decideSession, endOfSession, recentMs, sessionParty } from '../credentials/session.js'
import { decideToken, tokenParty } from '../credentials/token.js'
import { toUser } from '../credentials/user.js'
import { isPresent, redigestOf, shorter, termOfSecret } from '../credentials/verdict.js'
import type { SecretHash } from '../crypto/digest.js'
import type { Parts } from '../parts.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import type { CredentialKind } from '../principal.js'
import type { Held } from '../store/held.js'
import type { SessionRow } from '../store/session.js'
import type { Found, Principal } from './found.js'

/** What verifications are made of. */
export type Needs = Pick<Parts, 'options' | 'store' | 'digester' | 'usage'>

/** Reads the credential a well-formed secret stands for, by one look-up; `null` = there is none. */
export function lookUp(parts: Needs, kind: CredentialKind, text: string): Promise<Found | null> {
  const hashes = parts.digester.candidates(text)
  if (kind === 'api_key') return lookUpApiKey(parts, hashes)
  return kind === 'token' ? lookUpToken(parts, hashes) : lookUpSession(parts, hashes)
}

async function lookUpApiKey(parts: Needs, hashes: readonly SecretHash[]): Promise<Found | null> {
  const held = await parts.store.apiKeys.byDigest(hashes.map(({ digest }) => digest))
  if (!held) return null
  const { row, owner } = held
  const policy = effectivePolicy(held.policies)
  const redigest = redigestOf(row, hashes)
  return {
    owner,
    party: apiKeyParty(row),
    principal: bearer(parts, held, policy, { kind: 'api_key', endsAt: endOfApiKey(row, policy) }),
    ...shorter(decideApiKey(row, owner, policy), termOfSecret(row, hashes)),
    notedAt: 0,
    noteUse(at, ip) {
      parts.usage.used('apiKeys', row.id, { at, ip, redigest })
    },
  }
}

async function lookUpToken(parts: Needs, hashes: readonly SecretHash[]): Promise<Found | null> {
  const held = await parts.store.tokens.byDigest(hashes.map(({ digest }) => digest))
  if (!held) return null
  const { row, owner } = held
  const policy = effectivePolicy(held.policies)
  const redigest = redigestOf(row, hashes)
  return {
    owner,
    party: tokenParty(row),
    principal: bearer(parts, held, policy, { kind: 'token', endsAt: endOfToken(row, policy) }),
    ...decideToken(row, owner, policy),
    notedAt: 0,
    noteUse(at, ip) {
      parts.usage.used('tokens', row.id, { at, ip, redigest })
    },
  }
}

async function lookUpSession(parts: Needs, hashes: readonly SecretHash[]): Promise<Found | null> {
  const { options, store } = parts
  const held = await store.sessions.byDigest(hashes.map(({ digest }) => digest))
  if (!held) return null
  const { row, owner, account } = held
  const seen = { ...row, lastSeenAt: options.now() }
  const superseded = !isPresent(row, hashes)
  return {
    owner,
    party: sessionParty(row.id),
    principal: Object.freeze({
      user: Object.freeze(toUser(owner, options)),
      authInfo: sessionInfo(seen, endOfSession(seen, options)),
      policy: effectivePolicy(held.policies),
      session: Object.freeze({ row: seen, account, superseded }),
    }),
    ...shorter(decideSession(held, options), termOfSecret(row, hashes)),
    notedAt: 0,
    noteUse(at, ip) {
      parts.usage.used('sessions', row.id, { at, ip })
    },
  }
}

function sessionInfo(row: SessionRow, endsAt: number): Principal['authInfo'] {
  const { id, createdAt, provedAt, amr } = row
  return Object.freeze({
    credential: Object.freeze({ kind: 'session', id, name: null, expiresAt: rfc3339(endsAt) }),
    scopes: allScopes,
    amr: Object.freeze(amr),
    session: Object.freeze({
      id,
      createdAt: rfc3339(createdAt),
      recentUntil: rfc3339(provedAt + recentMs),
    }),
  })
}

function bearer(
  { options }: Needs,
  {
    row,
    owner,
  }: Held<{ readonly id: string; readonly name: string | null; readonly scopes: readonly string[] }>,
  policy: Policy,
  { kind, endsAt }: { kind: 'api_key' | 'token'; endsAt: number | null },
): Principal {
  const { id, name, scopes } = row
  const credential = Object.freeze({ kind, id, name, expiresAt: rfc3339OrNull(endsAt) })
  return Object.freeze({
    user: Object.freeze(toUser(owner, options)),
    authInfo: Object.freeze({ credential, scopes: Object.freeze(scopes), amr: noAmr, session: null }),
    policy,
    session: null,
  })
}

const noAmr: readonly string[] = Object.freeze([])
