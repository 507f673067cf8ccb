import type { Core } from '../core.js'
import { nameConflict, parseName } from '../credentials/name.js'
import { ownEvents } from '../credentials/own-events.js'
import { ownedList, pageOf, policyOnceFlushed } from '../credentials/own-list.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor, AuditEvent, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { OwnedBy, User } from '../identity.js'
import { readInput } from '../input/read-input.js'
import { newSshKey, sshKeyChange } from '../input/ssh-key.js'
import type { RecordedChange } from '../journal.js'
import type { Policy } from '../policy/policy.js'
import type { CredentialOwner } from '../store/owned-credential.js'
import type { CountedPage, ListRequest, Page, PageRequest } from '../store/page.js'
import type { FoundSshKey, SshKeyRow } from '../store/ssh-key.js'
import type { Write } from '../store/write.js'
import { ConflictError } from '../store/write.js'
import { rfc3339, rfc3339OrNull } from '../time.js'
import { chooseSshDays, endOfSshKey, longestLifeOfSshKey, sshKeyLife } from './expiry.js'
import { fingerprintText } from './fingerprint.js'
import type { KeyRefusal } from './key-type.js'
import { checkNewSshKey, newSshKeyRow, refusalByPolicy } from './new-ssh-key.js'
import { parsePublicKey } from './public-key.js'

/** An SSH key as its owner sees it. Times are RFC 3339; `expiresAt: null` = no expiration. */
export interface SshKey {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly bits: number
  /** `SHA256:…`, as ssh-keygen shows it. */
  readonly fingerprint: string
  /** Type and base64: what a `.pub` file holds, without a comment. */
  readonly publicKey: string
  readonly createdAt: string
  readonly expiresAt: string | null
  /** When a host last asked for it, because somebody offered it there. */
  readonly lastOfferedAt: string | null
  /** Present where somebody changed the key in the database, or put it there: it lets nobody in, and can only be deleted. */
  readonly altered?: true
}

/** A public key that a user adds, as they paste it. */
export interface NewSshKey {
  readonly name: string
  /** A line of a `.pub` file, or RFC 4716. */
  readonly publicKey: string
  /** 1 to 3650, or `null` for no expiration; the longest that the policy allows when omitted. */
  readonly expiresInDays?: number | null
}

/** What a user may change of an SSH key. */
export interface SshKeyChange {
  readonly name: string
}

/** A user's SSH keys. Another user's key is a 404, like one that never existed. */
export interface SshKeys {
  list(user: User, request: ListRequest): Promise<CountedPage<SshKey>>
  /** What happened to it, newest first. */
  events(user: User, id: string, page: PageRequest): Promise<Page<AuditEvent>>
  get(user: User, id: string): Promise<SshKey>
  /** 403 `limit_reached`, 409 `name_taken`, `key_in_use`, 422. */
  create(actor: Actor, user: User, input: NewSshKey): Promise<SshKey>
  /** As `create`, but for a key that the user had before: they are not told of it. */
  import(actor: Actor, user: User, input: NewSshKey): Promise<SshKey>
  /** 409 `name_taken`, 422. */
  update(actor: Actor, key: OwnedBy, change: SshKeyChange): Promise<SshKey>
  /** Deletes the key: no host is given it from then on. */
  remove(actor: Actor, user: User, id: string): Promise<void>
}

/** How many keys one user may have. */
export const maxSshKeysPerUser = 50

/** Why a stored key is not given to hosts at `now`; `null` = it is. Every path that gives keys to hosts asks this one rule. */
export function decideSshKey(
  row: FoundSshKey,
  owner: CredentialOwner,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): 'owner_disabled' | 'expired' | KeyRefusal | null {
  if (owner.disabled) return 'owner_disabled'
  if (now >= (endOfSshKey(row, policy) ?? Infinity)) return 'expired'
  return refusalByPolicy(row, policy)
}

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'outbox' | 'usage' | 'genuine' | 'policyFor'>

