import { rangesOf } from '../cidr.js'
import type { Core } from '../core.js'
import { apiKeyParty, decideApiKey, validityOfApiKeySecret } from '../credentials/api-key.js'
import { importedDigests } from '../credentials/imported-api-key.js'
import { findApiKey, keyTableOf } from '../credentials/keys-of.js'
import { endOfApiKey, endOfToken } from '../credentials/lifetime.js'
import { asPresented } from '../credentials/proof.js'
import { decideSession, endOfSession, sessionParty } from '../credentials/session.js'
import { decideToken, tokenParty } from '../credentials/token.js'
import { isPresent, redigestOf, earlier, validityOfSecret } from '../credentials/verdict.js'
import type { SecretHash } from '../crypto/digest.js'
import type { CredentialKind, RequestBudget, User } from '../identity.js'
import { toUser } from '../identity.js'
import type { Policy } from '../policy/policy.js'
import { effectivePolicy } from '../policy/policy.js'
import type { CredentialOwner, OwnedCredential } from '../store/owned-credential.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import { endsSoonFrom } from './ending.js'
import type { VerifiedCredential, Principal } from './principal.js'
import { sessionInfo } from './session-info.js'

/** The part of core that a verification needs. */
export type VerificationNeeds = Pick<Core, 'options' | 'store' | 'digester' | 'usage' | 'refusals' | 'counts'>

/** What a text may claim to be. A key that was imported is an API key like any other once it is found. */
export type ClaimedKind = CredentialKind | 'imported_api_key'

/** Reads, by one look-up, the credential of a text that has the form of its kind; `null` = there is none. */
export function lookUp(
  core: VerificationNeeds,
  kind: ClaimedKind,
  text: string,
): Promise<VerifiedCredential | null> {
  if (kind === 'imported_api_key') return lookUpApiKey(core, importedDigests(core.digester, text))
  const hashes = core.digester.candidates(text)
  if (kind === 'api_key') return lookUpApiKey(core, hashes)
  return kind === 'token' ? lookUpToken(core, hashes) : lookUpSession(core, hashes)
}

async function lookUpApiKey(
  core: VerificationNeeds,
  hashes: readonly SecretHash[],
): Promise<VerifiedCredential | null> {
  const stored = await findApiKey(core.store, digestsOf(hashes))
  if (!stored) return null
  const { row, owner } = stored
  const policy = effectivePolicy(stored.policies)
  const redigest = redigestOf(row, hashes)
  const { allowedAddresses = [], limit: budget = null } = row.conditions ?? {}
  const of = {
    policy,
    kind: 'api_key',
    endsAt: endOfApiKey(row, policy),
    budget,
    metadata: row.metadata,
  } as const
  const principal = bearer(core, stored, of)
  const validity = earlier(decideApiKey(row, owner, policy), validityOfApiKeySecret(row, hashes, policy))
  return {
    owner,
    party: apiKeyParty(row),
    principal,
    endsSoonFrom: endsSoonFrom('api_key', validity),
    ending: null,
    ...validity,
    allows: allowedAddresses.length === 0 ? null : rangesOf(allowedAddresses),
    notedAt: 0,
    noteUse(at, ip) {
      core.usage.used(keyTableOf(owner), row.id, { at, ip, redigest })
    },
  }
}

async function lookUpToken(
  core: VerificationNeeds,
  hashes: readonly SecretHash[],
): Promise<VerifiedCredential | null> {
  const stored = await core.store.tokens.byDigest(digestsOf(hashes))
  if (!stored) return null
  const { row, owner } = stored
  const policy = effectivePolicy(stored.policies)
  const redigest = redigestOf(row, hashes)
  const of = { policy, kind: 'token', endsAt: endOfToken(row, policy), budget: null, metadata: null } as const
  const principal = bearer(core, stored, of)
  const validity = decideToken(row, owner, policy)
  return {
    owner,
    party: tokenParty(row),
    principal,
    endsSoonFrom: endsSoonFrom('token', validity),
    ending: null,
    ...validity,
    allows: null,
    notedAt: 0,
    noteUse(at, ip) {
      core.usage.used('tokens', row.id, { at, ip, redigest })
    },
  }
}

async function lookUpSession(
  core: VerificationNeeds,
  hashes: readonly SecretHash[],
): Promise<VerifiedCredential | null> {
  const { options, store } = core
  const stored = await store.sessions.byDigest(digestsOf(hashes))
  if (!stored) return null
  const { row, owner, account } = stored
  const superseded = !isPresent(row, hashes)
  const seen = { ...asPresented(row, { superseded }), lastSeenAt: options.now() }
  return {
    owner,
    party: sessionParty(row.id),
    principal: Object.freeze({
      user: Object.freeze(toUser(owner, options)),
      authInfo: sessionInfo(seen, rfc3339(endOfSession(seen, options))),
      policy: effectivePolicy(stored.policies),
      session: Object.freeze({ row: seen, account, superseded }),
      budget: null,
      headers: null,
    }),
    endsSoonFrom: Infinity,
    ending: null,
    allows: null,
    ...earlier(decideSession(stored, options), validityOfSecret(row, hashes)),
    notedAt: 0,
    noteUse(at, ip) {
      core.usage.used('sessions', row.id, { at, ip })
    },
  }
}

/** What API keys and tokens have in common. */
interface BearerRow {
  readonly id: string
  readonly name: string | null
  readonly scopes: readonly string[]
}

/** What differs between them. */
interface BearerTerms {
  readonly policy: Policy
  readonly kind: 'api_key' | 'token'
  readonly endsAt: number | null
  readonly budget: RequestBudget | null
  readonly metadata: Readonly<Record<string, unknown>> | null
}

function bearer(
  { options }: VerificationNeeds,
  { row, owner }: OwnedCredential<BearerRow>,
  of: BearerTerms,
): Principal {
  const { policy, kind, endsAt, budget, metadata } = of
  const { id, name, scopes } = row
  const kept = metadata === null ? null : { metadata: frozen(metadata) }
  const credential = Object.freeze({ kind, id, name, expiresAt: rfc3339OrNull(endsAt), ...kept })
  return Object.freeze({
    user: Object.freeze(holderOf(owner, options)),
    authInfo: Object.freeze({ credential, scopes: Object.freeze(scopes), amr: noAmr, session: null }),
    policy,
    session: null,
    budget,
    headers: null,
  } satisfies Principal)
}

/** The owner of a key or token as the app sees them. */
function holderOf(owner: CredentialOwner, options: Core['options']): User {
  if (owner.kind === 'user') return toUser(owner, options)
  const { disabled: _, ...account } = owner
  return account
}

function digestsOf(hashes: readonly SecretHash[]): readonly string[] {
  return hashes.map(({ digest }) => digest)
}

const noAmr: readonly string[] = Object.freeze([])

/** What guards answer is shared by requests, so none may change it for the next. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
