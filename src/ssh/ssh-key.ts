import { dayMs, rfc3339, rfc3339OrNull } from '../credentials/lifetime.js'
import { nameConflict, parseName } from '../credentials/name.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import type { Actor, EventParty, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Policy } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { Owner } from '../store/held.js'
import type { Page, PageRequest } from '../store/page.js'
import type { FoundSshKey, SshKeyRow } from '../store/ssh-key.js'
import { ConflictError } from '../store/write.js'
import { chooseSshDays, endOfSshKey } from './expiry.js'
import { fingerprintText } from './fingerprint.js'
import type { KeyRefusal } from './key-type.js'
import { keyRefused, parsePublicKey } from './public-key.js'

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
}

export interface NewSshKey {
  readonly name: string
  /** A line of a `.pub` file, or RFC 4716. */
  readonly publicKey: string
  /** 1 to 3650, or `null` for no expiration; the longest that the policy allows when omitted. */
  readonly expiresInDays?: number | null
}

/** A user's SSH keys. Another user's key is a 404, as one that never was. */
export interface SshKeys {
  list(user: User, page: PageRequest): Promise<Page<SshKey>>
  get(user: User, id: string): Promise<SshKey>
  /** 403 `limit_reached`, 409 `name_taken`, `key_in_use`, 422. */
  create(actor: Actor, user: User, input: NewSshKey): Promise<SshKey>
  /** 409 `name_taken`, 422. */
  rename(actor: Actor, user: User, id: string, name: string): Promise<SshKey>
  /** No host is given the key from then on. */
  remove(actor: Actor, user: User, id: string): Promise<void>
}

const maxPerUser = 50

/** Whether a stored key may be given to hosts at `now`: the one rule, for every path. `null` = it may. */
export function decideSshKey(
  row: FoundSshKey,
  owner: Owner,
  policy: Policy,
  now: number,
): 'owner_disabled' | 'expired' | KeyRefusal | null {
  if (owner.disabled) return 'owner_disabled'
  if (now >= (endOfSshKey(row, policy) ?? Infinity)) return 'expired'
  return refusalByPolicy(row, policy)
}

export function sshKeys({ options, store, journal, usage, policyFor }: Parts): SshKeys {
  const { now } = options
  return Object.freeze({
    async list(user, page) {
      await usage.flush()
      const policy = await policyFor(user)
      const { rows, more } = await store.sshKeys.list(user.id, page)
      return { rows: rows.map((row) => toSshKey(row, policy)), more }
    },

    async get(user, id) {
      await usage.flush()
      return toSshKey(await find(user, id), await policyFor(user))
    },

    async create(actor, user, input) {
      const policy = await policyFor(user)
      const key = parsePublicKey(input.publicKey)
      const refusal = refusalByPolicy(key, policy)
      if (refusal) throw keyRefused(refusal)
      const name = parseName(input.name)
      const lifetimeDays = chooseSshDays(input.expiresInDays, policy)
      const at = now()
      const row: SshKeyRow = {
        id: newId(at),
        userId: user.id,
        ...name,
        ...key,
        lifetimeDays,
        createdAt: at,
        expiresAt: lifetimeDays === null ? null : at + lifetimeDays * dayMs,
        lastOfferedAt: null,
      }
      const stored = await journal
        .commit([store.sshKeys.insert(row, maxPerUser)], event('ssh_key.created', actor, row))
        .catch(keyConflict)
      if (!stored) throw new KeywardError('limit_reached')
      return toSshKey(row, policy)
    },

    async rename(actor, user, id, name) {
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
        [store.revision.bump(), store.sshKeys.remove(user.id, id)],
        event('ssh_key.deleted', actor, row),
      )
      if (!removed) throw new KeywardError('not_found')
    },
  } satisfies SshKeys)

  async function find(user: User, id: string): Promise<SshKeyRow> {
    const row = await store.sshKeys.byId(user.id, id)
    if (!row) throw new KeywardError('not_found')
    return row
  }

  function event(type: EventType, actor: Actor, row: SshKeyRow) {
    return auditEvent(now(), actor, { type, subject: sshKeyParty(row), userId: row.userId })
  }
}

function refusalByPolicy(
  { type, bits }: Pick<SshKeyRow, 'type' | 'bits'>,
  { sshKeys }: Policy,
): KeyRefusal | null {
  if (!sshKeys.allowedTypes.some((allowed) => allowed === type)) return 'unsupported_type'
  return type === 'ssh-rsa' && bits < sshKeys.minRsaBits ? 'too_short' : null
}

/** Whose key it is already is not said, even to its owner. */
function keyConflict(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'fingerprint') {
    throw new KeywardError('key_in_use', { cause: error })
  }
  return nameConflict(error)
}

function sshKeyParty({ id, name, fingerprint }: SshKeyRow): EventParty {
  return { kind: 'ssh_key', id, name, hint: fingerprintText(fingerprint) }
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
  }
}