/** Makes the service; a user has at most 50 keys. */
export function sshKeys({ options, store, journal, outbox, usage, genuine, policyFor }: Needs): SshKeys {
  const { now } = options
  return Object.freeze({
    async list(user, request) {
      const policy = await policyOnceFlushed({ usage, policyFor }, user)
      const longestMs = longestLifeOfSshKey(policy)
      const list = ownedList(request, { now: now(), longestMs, endedSince: null })
      return pageOf(await store.sshKeys.list(user.id, list), (row) => toSshKey(row, policy))
    },

    events: async (user, id, page) =>
      ownEvents({ store, usage }, { userId: user.id, party: sshKeyParty(await find(user, id)) }, page),

    async get(user, id) {
      await usage.flush()
      return toSshKey(await find(user, id), await policyFor(user))
    },

    async create(actor, user, given) {
      const policy = await policyFor(user)
      const row = newRow(user, given, policy)
      const { name, fingerprint } = row
      const expiresAt = rfc3339OrNull(endOfSshKey(row, policy))
      const facts = { name, hint: fingerprintText(fingerprint), expiresAt }
      await add(actor, row, await outbox.write({ kind: 'ssh_key.created', user, actor, facts }))
      return toSshKey(row, policy)
    },

    async import(actor, user, given) {
      const policy = await policyFor(user)
      const row = newRow(user, given, policy)
      await add(actor, row, [])
      return toSshKey(row, policy)
    },

    async update(actor, { user, id }, change) {
      const { name } = readInput(sshKeyChange, change)
      const row = await find(user, id)
      const renamed = { ...row, ...parseName(name) }
      const stored = await journal
        .commit([store.sshKeys.update(user.id, id, renamed)], event('ssh_key.updated', actor, renamed))
        .catch(nameConflict)
      if (!stored) throw new KeywardError('not_found')
      return toSshKey(renamed, await policyFor(user))
    },

    async remove(actor, user, id) {
      const row = await find(user, id)
      const removed = await journal.commit(
        [store.sshKeys.remove(user.id, id)],
        event('ssh_key.deleted', actor, row),
      )
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies SshKeys)

  function newRow(user: User, given: NewSshKey, policy: Policy): SshKeyRow {
    const input = readInput(newSshKey, given)
    const key = parsePublicKey(input.publicKey)
    checkNewSshKey(key, policy)
    const name = parseName(input.name)
    const at = now()
    const life = sshKeyLife(chooseSshDays(input.expiresInDays, policy), at)
    return newSshKeyRow({ genuine }, { userId: user.id, key, name, at, ...life })
  }

  async function add(actor: Actor, row: SshKeyRow, told: readonly Write[]): Promise<void> {
    const { changes, event } = addingSshKey(store, row, actor)
    const stored = await journal.commit([...changes, ...told], event).catch(keyConflict)
    if (!stored) throw new KeywardError('limit_reached')
  }

  async function find(user: User, id: string): Promise<SshKeyRow> {
    return existing(await store.sshKeys.byId(user.id, id))
  }

  function toSshKey(row: SshKeyRow, policy: Policy): SshKey {
    return {
      id: row.id,
      name: row.name,
      type: row.type,
      bits: row.bits,
      fingerprint: fingerprintText(row.fingerprint),
      publicKey: `${row.type} ${row.blob}`,
      createdAt: rfc3339(row.createdAt),
      expiresAt: rfc3339OrNull(endOfSshKey(row, policy)),
      lastOfferedAt: rfc3339OrNull(row.lastOfferedAt),
      ...(genuine.sshKeys.fits(row) ? {} : { altered: true as const }),
    }
  }

  function event(type: EventType, actor: Actor, row: SshKeyRow) {
    return auditEvent(now(), actor, { type, subject: sshKeyParty(row), userId: row.userId })
  }
}

/** Prepares what stores a key, if its owner has room for one more. */
export function addingSshKey(
  store: Pick<Core['store'], 'sshKeys'>,
  row: SshKeyRow,
  actor: Actor,
): RecordedChange {
  const { userId, createdAt } = row
  return {
    changes: [store.sshKeys.insert(row, maxSshKeysPerUser)],
    event: auditEvent(createdAt, actor, { type: 'ssh_key.created', subject: sshKeyParty(row), userId }),
  }
}

/** Turns the store's conflict into a 409. It does not say whose key it is already, even where that is the caller. */
function keyConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'fingerprint') {
    throw new KeywardError('key_in_use', { cause: error })
  }
  return nameConflict(error)
}

/** An SSH key as events name it; without its name where the row was read for a host, which needs none. */
export function sshKeyParty(row: SshKeyRow | FoundSshKey): EventParty {
  const { id, fingerprint } = row
  return { kind: 'ssh_key', id, name: 'name' in row ? row.name : null, hint: fingerprintText(fingerprint) }
}
