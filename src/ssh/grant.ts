import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import { KeywardError, existing, invalidField } from '../errors.js'
import type { Actor, EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { NewSshGrant, SshGrantee } from '../input/new-ssh-grant.js'
import { readInput } from '../input/read-input.js'
import { sshGrants as allGrants, sshGrant as oneGrant } from '../input/ssh-grant.js'
import { isSystemAccount } from '../policy/system-account.js'
import type { CredentialOwner } from '../store/owned-credential.js'
import type { SshGrantRow } from '../store/ssh-grant.js'

/** A stored grant; `account: null` = the account that has the user's own name. */
export type SshGrant = NewSshGrant & { readonly id: string; readonly account: string | null }

/** All grants at one moment; `version` grows by 1 with each change. */
export interface SshGrantList {
  readonly grants: readonly SshGrant[]
  readonly version: number
}

/** The grants. Their order counts: the first one that fits decides what a login may do. An unknown id is a 404. */
export interface SshGrants {
  list(): Promise<SshGrantList>
  get(id: string): Promise<SshGrant>
  /** Replaces all, and leaves out what is `altered`. 412 when the version is no longer `ifVersion`, 409 `conflict` when it moved meanwhile, 422. */
  replace(
    actor: Actor,
    grants: readonly NewSshGrant[],
    options: { readonly ifVersion: number | null },
  ): Promise<SshGrantList>
  /** Adds one behind all others. 409 `conflict`, 422. */
  create(actor: Actor, grant: NewSshGrant): Promise<SshGrant>
  /** Replaces one and leaves it in its place. 409 `conflict`, 422. */
  update(actor: Actor, id: string, grant: NewSshGrant): Promise<SshGrant>
  /** 409 `conflict`. */
  remove(actor: Actor, id: string): Promise<void>
}

const maxTries = 5
/** Takes the mark of an altered grant away: whoever says anew what a grant is to be has keyward store it. */
const anew = { altered: undefined }

/** Whether a grant lets a user in as an account; `systemAccounts` have to be granted by name. */
export function fits(
  grant: SshGrantRow,
  owner: CredentialOwner,
  { account, systemAccounts }: { readonly account: string; readonly systemAccounts: readonly string[] },
): boolean {
  if (!isFor(grant, owner)) return false
  if (grant.account !== null) return grant.account === account
  // Whoever is called root or backup in the app is not therefore that on every host.
  return owner.username === account && !isSystemAccount(account, systemAccounts)
}

/** The groups of a host. One that was put into none is in `default`. */
export function groupsOf({ groups }: { readonly groups: readonly string[] }): readonly string[] {
  return groups.length === 0 ? ['default'] : groups
}

/** A grant as events name it. */
export function sshGrantParty({ id, group }: Pick<SshGrantRow, 'id' | 'group'>): EventParty {
  return { kind: 'ssh_grant', id, name: group }
}

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'genuine'>

/** Makes the service. A change that meets another is tried again, five times in all. */
export function sshGrants({ options, store, journal, genuine }: Needs): SshGrants {
  return Object.freeze({
    list,
    get: async (id) => find(await list(), id),

    async replace(actor, grants, { ifVersion }) {
      const given = readInput(allGrants, { items: grants }).items
      const before = await list()
      if (ifVersion !== null && ifVersion !== before.version) throw new KeywardError('precondition_failed')
      const stored = await put(actor, given, before)
      if (!stored) throw new KeywardError(ifVersion === null ? 'conflict' : 'precondition_failed')
      return stored
    },

    async create(actor, given) {
      const added = readInput(oneGrant, given)
      await refuseUnknown(added.userId, 'userId')
      // The new grant is found by its place, the last: its id is chosen when it is stored.
      const { grants } = await edited(actor, (before) => [...before, { ...added, ...anew, id: undefined }])
      return find({ grants }, grants.at(-1)?.id ?? '')
    },

    async update(actor, id, given) {
      const changed = { ...readInput(oneGrant, given), ...anew, id }
      await refuseUnknown(changed.userId, 'userId')
      const list = await edited(actor, (before) => {
        find({ grants: before }, id)
        return before.map((one) => (one.id === id ? changed : one))
      })
      return find(list, id)
    },

    async remove(actor, id) {
      await edited(actor, (before) => {
        find({ grants: before }, id)
        return before.filter((one) => one.id !== id)
      })
    },
  } satisfies SshGrants)

  async function list(): Promise<SshGrantList> {
    const { grants, version } = await store.sshGrants.read()
    return { grants: grants.map(listed), version }
  }

  /** Reads the list and stores it changed; begins again when another change came first. */
  async function edited(
    actor: Actor,
    change: (grants: readonly SshGrant[]) => readonly NewSshGrant[],
  ): Promise<SshGrantList> {
    for (let tries = 0; tries < maxTries; tries++) {
      const before = await list()
      const { items } = readInput(allGrants, { items: change(before.grants) })
      const stored = await put(actor, items, before)
      if (stored) return stored
    }
    throw new KeywardError('conflict')
  }

  /** Stores these in the place of all grants; `null` = another change came first. */
  async function put(
    actor: Actor,
    given: readonly NewSshGrant[],
    { grants, version }: SshGrantList,
  ): Promise<SshGrantList | null> {
    const userIds = await knownUsers(given)
    const known = new Set(grants.map(({ id }) => id))
    // A grant that somebody wrote into the database must not become genuine because an administrator sends the list back.
    const kept = given.filter(({ altered }) => altered !== true)
    const rows = kept.map((grant, position) => toRow(grant, { position, userIds, known }))
    const changed = auditEvent(options.now(), actor, {
      type: 'ssh_grants.changed',
      subject: { kind: 'ssh_grants', id: 'ssh_grants', name: null },
      userId: null,
    })
    const ensured = [...userIds.values()].map((id) => store.accounts.ensure(id))
    const stored = await journal.commit([...ensured, store.sshGrants.replace(rows, version)], changed)
    return stored ? { grants: rows.map(listed), version: version + 1 } : null
  }

  /** The stored ids of the users that the grants name, by the ids that were given; 422 for a user who does not exist. */
  async function knownUsers(given: readonly NewSshGrant[]): Promise<ReadonlyMap<string, string>> {
    const known = new Map<string, string>()
    for (const [i, { userId }] of given.entries()) {
      if (userId === undefined || known.has(userId)) continue
      known.set(userId, await knownUser(userId, `items.${String(i)}.userId`))
    }
    return known
  }

  async function refuseUnknown(userId: string | undefined, field: string): Promise<void> {
    if (userId !== undefined) await knownUser(userId, field)
  }

  async function knownUser(userId: string, field: string): Promise<string> {
    const user = await store.users.byId(userId)
    if (!user) throw invalidField(field, 'unknown_user', 'there is no such user')
    return user.id
  }

  /** Keeps the id of a grant that exists; of two with the same id the first keeps it, and the other is given a new one. */
  function toRow(grant: NewSshGrant, { position, userIds, known }: Place): SshGrantRow {
    const { id, group, userId, organizationId, everyone, account, permit, from } = grant
    const kept = id !== undefined && known.delete(id) ? id : newId(options.now())
    const content = {
      id: kept,
      position,
      group,
      userId: userIds.get(userId ?? '') ?? null,
      organizationId: organizationId ?? null,
      everyone: everyone ?? false,
      account: account ?? null,
      permit: permit ?? null,
      from: from ?? null,
    }
    return { ...content, ...genuine.sshGrants.macOf(content) }
  }

  function listed(row: SshGrantRow): SshGrant {
    return { ...toGrant(row), ...(!genuine.sshGrants.fits(row) && { altered: true as const }) }
  }
}

/** Where a grant is put in the list, and what is known of all grants. */
interface Place {
  readonly position: number
  /** The stored ids of users, by the ids that were given. */
  readonly userIds: ReadonlyMap<string, string>
  /** The ids of stored grants that no grant before this one has kept. */
  readonly known: Set<string>
}

function find({ grants }: Pick<SshGrantList, 'grants'>, id: string): SshGrant {
  return existing(grants.find((one) => one.id === id))
}

function isFor({ userId, organizationId, everyone }: SshGrantRow, owner: CredentialOwner): boolean {
  if (userId !== null) return userId === owner.id
  if (organizationId !== null) return organizationId === owner.organizationId
  return everyone
}

function toGrant({ id, group, account, permit, from, ...whom }: SshGrantRow): SshGrant {
  return {
    id,
    group,
    ...grantee(whom),
    account,
    ...(permit && { permit }),
    ...(from && { from }),
  }
}

function grantee({ userId, organizationId }: Pick<SshGrantRow, 'userId' | 'organizationId'>): SshGrantee {
  if (userId !== null) return { userId }
  return organizationId === null ? { everyone: true } : { organizationId }
}
