import { KeywardError } from './errors.js'
import type { AuditEvent } from './events.js'
import type { StoredPolicies, StoredPolicy } from './policy/policy.js'
import type { User } from './principal.js'

/**
 * The storage ports, in one file since whoever writes a store needs them all. Reads answer at once; writes are only
 * prepared by a port and carried out by `Store.commit`, so that a change, the sessions it ends and its audit row land
 * together or not at all.
 * Times are epoch milliseconds. Digests are 64 lower-case hex digits. Ids are UUIDv7 unless the host's user table says otherwise.
 */
export interface Store {
  readonly users: UserStore
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly apiKeys: ApiKeyStore
  readonly tokens: TokenStore
  readonly policies: PolicyStore
  readonly attempts: AttemptStore
  readonly audit: AuditStore
  /**
   * Carries out all writes in one transaction, in order. Answers `false`, and has changed nothing, when a write that `affects` exactly one row hit none.
   * Throws `ConflictError` on a unique violation and `StoreUnavailableError` when the database could not be asked.
   */
  commit(writes: readonly Write[]): Promise<boolean>
  /** Marks that something was revoked; also serialises the transactions it stands first in. */
  bumpRevision(): Write
  /** The distinct `keyId`s that sessions, API keys and tokens stand under. */
  keyIds(): Promise<readonly string[]>
  /** Checks that every table is there; throws `StoreUnavailableError` when the database is not, `Error` naming what is missing. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** A change prepared by a port. `affects: 1` makes the whole commit depend on it. */
export interface Write {
  readonly affects: 1 | 'any'
}

/** A unique value is taken; `field` is the property it stands in, for example `nameKey`. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
  constructor(
    readonly field: string,
    options?: ErrorOptions,
  ) {
    super(`${field} is taken`, options)
  }
}

/** The database could not be asked, or not in time: a 503 wherever it surfaces. */
export class StoreUnavailableError extends KeywardError {
  override readonly name = 'StoreUnavailableError'
  constructor(options: ErrorOptions = {}) {
    super('unavailable', { headers: { 'Retry-After': '1' }, cause: options.cause })
  }
}

/** Newest first; `before` is the id of the last row already seen. */
export interface PageRequest {
  readonly limit: number
  readonly before: string | null
}
/** `more` = there are further rows after the last of `rows`. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly more: boolean
}

/** A user as stored. `passwordHash` is a PHC string; `null` = cannot sign in with a password. */
export interface UserRow extends User {
  readonly disabled: boolean
  readonly passwordHash: string | null
  readonly createdAt: number
}
export type UserPatch = Partial<Pick<UserRow, 'displayName' | 'organizationId' | 'admin' | 'disabled'>>

/**
 * The users: keyward's own table, or the host's. keyward's own verbs answer a `Write`, which lands with the rest of the change;
 * a host's may do the work at once and answer a promise. Without an optional verb the route for it answers 405.
 */
export interface UserStore {
  byId(id: string): Promise<UserRow | null>
  /** `usernameKey` is the canonical (lower-case) form. */
  byUsername(usernameKey: string): Promise<UserRow | null>
  list(page: PageRequest): Promise<Page<UserRow>>
  setPasswordHash(id: string, passwordHash: string): Write | Promise<void>
  /** A host's table may choose another id than `user.id`: its promise answers the one it chose. */
  create?(user: UserRow): Write | Promise<string>
  /** keyward's own table refuses (`affects: 1`) what would leave no enabled administrator. */
  update?(id: string, patch: UserPatch): Write | Promise<void>
  /** As `update`. */
  remove?(id: string): Write | Promise<void>
}

/** What keyward itself keeps about a user, whoever owns the user table. */
export interface AccountRow {
  readonly userId: string
  /** Sessions die when it moves on. */
  readonly securityEpoch: number
  readonly passwordChangedAt: number | null
  /** Not null: the password is temporary, good until then, and must be changed. */
  readonly temporaryUntil: number | null
  readonly lastSignInAt: number | null
}

export interface AccountStore {
  byId(userId: string): Promise<AccountRow | null>
  byIds(userIds: readonly string[]): Promise<readonly AccountRow[]>
  /** Makes the row if it is missing. */
  ensure(userId: string): Write
  /** Moves the epoch from `epoch` to `epoch + 1` (`affects: 1`); from whatever it is when `epoch` is `null`. */
  advanceEpoch(userId: string, epoch: number | null): Write
  set(userId: string, patch: Partial<Omit<AccountRow, 'userId' | 'securityEpoch'>>): Write
  /** Removes the account and, with it, all sessions, keys and tokens. */
  remove(userId: string): Write
}

/** The owner of a credential: no more of them than a decision needs. */
export type Owner = User & Pick<UserRow, 'disabled'>

/** A stored credential that was found by digest, with everything a decision needs, read at one moment. */
export interface Held<Row> {
  readonly row: Row
  readonly owner: Owner
  readonly policies: StoredPolicies
}

export interface SessionRow {
  readonly id: string
  readonly userId: string
  readonly digest: string
  readonly keyId: string
  /** The secret before the last re-issue, good until `previousUntil`. */
  readonly previousDigest: string | null
  readonly previousUntil: number | null
  readonly securityEpoch: number
  readonly amr: readonly string[]
  readonly createdAt: number
  readonly lastSeenAt: number
  /** The absolute end; the idle end follows from `lastSeenAt`. */
  readonly expiresAt: number
  /** When the owner last proved themselves. */
  readonly provedAt: number
  readonly ip: string | null
  readonly userAgent: string | null
}

export interface SessionStore {
  /** Finds by present or previous digest, with the owner and their account. */
  byDigest(digests: readonly string[]): Promise<(Held<SessionRow> & { readonly account: AccountRow }) | null>
  /** Those not yet at their absolute end and seen at or after `seenSince`. */
  list(
    userId: string,
    alive: { now: number; seenSince: number },
    page: PageRequest,
  ): Promise<Page<SessionRow>>
  insert(row: SessionRow): Write
  /** Replaces the secret of a session that still has `row.digest` (`affects: 1`). */
  reissue(
    row: SessionRow,
    to: Pick<
      SessionRow,
      'digest' | 'keyId' | 'previousDigest' | 'previousUntil' | 'securityEpoch' | 'provedAt'
    >,
  ): Write
  /** Forward only. */
  seen(id: string, at: number): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  /** All of the user's but `keepId`. */
  removeAll(userId: string, keepId: string | null): Write
}

export interface ApiKeyRow {
  readonly id: string
  readonly userId: string
  readonly name: string
  /** SHA-256 of the normalised name, unique per user. */
  readonly nameKey: string
  readonly digest: string
  readonly keyId: string
  /** The secret before the last rotation, good until `previousUntil`. */
  readonly previousDigest: string | null
  readonly previousUntil: number | null
  readonly hint: string
  readonly scopes: readonly string[]
  /** The length that was chosen, renewed by a rotation; `null` = no expiration. */
  readonly lifetimeDays: number | null
  readonly createdAt: number
  /** When the present secret was made: `createdAt`, or the last rotation. */
  readonly issuedAt: number
  readonly expiresAt: number | null
  readonly lastUsedAt: number | null
  readonly lastUsedIp: string | null
  readonly disabled: boolean
}

/** The part of an API key that a verification needs. */
export type FoundApiKey = Omit<
  ApiKeyRow,
  'nameKey' | 'lifetimeDays' | 'createdAt' | 'lastUsedAt' | 'lastUsedIp'
>

export interface ApiKeyStore {
  /** Finds by present or previous digest, with the owner: the hot path, one prepared read. */
  byDigest(digests: readonly string[]): Promise<Held<FoundApiKey> | null>
  byId(userId: string, id: string): Promise<ApiKeyRow | null>
  /** Those without an end or with one after `endedSince`. */
  list(userId: string, endedSince: number, page: PageRequest): Promise<Page<ApiKeyRow>>
  /** All users' keys after the id `after`, oldest first, at most `limit`. */
  scan(after: string | null, limit: number): Promise<readonly Held<FoundApiKey>[]>
  /** `affects: 1`: refused when the user has `room.limit` keys that end after `room.now`. Throws `ConflictError('nameKey')`. */
  insert(row: ApiKeyRow, room: { limit: number; now: number }): Write
  /** `affects: 1`. Throws `ConflictError('nameKey')`. */
  update(userId: string, id: string, patch: Partial<Pick<ApiKeyRow, 'name' | 'nameKey' | 'disabled'>>): Write
  /** Replaces the secret of a key that still has `row.digest` (`affects: 1`). */
  rotate(
    row: ApiKeyRow,
    to: Pick<
      ApiKeyRow,
      'digest' | 'keyId' | 'previousDigest' | 'previousUntil' | 'hint' | 'issuedAt' | 'expiresAt'
    >,
  ): Write
  /** Forward only; `redigest` moves the row to a newer secret of keyward's, if it still has the digest `from`. */
  used(id: string, at: number, ip: string | null, redigest?: Redigest): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
}

export interface Redigest {
  readonly from: string
  readonly digest: string
  readonly keyId: string
}

export interface TokenRow {
  readonly id: string
  readonly userId: string
  readonly name: string | null
  readonly digest: string
  readonly keyId: string
  readonly hint: string
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly expiresAt: number
  readonly lastUsedAt: number | null
}

export interface TokenStore {
  /** As `ApiKeyStore.byDigest`. */
  byDigest(digests: readonly string[]): Promise<Held<TokenRow> | null>
  byId(userId: string, id: string): Promise<TokenRow | null>
  list(userId: string, endedSince: number, page: PageRequest): Promise<Page<TokenRow>>
  scan(after: string | null, limit: number): Promise<readonly Held<TokenRow>[]>
  /** `affects: 1`, as `ApiKeyStore.insert`. */
  insert(row: TokenRow, room: { limit: number; now: number }): Write
  /** Forward only. */
  used(id: string, at: number, ip: string | null, redigest?: Redigest): Write
  /** `affects: 1`. */
  remove(userId: string, id: string): Write
  removeAll(userId: string): Write
}

export interface PolicyRow {
  readonly policy: StoredPolicy
  /** 0 = never stored. */
  readonly version: number
}

export interface PolicyStore {
  /** `platform`, or `organization:<id>`. */
  read(scope: string): Promise<PolicyRow>
  readFor(organizationId: string | null): Promise<StoredPolicies>
  /** `affects: 1`: refused when the stored version is no longer `version`. */
  put(scope: string, policy: StoredPolicy, version: number, at: number): Write
}

/** Counters of failed attempts in fixed windows. Keys are digests: no name or address is stored. */
export interface AttemptStore {
  /** Counts one attempt, in a window that ends at `endsAt` if none is open; refused (`affects: 1`) at `limit`. */
  reserve(key: string, window: { limit: number; now: number; endsAt: number }): Write
  /** Takes one back. */
  release(key: string): Write
  clear(key: string): Write
  /** The latest end of the windows that are open and at their limit; `null` when none is. */
  blockedUntil(keys: readonly { key: string; limit: number }[], now: number): Promise<number | null>
  /** Removes the windows that have ended; without it the table only grows. */
  sweep(now: number): Write
}

export interface AuditFilter {
  /** Only rows about, or made by, this user. */
  readonly userId?: string
  readonly type?: string
  readonly before?: number
  readonly after?: number
}

export interface AuditStore {
  append(event: AuditEvent): Write
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>
}
