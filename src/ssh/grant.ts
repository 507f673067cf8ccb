import { newId } from '../crypto/id.js'
import { invalidField, KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { SshPermit } from '../policy/ssh-key.js'
import type { Owner } from '../store/held.js'
import type { SshGrantRow } from '../store/ssh-grant.js'

/** Who a grant is for: one of the three. */
export type SshGrantee =
  | { readonly userId: string; readonly organizationId?: undefined; readonly everyone?: undefined }
  | { readonly organizationId: string; readonly userId?: undefined; readonly everyone?: undefined }
  | { readonly everyone: true; readonly userId?: undefined; readonly organizationId?: undefined }

/** Who may log in to the hosts of a group, and as which account. */
export type NewSshGrant = SshGrantee & {
  /** That of a grant there is; another is given a new one. */
  readonly id?: string
  readonly group: string
  /** The account on the host; `null`, or omitted = that of the user's own name. */
  readonly account?: string | null
  /** What a login may do; what the user's policy permits when omitted. */
  readonly permit?: readonly SshPermit[]
  /** Addresses and CIDRs a login may come from; any when omitted. */
  readonly from?: readonly string[]
}

export type SshGrant = NewSshGrant & { readonly id: string; readonly account: string | null }

/** All grants at one moment; `version` moves on with each change. */
export interface SshGrantList {
  readonly grants: readonly SshGrant[]
  readonly version: number
}

/** The grants, in an order that counts: the first one that fits decides what a login may do. */
export interface SshGrants {
  list(): Promise<SshGrantList>
  /** Replaces all. 412 when the version is no longer `ifVersion`, 409 `conflict` when it moved meanwhile, 422. */
  replace(
    actor: Actor,
    grants: readonly NewSshGrant[],
    options: { readonly ifVersion: number | null },
  ): Promise<SshGrantList>
}

/** A name that an account may have. */
export const accountName = /^[a-z_][a-z0-9_-]{0,31}$/

/** Whether a grant lets a user in as an account. */
export function fits(grant: SshGrantRow, owner: Owner, account: string): boolean {
  if (!isFor(grant, owner)) return false
  if (grant.account !== null) return grant.account === account
  // Whoever is called root in the app is not therefore root on every host.
  return owner.username === account && account !== 'root'
}

export function sshGrants({ options, store, journal }: Parts): SshGrants {
  return Object.freeze({
    async list() {
      const { grants, version } = await store.sshGrants.read()
      return { grants: grants.map(toGrant), version }
    },

    async replace(actor, given, { ifVersion }) {
      const { grants, version } = await store.sshGrants.read()
      if (ifVersion !== null && ifVersion !== version) throw new KeywardError('precondition_failed')
      const userIds = await knownUsers(given)
      const known = new Set(grants.map(({ id }) => id))
      const rows = given.map((grant) => toRow(grant, known))
      const changed = auditEvent(options.now(), actor, {
        type: 'ssh_grants.changed',
        subject: { kind: 'ssh_grants', id: 'ssh_grants', name: null },
        userId: null,
      })
      const ensured = userIds.map((id) => store.accounts.ensure(id))
      const stored = await journal.commit(
        [store.revision.bump(), ...ensured, store.sshGrants.replace(rows, version)],
        changed,
      )
      if (!stored) throw new KeywardError(ifVersion === null ? 'conflict' : 'precondition_failed')
      return { grants: rows.map(toGrant), version: version + 1 }
    },
  } satisfies SshGrants)

  /** The users that are named, all of them there; else 422. */
  async function knownUsers(given: readonly NewSshGrant[]): Promise<readonly string[]> {
    const users = new Map<string, boolean>()
    for (const [i, { userId }] of given.entries()) {
      if (userId === undefined) continue
      if (!users.has(userId)) users.set(userId, (await store.users.byId(userId)) !== null)
      if (!users.get(userId)) {
        throw invalidField(`items.${String(i)}.userId`, 'unknown_user', 'there is no such user')
      }
    }
    return [...users.keys()]
  }

  /** An id that is given twice stays with the first. */
  function toRow(grant: NewSshGrant, known: Set<string>): SshGrantRow {
    const { id, group, userId, organizationId, everyone, account, permit, from } = grant
    const kept = id !== undefined && known.delete(id) ? id : newId(options.now())
    return {
      ...{ id: kept, group, userId: userId ?? null, organizationId: organizationId ?? null },
      ...{ everyone: everyone ?? false, account: account ?? null },
      ...{ permit: permit ?? null, from: from ?? null },
    }
  }
}

function isFor({ userId, organizationId, everyone }: SshGrantRow, owner: Owner): boolean {
  if (userId !== null) return userId === owner.id
  if (organizationId !== null) return organizationId === owner.organizationId
  return everyone
}

function toGrant({ id, group, account, permit, from, ...whom }: SshGrantRow): SshGrant {
  return {
    ...{ id, group, ...grantee(whom), account },
    ...(permit && { permit }),
    ...(from && { from }),
  }
}

function grantee({ userId, organizationId }: Pick<SshGrantRow, 'userId' | 'organizationId'>): SshGrantee {
  if (userId !== null) return { userId }
  return organizationId === null ? { everyone: true } : { organizationId }
}
