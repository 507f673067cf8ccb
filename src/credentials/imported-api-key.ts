import { hash } from 'node:crypto'
import type { Core } from '../core.js'
import type { SecretHash } from '../crypto/digest.js'
import { newId } from '../crypto/id.js'
import { invalidField, KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { importedApiKey } from '../input/import.js'
import { readInput } from '../input/read-input.js'
import type { RecordedChange } from '../journal.js'
import type { Policy } from '../policy/policy.js'
import type { ApiKeyRow, FoundApiKey } from '../store/api-key.js'
import { ConflictError } from '../store/write.js'
import { dayMs } from '../time.js'
import { apiKeyParty } from './api-key.js'
import { nameConflict, parseName } from './name.js'
import { parseScopes } from './scope.js'
import type { ApiKey } from './shown-api-key.js'
import { toApiKey } from './shown-api-key.js'

/** A key that the app issued in a form of its own, before it had keyward. */
export interface ImportedApiKey {
  /** The name that the user knows the key by. */
  readonly name: string
  /** SHA-256 of the key's text, as 64 lower-case hex digits. */
  readonly sha256: string
  /** What the key may be used for; everything that the user may do when omitted. */
  readonly scopes?: readonly string[]
  /** Epoch milliseconds; `null`, or omitted, = no end but that of the policy. */
  readonly expiresAt?: number | null
}

/** What lists show in the place of the two ends of a secret, which nobody here knows. */
const hint = 'imported'
/** What may follow `Bearer` in a header (RFC 6750, section 2.1). */
const token68 = /^[\w.~+/-]{1,512}={0,4}$/

/** Whether a text can be an imported key: it has only characters that every way to send a key can carry. */
export function mayBeImported(text: string): boolean {
  return token68.test(text)
}

/** The digests that a key may have been imported under, one for each of the host's secrets. The SHA-256 of its text alone finds nothing. */
export function importedDigests(digester: Core['digester'], text: string): readonly SecretHash[] {
  return digester.candidates(named(hash('sha256', text)))
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'policyFor'>

/** Imports a key by the SHA-256 of its text. 403 `limit_reached`, 409 `name_taken`, `key_in_use`, 422. */
export async function importApiKey(
  core: Needs,
  { actor, user }: { readonly actor: Actor; readonly user: User },
  given: ImportedApiKey,
): Promise<ApiKey> {
  const { store, journal, policyFor } = core
  const row = importedApiKeyRow(core, user, given)
  if (await storedImport(core, given.sha256)) throw new KeywardError('key_in_use')
  const policy = await policyFor(user)
  const { changes, event } = takingApiKeyIn(store, row, { actor, policy })
  if (await journal.commit(changes, event).catch(keyConflict)) return toApiKey(row, policy)
  throw new KeywardError('limit_reached')
}

/** The key that was taken in by this SHA-256 before, whoever has it; one may be there under an older secret, or have been rotated since. */
export async function storedImport(
  { store, digester }: Pick<Core, 'store' | 'digester'>,
  sha256: string,
): Promise<FoundApiKey | null> {
  // The unique column holds only one of its digests.
  const digests = digester.candidates(named(sha256)).map(({ digest }) => digest)
  return (await store.apiKeys.byDigest(digests))?.row ?? null
}

/** Whether a key that was taken in was rotated since, which has begun a life of its own. */
export function isRotated(row: Pick<FoundApiKey, 'hint'>): boolean {
  return row.hint !== hint
}

/** The row of a key that is to be taken in; 422. */
export function importedApiKeyRow(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  user: Pick<User, 'id' | 'kind'>,
  given: ImportedApiKey,
): ApiKeyRow {
  const { name, sha256, scopes, expiresAt } = readInput(importedApiKey, given)
  const at = options.now()
  if (expiresAt !== null && expiresAt <= at) {
    throw invalidField('expiresAt', 'in_the_past', 'must be later than now')
  }
  return {
    id: newId(at),
    userId: user.id,
    ...parseName(name),
    ...digester.digest(named(sha256)),
    previousDigest: null,
    previousUntil: null,
    previousIssuedAt: null,
    hint,
    scopes: parseScopes(scopes, options, user),
    // A rotation begins this life anew.
    lifetimeDays: expiresAt === null ? null : Math.max(1, Math.ceil((expiresAt - at) / dayMs)),
    createdAt: at,
    issuedAt: at,
    expiresAt,
    lastUsedAt: null,
    lastUsedIp: null,
    disabled: false,
    conditions: null,
    metadata: null,
  }
}

/** Prepares what stores such a row, if the user has room for one more key. */
export function takingApiKeyIn(
  store: Pick<Core['store'], 'apiKeys'>,
  row: ApiKeyRow,
  { actor, policy }: { readonly actor: Actor; readonly policy: Policy },
): RecordedChange {
  const { userId, createdAt: now } = row
  return {
    changes: [store.apiKeys.insert(row, { limit: policy.apiKeys.maxPerUser, now })],
    event: auditEvent(now, actor, { type: 'api_key.created', subject: apiKeyParty(row), userId }),
  }
}

/** The text that is digested; no secret of keyward's own can be the same text. */
function named(sha256: string): string {
  return `imported api key:${sha256}`
}

function keyConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'digest') {
    throw new KeywardError('key_in_use', { cause: error })
  }
  return nameConflict(error)
}
