import type { Core } from '../core.js'
import type { SecretHash } from '../crypto/digest.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { hintOf, mint } from '../crypto/secret.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor, AuditEvent, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { OwnedBy, User } from '../identity.js'
import { apiKeyRotation, hostApiKeyChange, newHostApiKey } from '../input/api-key.js'
import { readInput } from '../input/read-input.js'
import type { Policy } from '../policy/policy.js'
import type { ApiKeyConditions, ApiKeyRow, FoundApiKey } from '../store/api-key.js'
import type { CredentialOwner } from '../store/owned-credential.js'
import type { CountedPage, ListRequest, Page, PageRequest } from '../store/page.js'
import { dayMs, rfc3339OrNull } from '../time.js'
import type { ApiKeyRotation, HostApiKeyChange, HostNewApiKey } from './asked-api-key.js'
import { keysOf } from './keys-of.js'
import type { ExpiryOptions } from './lifetime.js'
import { chooseDays, endOfApiKey, expiryOptions, listedAfterEndMs, longestLifeOfApiKey } from './lifetime.js'
import { nameConflict, parseName } from './name.js'
import { ownEvents } from './own-events.js'
import { ownedList, pageOf, policyOnceFlushed, unendedList } from './own-list.js'
import { listScopes, parseScopes } from './scope.js'
import type { ApiKey } from './shown-api-key.js'
import { toApiKey } from './shown-api-key.js'
import type { Validity } from './verdict.js'
import { isPresent, refused, validityOfSecret } from './verdict.js'

/** A key with its secret, which nothing shows again. */
export interface IssuedApiKey {
  readonly apiKey: ApiKey
  readonly key: Secret
}

/** What the user's policy lets a new key be, for forms. */
export interface ApiKeyOptions extends ExpiryOptions {
  readonly scopes: readonly { readonly name: string; readonly description: string }[]
}

/** The API keys of a user, or of a service account. Another owner's key is a 404, like one that never existed. */
export interface ApiKeys {
  options(user: User): Promise<ApiKeyOptions>
  list(user: User, request: ListRequest): Promise<CountedPage<ApiKey>>
  /** What happened to it, newest first. */
  events(user: User, id: string, page: PageRequest): Promise<Page<AuditEvent>>
  get(user: User, id: string): Promise<ApiKey>
  /** 403 `limit_reached`, 409 `name_taken`, 422. */
  create(actor: Actor, holder: KeyHolder, input: HostNewApiKey): Promise<IssuedApiKey>
  /** 409 `name_taken`, `conflict` where the key was bound otherwise meanwhile, 422. */
  update(actor: Actor, key: OwnedBy, change: HostApiKeyChange): Promise<ApiKey>
  /**
   * Issues a new secret for the same key; the old one does not live past its own end. 409 `conflict` for the later of two at once,
   * 403 `limit_reached`, 422.
   */
  rotate(actor: Actor, key: OwnedBy, rotation: ApiKeyRotation): Promise<IssuedApiKey>
  /** Deletes the key: once this has answered, no process accepts it. */
  remove(actor: Actor, user: User, id: string): Promise<void>
}

/** Whose key is made. */
interface KeyHolder {
  readonly user: User
  /** The policy that holds for them, where it was read just now, with who is calling. */
  readonly policy?: Policy
}

/** How long a stored key may be used. Every path that accepts keys asks this one rule. */
export function decideApiKey(row: FoundApiKey, owner: CredentialOwner, policy: Policy): Validity {
  if (owner.disabled) return refused('owner_disabled')
  if (row.disabled) return refused('disabled')
  return { until: endOfApiKey(row, policy) ?? Infinity, reason: 'expired' }
}

/** How long a secret of a key is valid: the one before the last rotation until its overlap is over, or for less where the policy now says so. */
export function validityOfApiKeySecret(
  row: FoundApiKey,
  digests: readonly SecretHash[],
  policy: Policy,
): Validity {
  const { previousIssuedAt: issuedAt, previousUntil: expiresAt } = row
  if (issuedAt === null || expiresAt === null || isPresent(row, digests))
    return validityOfSecret(row, digests)
  const until = endOfApiKey({ issuedAt, expiresAt }, policy)
  return validityOfSecret({ ...row, previousUntil: until }, digests)
}

