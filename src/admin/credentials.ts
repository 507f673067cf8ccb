import type { Core } from '../core.js'
import type { ApiKeys } from '../credentials/api-key.js'
import { endOfApiKey, endOfToken, listedAfterEndMs } from '../credentials/lifetime.js'
import type { Sessions } from '../credentials/session.js'
import { endOfSession } from '../credentials/session.js'
import type { Tokens } from '../credentials/token.js'
import type { ApiKey } from '../credentials/shown-api-key.js'
import { invalidField, KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import type { RequestBudget, User } from '../identity.js'
import { effectivePolicy } from '../policy/policy.js'
import { endOfSshKey } from '../ssh/expiry.js'
import { fingerprintText } from '../ssh/fingerprint.js'
import type { SshKeys } from '../ssh/ssh-key.js'
import type { CredentialFilter, InventoryKind, CredentialRow, StoredKind } from '../store/credential.js'
import { inventoryKinds, shownKind, storedKinds } from '../store/credential.js'
import type { OwnedCredential } from '../store/owned-credential.js'
import type { Page, PageRequest } from '../store/page.js'
import { hourMs, rfc3339, rfc3339OrNull } from '../time.js'
import { userNames } from './user-names.js'

export { inventoryKinds }
export type { InventoryKind }

/** A credential of any user, as administrators see it. Times are RFC 3339. */
export interface AdminCredential {
  readonly id: string
  readonly kind: InventoryKind
  readonly user: Pick<User, 'id' | 'username' | 'kind'>
  readonly name: string | null
  readonly hint: string | null
  readonly createdAt: string
  /** When it ends by the present policy; `null` = never. */
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  /** Where it was last used from; of a session, where it began. `null` = it is not kept. */
  readonly ip: string | null
  /** The browser that a session is in, as it calls itself; `null` = it is no session, or said nothing. */
  readonly userAgent: string | null
}

/** An API key of any user, with what it is bound to beside its scopes. */
export interface BoundCredential extends AdminCredential, Pick<ApiKey, 'allowedAddresses' | 'limit'> {}

/** Which credentials an administrator looks for: those that meet all of this. Times are epoch ms. */
export interface CredentialSearch {
  readonly kind?: InventoryKind
  /** A user's id or name, or those of a service account. */
  readonly user?: string
  /** The fingerprint of an SSH key, 64 hex digits: only one user can have registered it. */
  readonly fingerprint?: string
  readonly expiresBefore?: number
  /** Only credentials that were neither used nor made since then. */
  readonly unusedSince?: number
}

/** The credentials of all users, for administrators. */
export interface CredentialAdministration {
  list(search: CredentialSearch, page: PageRequest): Promise<Page<AdminCredential>>
  get(id: string): Promise<AdminCredential>
  /** An API key with what it is bound to; any other credential is a 404. */
  bound(id: string): Promise<BoundCredential>
  /** Says how many requests an API key may make; `null` = any number. 409 `conflict`, 422 for any other credential. */
  limit(actor: Actor, id: string, limit: RequestBudget | null): Promise<BoundCredential>
  /** Removes a credential as its owner would: once this has answered, no process accepts it. */
  remove(actor: Actor, id: string): Promise<void>
}

/** The services by which owners remove their own credentials. */
export interface OwnersServices {
  readonly apiKeys: ApiKeys
  readonly tokens: Tokens
  readonly sshKeys: SshKeys
  readonly sessions: Sessions
}

const batch = 200

type Needs = Pick<Core, 'options' | 'store' | 'usage'>

/** Makes the service; it removes credentials by their owners' services. */
export function credentialAdministration(core: Needs, services: OwnersServices): CredentialAdministration {
  const { options, store, usage } = core
  const names = userNames(core)
  return Object.freeze({
    async list(search, { limit, before }) {
      const userId = search.user === undefined ? undefined : await names.idOf(search.user, 'user')
      if (userId === null) return { rows: [], more: false }
      await usage.flush()
      const { fingerprint, unusedSince } = search
      const kinds = storedKinds.filter((kind) => search.kind === undefined || search.kind === shownKind(kind))
      const wanted = { before, room: limit + 1, expiresBefore: search.expiresBefore }
      const found = await Promise.all(
        kinds.map((kind) => listOf({ kind, userId, fingerprint, unusedSince, ...listed(kind) }, wanted)),
      )
      // The ids of all kinds sort by when they were made.
      const rows = found.flat().sort((a, b) => (a.id < b.id ? 1 : -1))
      return { rows: rows.slice(0, limit), more: rows.length > limit }
    },

    async get(id) {
      return toAdminCredential(await find(id))
    },

    async bound(id) {
      const found = await find(id)
      if (found.row.kind !== 'api_key') throw new KeywardError('not_found')
      return toBoundCredential(found, await services.apiKeys.get(found.owner, id))
    },

    async limit(actor, id, limit) {
      const found = await find(id)
      if (found.row.kind !== 'api_key') {
        throw invalidField('limit', 'not_an_api_key', 'only an API key has a limit of its own')
      }
      const key = await services.apiKeys.update(actor, { user: found.owner, id }, { limit })
      return toBoundCredential(found, key)
    },

    async remove(actor, id) {
      const { row, owner } = await find(id)
      switch (row.kind) {
        case 'api_key':
          return services.apiKeys.remove(actor, owner, id)
        case 'token':
          return services.tokens.remove(actor, owner, id)
        case 'ssh_key':
          return services.sshKeys.remove(actor, owner, id)
        case 'session':
          return services.sessions.end(actor, owner, id)
      }
    },
  } satisfies CredentialAdministration)

  /** Which ended credentials are listed: those that their owner still sees. */
  function listed(kind: StoredKind): Pick<CredentialFilter, 'endedSince' | 'seenSince'> {
    const now = options.now()
    if (kind === 'session') return { endedSince: now, seenSince: now - options.sessions.idleHours * hourMs }
    return { endedSince: kind === 'ssh_key' ? 0 : now - listedAfterEndMs }
  }

  /** Lists one kind. When a credential ends is decided by its owner's policy, which no query knows, so rows are read until enough are found. */
  async function listOf(
    filter: CredentialFilter,
    { before, room, expiresBefore }: { before: string | null; room: number; expiresBefore?: number },
  ): Promise<readonly AdminCredential[]> {
    const rows: AdminCredential[] = []
    for (let last = before; rows.length < room;) {
      const page = await store.credentials.list(filter, {
        limit: expiresBefore === undefined ? room : batch,
        before: last,
      })
      const ending = page.found.filter(
        (one) => expiresBefore === undefined || (endOf(one) ?? Infinity) < expiresBefore,
      )
      rows.push(...ending.map(toAdminCredential))
      if (page.last === null) break
      last = page.last
    }
    return rows.slice(0, room)
  }

  function toBoundCredential(
    found: OwnedCredential<CredentialRow>,
    { allowedAddresses, limit }: ApiKey,
  ): BoundCredential {
    return { ...toAdminCredential(found), allowedAddresses, limit }
  }

  async function find(id: string): Promise<OwnedCredential<CredentialRow>> {
    for (const kind of storedKinds) {
      const found = await store.credentials.byId(kind, id)
      if (found) return found
    }
    throw new KeywardError('not_found')
  }

  function endOf({ row, policies }: OwnedCredential<CredentialRow>): number | null {
    const { kind, createdAt, issuedAt, expiresAt, lastUsedAt } = row
    const policy = effectivePolicy(policies)
    const own = expiresAt ?? Infinity
    switch (kind) {
      case 'api_key':
        return endOfApiKey({ issuedAt, expiresAt }, policy)
      case 'token':
        return endOfToken({ createdAt, expiresAt: own }, policy)
      case 'ssh_key':
        return endOfSshKey({ createdAt, expiresAt }, policy)
      case 'session':
        return endOfSession({ expiresAt: own, lastSeenAt: lastUsedAt ?? createdAt }, options)
    }
  }

  function toAdminCredential(one: OwnedCredential<CredentialRow>): AdminCredential {
    const { owner, row } = one
    const { kind, id, name, hint, createdAt, lastUsedAt, ip, userAgent } = row
    return {
      id,
      kind,
      user: { id: owner.id, username: owner.username, kind: owner.kind },
      name,
      hint: kind === 'ssh_key' && hint !== null ? fingerprintText(hint) : hint,
      createdAt: rfc3339(createdAt),
      expiresAt: rfc3339OrNull(endOf(one)),
      lastUsedAt: rfc3339OrNull(lastUsedAt),
      ip,
      userAgent,
    }
  }
}
