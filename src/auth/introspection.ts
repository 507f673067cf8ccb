import type { Core } from '../core.js'
import { importedDigests } from '../credentials/imported-api-key.js'
import { findApiKey } from '../credentials/keys-of.js'
import { isPresent, refusalAt } from '../credentials/verdict.js'
import type { SecretHash } from '../crypto/digest.js'
import { KeywardError } from '../errors.js'
import type { CredentialKind, User } from '../identity.js'
import type { FoundApiKey } from '../store/api-key.js'
import type { TokenRow } from '../store/token.js'
import { authorize } from './authorize.js'
import type { ClaimedKind, VerificationNeeds } from './look-up.js'
import { lookUp } from './look-up.js'
import { bearerKind, isOfForm } from './verify.js'

/** What an API key or token is good for, at the moment of asking. Times are epoch ms. */
export interface IntrospectedCredential {
  readonly kind: Exclude<CredentialKind, 'session'>
  readonly user: User
  readonly scopes: readonly string[]
  /** When the secret was made. */
  readonly issuedAt: number
  /** `null` = it does not end. */
  readonly expiresAt: number | null
  /** The program that collected it as a device; `null` = it came another way. */
  readonly clientId: string | null
  /** From where it may be used, which whoever asks has to look at; none = from anywhere. */
  readonly allowedAddresses: readonly string[]
}

/** Says of an API key or token what it is good for, to a service that was given it (RFC 7662). */
export interface Introspection {
  /**
   * `null` = a guard would refuse it, whatever the request, as it would what is no API key or token; or its owner must change their password
   * first. It counts as no use.
   */
  introspect(text: string): Promise<IntrospectedCredential | null>
}

type Needs = VerificationNeeds & Pick<Core, 'enrolled'>

/** What only the row says. */
type RowFacts = Pick<IntrospectedCredential, 'issuedAt' | 'clientId' | 'allowedAddresses'>

/** Makes the service, which reads the database each time. */
export function introspection(core: Needs): Introspection {
  const { options, store, digester } = core
  return Object.freeze({
    async introspect(text) {
      const kind = bearerKind(options, text)
      if (kind === null || !isOfForm(kind, text)) return null
      const found = await lookUp(core, kind, text)
      const facts = found && (await factsOf(kind, text))
      if (!facts || refusalAt(found, options.now()) !== null) return null
      const { principal, until } = found
      if (await isRefused(() => authorize(core, principal, {}))) return null
      if (await mustChangePassword(principal.user)) return null
      const { scopes } = principal.authInfo
      return {
        kind: kind === 'token' ? 'token' : 'api_key',
        user: principal.user,
        scopes,
        expiresAt: until === Infinity ? null : until,
        ...facts,
      }
    },
  } satisfies Introspection)

  /** Whether the owner has a temporary password, for which they may not be the one who holds the credential. */
  async function mustChangePassword({ id }: User): Promise<boolean> {
    return ((await store.accounts.byId(id))?.temporaryUntil ?? null) !== null
  }

  /** Reads what no verification needs; `null` = it was deleted meanwhile. */
  async function factsOf(kind: Exclude<ClaimedKind, 'session'>, text: string): Promise<RowFacts | null> {
    const isImported = kind === 'imported_api_key'
    const hashes = isImported ? importedDigests(digester, text) : digester.candidates(text)
    const digests = hashes.map(({ digest }) => digest)
    if (kind === 'token') return tokenFacts((await store.tokens.byDigest(digests))?.row)
    return keyFacts((await findApiKey(store, digests))?.row, hashes)
  }
}

function tokenFacts(row: TokenRow | undefined): RowFacts | null {
  return row ? { issuedAt: row.createdAt, clientId: row.clientId, allowedAddresses: [] } : null
}

function keyFacts(row: FoundApiKey | undefined, hashes: readonly SecretHash[]): RowFacts | null {
  if (!row) return null
  const { issuedAt, previousIssuedAt, conditions } = row
  return {
    issuedAt: isPresent(row, hashes) ? issuedAt : (previousIssuedAt ?? issuedAt),
    clientId: null,
    allowedAddresses: conditions?.allowedAddresses ?? [],
  }
}

/** Whether something is refused to a credential; an outage is passed on. */
async function isRefused(act: () => unknown): Promise<boolean> {
  try {
    await act()
    return false
  } catch (error) {
    if (error instanceof KeywardError && (error.status === 401 || error.status === 403)) return true
    throw error
  }
}
