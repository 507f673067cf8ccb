import type {
  NewServiceAccount,
  ServiceAccount,
  ServiceAccountChange,
  ServiceAccounts,
} from '../admin/service-accounts.js'
import type { ApiKeys } from '../credentials/api-key.js'
import { readId } from '../input/id.js'
import { page } from '../input/page.js'
import { readInput } from '../input/read-input.js'
import type { Page, PageRequest } from '../store/page.js'
import type { Acting } from './acting.js'
import type { HostApiKeys } from './api-keys.js'
import { hostApiKeys } from './api-keys.js'

/** Service accounts, which hold API keys and are no people, for the app's own code. An unknown id is a 404. */
export interface HostServiceAccounts {
  /** Newest first. */
  list(page?: Partial<PageRequest>): Promise<Page<ServiceAccount>>
  get(id: string): Promise<ServiceAccount>
  /** 409 `name_taken`, 422. */
  create(input: NewServiceAccount): Promise<ServiceAccount>
  /** 409 `name_taken`, 422. */
  update(id: string, change: ServiceAccountChange): Promise<ServiceAccount>
  /** Removes it and ends its keys. */
  remove(id: string): Promise<void>
  /** Their API keys, by the id of a service account in the place of a user's; each names its `scopes`. */
  readonly keys: HostApiKeys
}

/** Makes `keyward.serviceAccounts`. */
export function hostServiceAccounts(
  accounts: ServiceAccounts,
  apiKeys: ApiKeys,
  { actor }: Pick<Acting, 'actor'>,
): HostServiceAccounts {
  const owner = async (id: string) => accounts.owner(readId(id))
  return Object.freeze({
    list: async (asked = {}) => accounts.list(readInput(page, asked)),
    get: async (id) => accounts.get(readId(id)),
    create: (input) => accounts.create(actor, input),
    update: async (id, change) => accounts.update(actor, readId(id), change),
    remove: async (id) => accounts.remove(actor, readId(id)),
    keys: hostApiKeys(apiKeys, { actor, owner, holder: owner }),
  } satisfies HostServiceAccounts)
}
