import type { Secret } from '../crypto/secret.js'
import { hintOf, mint } from '../crypto/secret.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import type { Actor, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Policy } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { ApiKeyRow, FoundApiKey } from '../store/api-key.js'
import type { Owner } from '../store/held.js'
import type { Page, PageRequest } from '../store/page.js'
import { chooseDays, dayMs, endOfApiKey, listedAfterEndMs, rfc3339, rfc3339OrNull } from './lifetime.js'
import { nameConflict, parseName } from './name.js'
import { listScopes, parseScopes } from './scope.js'
import { never } from './verdict.js'
import type { Term } from './verdict.js'

/** An API key as its owner sees it. Times are RFC 3339; `expiresAt: null` = no expiration. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly lastUsedIp: string | null
  readonly disabled: boolean
}

export interface NewApiKey {
  readonly name: string
  /** 7, 30, 60, 90, or `null` for no expiration; the policy's default when omitted. */
  readonly expiresInDays?: number | null
  /** All the user's rights when omitted. */
  readonly scopes?: readonly string[]
}

/** A key with its secret, which nothing shows again. */
export interface IssuedApiKey {
  readonly apiKey: ApiKey
  readonly key: Secret
}

export interface ApiKeyOptions {
  readonly expiryChoice: boolean
  readonly allowedDays: readonly (number | null)[]
  readonly defaultDays: number | null
  readonly scopes: readonly { readonly name: string; readonly description: string }[]
}

/** A user's API keys. Another user's key is a 404, as one that never was. */
export interface ApiKeys {
  options(user: User): Promise<ApiKeyOptions>
  list(user: User, page: PageRequest): Promise<Page<ApiKey>>
  get(user: User, id: string): Promise<ApiKey>
  /** 403 `limit_reached`, 409 `name_taken`, 422. */
  create(actor: Actor, user: User, input: NewApiKey): Promise<IssuedApiKey>
  /** 409 `name_taken`, 422. */
  update(actor: Actor, user: User, id: string, change: ApiKeyChange): Promise<ApiKey>
  /** A new secret for the same key; the old one lives `overlapSeconds` longer. 409 `conflict` for the later of two at once, 403 `limit_reached`. */
  rotate(actor: Actor, user: User, id: string, overlapSeconds: number): Promise<IssuedApiKey>
  /** In effect in every process once it is answered. */
  remove(actor: Actor, user: User, id: string): Promise<void>
}

export interface ApiKeyChange {
  readonly name?: string
  readonly disabled?: boolean
}

/** How long a stored key may be used: the one rule, for every path. */
export function decideApiKey(row: FoundApiKey, owner: Owner, policy: Policy): Term {
  if (owner.disabled) return never('owner_disabled')
  if (row.disabled) return never('disabled')
  return { until: endOfApiKey(row, policy) ?? Infinity, reason: 'expired' }
}

/** A key as events name it. */
export function apiKeyParty(row: Pick<ApiKeyRow, 'id' | 'name' | 'hint'>): EventParty {
  return { kind: 'api_key', id: row.id, name: row.name, hint: row.hint }
}

export function apiKeys({ options, store, digester, journal, usage, policyFor }: Parts): ApiKeys {
  const { now } = options
  return Object.freeze({
    async options(user) {
      const { apiKeys } = await policyFor(user)
      const allowed = apiKeys.expiryChoice ? apiKeys.allowedDays : [apiKeys.defaultDays]
      return {
        expiryChoice: apiKeys.expiryChoice,
        allowedDays: allowed.map(daysOrNull),
        defaultDays: daysOrNull(apiKeys.defaultDays),
        scopes: listScopes(options.scopes),
      }
    },

    async list(user, page) {
      await usage.flush()
      const policy = await policyFor(user)
      const { rows, more } = await store.apiKeys.list(user.id, now() - listedAfterEndMs, page)
      return { rows: rows.map((row) => toApiKey(row, policy)), more }
    },

    async get(user, id) {
      await usage.flush()
      return toApiKey(await find(user, id), await policyFor(user))
    },

    async create(actor, user, input) {
      const policy = await policyFor(user)
      const name = parseName(input.name)
      const lifetimeDays = chooseDays(input.expiresInDays, policy)
      const scopes = parseScopes(input.scopes, options)
      const at = now()
      const { key, secretColumns } = newSecret(at, lifetimeDays)
      const row: ApiKeyRow = {
        id: newId(at),
        userId: user.id,
        ...name,
        ...secretColumns,
        previousDigest: null,
        previousUntil: null,
        scopes,
        lifetimeDays,
        createdAt: at,
        lastUsedAt: null,
        lastUsedIp: null,
        disabled: false,
      }
      const insert = store.apiKeys.insert(row, { limit: policy.apiKeys.maxPerUser, now: at })
      const stored = await journal.commit([insert], event('api_key.created', actor, row)).catch(nameConflict)
      if (!stored) throw new KeywardError('limit_reached')
      return { apiKey: toApiKey(row, policy), key }
    },

    async update(actor, user, id, change) {
      const row = await find(user, id)
      const patch = {
        ...(change.name === undefined ? {} : parseName(change.name)),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
      }
      const changed = { ...row, ...patch }
      const writes = [store.revision.bump(), store.apiKeys.update(user.id, id, patch)]
      if (Object.keys(patch).length > 0) {
        const stored = await journal
          .commit(writes, event('api_key.updated', actor, changed))
          .catch(nameConflict)
        if (!stored) throw new KeywardError('not_found')
      }
      return toApiKey(changed, await policyFor(user))
    },

    async rotate(actor, user, id, overlapSeconds) {
      const row = await find(user, id)
      const at = now()
      if (row.expiresAt !== null && at >= row.expiresAt) await needRoom(user, at)
      const { key, secretColumns } = newSecret(at, row.lifetimeDays)
      const to = { ...secretColumns, previousDigest: row.digest, previousUntil: at + overlapSeconds * 1000 }
      const rotated = { ...row, ...to }
      const stored = await journal.commit(
        [store.revision.bump(), store.apiKeys.rotate(row, to)],
        event('api_key.rotated', actor, rotated),
      )
      if (!stored) throw new KeywardError('conflict')
      return { apiKey: toApiKey(rotated, await policyFor(user)), key }
    },

    async remove(actor, user, id) {
      const row = await find(user, id)
      const removed = await journal.commit(
        [store.revision.bump(), store.apiKeys.remove(user.id, id)],
        event('api_key.deleted', actor, row),
      )
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies ApiKeys)

  async function find(user: User, id: string): Promise<ApiKeyRow> {
    const row = await store.apiKeys.byId(user.id, id)
    if (!row) throw new KeywardError('not_found')
    return row
  }

  /** A rotation revives an expired key, which has not counted against the limit. */
  async function needRoom(user: User, at: number): Promise<void> {
    const { maxPerUser } = (await policyFor(user)).apiKeys
    const { rows } = await store.apiKeys.list(user.id, at, { limit: maxPerUser, before: null })
    if (rows.length >= maxPerUser) throw new KeywardError('limit_reached')
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

function toApiKey(row: ApiKeyRow, policy: Policy): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: rfc3339(row.createdAt),
    expiresAt: rfc3339OrNull(endOfApiKey(row, policy)),
    lastUsedAt: rfc3339OrNull(row.lastUsedAt),
    lastUsedIp: row.lastUsedIp,
    disabled: row.disabled,
  }
}

function daysOrNull(days: number | 'none'): number | null {
  return days === 'none' ? null : days
}
