import type { ApiKeyOptions, ApiKeys, IssuedApiKey } from '../credentials/api-key.js'
import type { ApiKeyRotation, HostApiKeyChange, HostNewApiKey } from '../credentials/asked-api-key.js'
import { apiKeyLists } from '../credentials/own-list.js'
import type { ApiKey } from '../credentials/shown-api-key.js'
import { readId } from '../input/id.js'
import { listRequest } from '../input/list.js'
import { readInput } from '../input/read-input.js'
import type { CountedPage } from '../store/page.js'
import type { HostListRequest } from './list-request.js'
import type { Acting } from './acting.js'

const requested = listRequest(apiKeyLists)

/** Users' API keys, for the app's own code. Another user's key is a 404, like one that never existed. */
export interface HostApiKeys {
  /** Newest first, unless `sort` says otherwise; `at` is the place of the `last` of a page, and `before` its id where that order is the default. 422. */
  list(userId: string, asked?: HostListRequest): Promise<CountedPage<ApiKey>>
  get(userId: string, id: string): Promise<ApiKey>
  /** What the user's policy lets a new key be. */
  options(userId: string): Promise<ApiKeyOptions>
  /** 403 `limit_reached`, 409 `name_taken`, 422. */
  create(userId: string, input: HostNewApiKey): Promise<IssuedApiKey>
  /** 409 `name_taken`, `conflict`, 422. */
  update(userId: string, id: string, change: HostApiKeyChange): Promise<ApiKey>
  /** Issues a new secret for the same key. 403 `limit_reached`, 409 `conflict`, 422. */
  rotate(userId: string, id: string, rotation?: ApiKeyRotation): Promise<IssuedApiKey>
  remove(userId: string, id: string): Promise<void>
}

/** Makes `keyward.apiKeys`. */
export function hostApiKeys(apiKeys: ApiKeys, { actor, owner, holder }: Acting): HostApiKeys {
  return Object.freeze({
    list: async (userId, asked = {}) => apiKeys.list(await owner(userId), readInput(requested, asked)),
    get: async (userId, id) => apiKeys.get(await owner(userId), readId(id)),
    options: async (userId) => apiKeys.options(await owner(userId)),
    create: async (userId, input) => apiKeys.create(actor, { user: await holder(userId) }, input),
    update: async (userId, id, change) =>
      apiKeys.update(actor, { user: await owner(userId), id: readId(id) }, change),
    rotate: async (userId, id, rotation = {}) =>
      apiKeys.rotate(actor, { user: await owner(userId), id: readId(id) }, rotation),
    remove: async (userId, id) => apiKeys.remove(actor, await owner(userId), readId(id)),
  } satisfies HostApiKeys)
}
