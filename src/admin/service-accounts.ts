import { userParty } from '../client.js'
import type { Core } from '../core.js'
import { parseDescription } from '../credentials/description.js'
import { nameConflict, nameKeyOf, parseName } from '../credentials/name.js'
import { newId } from '../crypto/id.js'
import { KeywardError, existing } from '../errors.js'
import type { Actor, AuditEvent, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { readInput } from '../input/read-input.js'
import { newServiceAccount, serviceAccountChange } from '../input/service-account.js'
import type { Page, PageRequest } from '../store/page.js'
import type { ServiceAccountFacts, ServiceAccountRow } from '../store/service-account.js'
import { serviceUser } from '../store/service-account.js'
import { rfc3339, rfc3339OrNull } from '../time.js'

/** A service account: an owner of API keys that is no person. Times are RFC 3339. */
export interface ServiceAccount {
  readonly id: string
  readonly name: string
  readonly description: string | null
  /** `null` = it belongs to the platform. */
  readonly organizationId: string | null
  readonly disabled: boolean
  readonly createdAt: string
  /** When one of its keys was used last; `null` = none that it has was used. */
  readonly lastUsedAt: string | null
  /** How many keys it has that have not ended. */
  readonly keys: number
}

/** A service account that is asked for. */
export interface NewServiceAccount {
  readonly name: string
  readonly description?: string | null
  /** The organisation whose policy holds for its keys; the platform's alone when omitted. It cannot be changed later. */
  readonly organizationId?: string | null
}

/** What may be changed of a service account; what is left out stays. */
export interface ServiceAccountChange {
  readonly name?: string
  readonly description?: string | null
  /** Disabled, its keys rest: once this has answered, no process accepts them. */
  readonly disabled?: boolean
}

/** The service accounts, for administrators. An unknown id is a 404. */
export interface ServiceAccounts {
  /** Newest first. */
  list(page: PageRequest): Promise<Page<ServiceAccount>>
  get(id: string): Promise<ServiceAccount>
  /** 409 `name_taken`, 422. */
  create(actor: Actor, input: NewServiceAccount): Promise<ServiceAccount>
  /** 409 `name_taken`, 422. */
  update(actor: Actor, id: string, change: ServiceAccountChange): Promise<ServiceAccount>
  /** Removes it and ends its keys: once this has answered, no process accepts them. */
  remove(actor: Actor, id: string): Promise<void>
  /** The service account as the owner of its API keys. */
  owner(id: string): Promise<User>
}

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'usage'>

/** Makes the service. Each change is an event. */
export function serviceAccounts({ options, store, journal, usage }: Needs): ServiceAccounts {
  const { now } = options
  return Object.freeze({
    async list(page) {
      await usage.flush()
      const { rows, more } = await store.serviceAccounts.list(page, now())
      return { rows: rows.map(toServiceAccount), more }
    },

    async get(id) {
      await usage.flush()
      return toServiceAccount(await find(id))
    },

    async create(actor, given) {
      const input = readInput(newServiceAccount, given)
      const at = now()
      const row: ServiceAccountRow = {
        id: newId(at),
        ...parseName(input.name),
        description: parseDescription(input.description ?? null),
        organizationId: input.organizationId ?? null,
        disabled: false,
        createdAt: at,
      }
      const insert = store.serviceAccounts.insert(row)
      await journal.commit([insert], event('service_account.created', actor, row)).catch(nameConflict)
      return toServiceAccount({ row, keys: 0, lastUsedAt: null })
    },

    async update(actor, id, given) {
      const { name, description, disabled } = readInput(serviceAccountChange, given)
      const found = await find(id)
      const patch = {
        ...(name === undefined ? {} : parseName(name)),
        ...(description === undefined ? {} : { description: parseDescription(description) }),
        ...(disabled === undefined ? {} : { disabled }),
      }
      const row = { ...found.row, ...patch }
      if (Object.keys(patch).length > 0) {
        const stored = await journal
          .commit([store.serviceAccounts.update(id, patch)], event('service_account.updated', actor, row))
          .catch(nameConflict)
        if (!stored) throw new KeywardError('not_found')
      }
      return toServiceAccount({ ...found, row })
    },

    async remove(actor, id) {
      const { row } = await find(id)
      const removal = store.serviceAccounts.remove(id)
      const removed = await journal.commit([removal], event('service_account.deleted', actor, row))
      if (!removed) throw new KeywardError('not_found')
    },

    owner: async (id) => serviceUser((await find(id)).row),
  } satisfies ServiceAccounts)

  async function find(id: string): Promise<ServiceAccountFacts> {
    return existing(await store.serviceAccounts.byId(id, now()))
  }

  function event(type: EventType, actor: Actor, row: ServiceAccountRow): AuditEvent {
    return auditEvent(now(), actor, { type, subject: userParty(serviceUser(row)), userId: row.id })
  }
}

/** The id of the service account that has a name; `null` = none has. */
export async function idOfServiceAccount(
  { serviceAccounts: accounts }: Pick<Core['store'], 'serviceAccounts'>,
  name: string,
): Promise<string | null> {
  return (await accounts.byName(nameKeyOf(name)))?.id ?? null
}

/** Whether an id is a service account's. It is asked before a user is looked for: a host's table may be unable to look for such an id. */
export async function isServiceAccount(
  { serviceAccounts: accounts }: Pick<Core['store'], 'serviceAccounts'>,
  id: string,
): Promise<boolean> {
  return (await accounts.named([id])).length > 0
}

function toServiceAccount({ row, keys, lastUsedAt }: ServiceAccountFacts): ServiceAccount {
  const { id, name, description, organizationId, disabled, createdAt } = row
  return {
    id,
    name,
    description,
    organizationId,
    disabled,
    createdAt: rfc3339(createdAt),
    lastUsedAt: rfc3339OrNull(lastUsedAt),
    keys,
  }
}