/** A key as events name it. */
export function apiKeyParty(row: Pick<ApiKeyRow, 'id' | 'name' | 'hint'>): EventParty {
  return { kind: 'api_key', id: row.id, name: row.name, hint: row.hint }
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'usage' | 'policyFor'>

/** Makes the service. Each change is an event. */
export function apiKeys({ options, store, digester, journal, outbox, usage, policyFor }: Needs): ApiKeys {
  const { now } = options
  return Object.freeze({
    async options(user) {
      return { ...expiryOptions(await policyFor(user)), scopes: listScopes(options, user) }
    },

    async list(user, request) {
      const policy = await policyOnceFlushed({ usage, policyFor }, user)
      const at = now()
      const longestMs = longestLifeOfApiKey(policy)
      const list = ownedList(request, { now: at, longestMs, endedSince: at - listedAfterEndMs })
      return pageOf(await keysOf(store, user).list(user.id, list), (row) => toApiKey(row, policy))
    },

    events: async (user, id, page) =>
      ownEvents({ store, usage }, { userId: user.id, party: apiKeyParty(await find(user, id)) }, page),

    async get(user, id) {
      await usage.flush()
      return toApiKey(await find(user, id), await policyFor(user))
    },

    async create(actor, { user, policy: read }, given) {
      const input = readInput(newHostApiKey, given)
      const policy = read ?? (await policyFor(user))
      const name = parseName(input.name)
      const lifetimeDays = chooseDays(input.expiresInDays, policy)
      const scopes = parseScopes(input.scopes, options, user)
      const at = now()
      const { key, secretColumns } = newSecret(at, lifetimeDays)
      const row: ApiKeyRow = {
        id: newId(at),
        userId: user.id,
        ...name,
        ...secretColumns,
        previousDigest: null,
        previousUntil: null,
        previousIssuedAt: null,
        scopes,
        lifetimeDays,
        createdAt: at,
        lastUsedAt: null,
        lastUsedIp: null,
        disabled: false,
        conditions: bound(null, input),
        metadata: input.metadata ?? null,
      }
      const insert = keysOf(store, user).insert(row, { limit: policy.apiKeys.maxPerUser, now: at })
      const { hint } = row
      const facts = { name: row.name, hint, expiresAt: rfc3339OrNull(endOfApiKey(row, policy)) }
      // A service account is nobody who could be told.
      const told =
        user.kind === 'service' ? [] : await outbox.write({ kind: 'api_key.created', user, actor, facts })
      const created = event('api_key.created', actor, row)
      const stored = await journal.commit([insert, ...told], created).catch(nameConflict)
      if (!stored) throw new KeywardError('limit_reached')
      return { apiKey: toApiKey(row, policy), key }
    },

    async update(actor, { user, id }, given) {
      const { name, allowedAddresses, limit, ...others } = readInput(hostApiKeyChange, given)
      const row = await find(user, id)
      const conditions = bound(row.conditions, { allowedAddresses, limit })
      const binds = allowedAddresses !== undefined || limit !== undefined
      const patch = { ...(name === undefined ? {} : parseName(name)), ...others }
      const changed = { ...row, ...patch, conditions }
      const writes = [
        ...(Object.keys(patch).length > 0 ? [keysOf(store, user).update(user.id, id, patch)] : []),
        ...(binds ? [keysOf(store, user).bind(row, conditions)] : []),
      ]
      if (writes.length > 0) {
        const stored = await journal
          .commit(writes, event('api_key.updated', actor, changed))
          .catch(nameConflict)
        if (!stored) {
          await find(user, id)
          throw new KeywardError('conflict')
        }
      }
      return toApiKey(changed, await policyFor(user))
    },

    async rotate(actor, { user, id }, given) {
      const { overlapSeconds } = readInput(apiKeyRotation, given)
      const row = await find(user, id)
      const at = now()
      if (row.expiresAt !== null && at >= row.expiresAt) await needRoom(user, at)
      const { key, secretColumns } = newSecret(at, row.lifetimeDays)
      const policy = await policyFor(user)
      // The overlap never makes the old secret live longer than it would have without a rotation.
      const previousUntil = Math.min(at + overlapSeconds * 1000, endOfApiKey(row, policy) ?? Infinity)
      const previous = { previousDigest: row.digest, previousUntil, previousIssuedAt: row.issuedAt }
      const to = { ...secretColumns, ...previous }
      const rotated = { ...row, ...to }
      const rotation = [keysOf(store, user).rotate(row, to)]
      const stored = await journal.commit(rotation, event('api_key.rotated', actor, rotated))
      if (!stored) throw new KeywardError('conflict')
      return { apiKey: toApiKey(rotated, policy), key }
    },

    async remove(actor, user, id) {
      const row = await find(user, id)
      const removal = [keysOf(store, user).remove(user.id, id)]
      const removed = await journal.commit(removal, event('api_key.deleted', actor, row))
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies ApiKeys)

  async function find(user: User, id: string): Promise<ApiKeyRow> {
    return existing(await keysOf(store, user).byId(user.id, id))
  }

  /** Refuses a rotation for which there is no room: it revives an expired key, which has not counted against the limit. */
  async function needRoom(user: User, at: number): Promise<void> {
    const { maxPerUser } = (await policyFor(user)).apiKeys
    const { total } = await keysOf(store, user).list(user.id, unendedList(1, at))
    if (total >= maxPerUser) throw new KeywardError('limit_reached')
  }

  function newSecret(at: number, lifetimeDays: number | null) {
    const key = mint(options.secretPrefix, 'api_key')
    const expiresAt = lifetimeDays === null ? null : at + lifetimeDays * dayMs
    return {
      key,
      secretColumns: { ...digester.digest(key.reveal()), hint: hintOf(key), issuedAt: at, expiresAt },
    }
  }

  function event(type: EventType, actor: Actor, row: ApiKeyRow) {
    return auditEvent(now(), actor, { type, subject: apiKeyParty(row), userId: row.userId })
  }
}

/** The conditions of a key with those of a change; what that leaves out stays. `null` = none. */
function bound(
  before: ApiKeyConditions | null,
  { allowedAddresses, limit }: Pick<HostApiKeyChange, 'allowedAddresses' | 'limit'>,
): ApiKeyConditions | null {
  const conditions = {
    allowedAddresses: allowedAddresses ?? before?.allowedAddresses ?? [],
    limit: limit === undefined ? (before?.limit ?? null) : limit,
  }
  return conditions.allowedAddresses.length === 0 && conditions.limit === null ? null : conditions
}
