import type {
  ApiKey,
  ApiKeyChange,
  ApiKeyOptions,
  ApiKeyRotation,
  ApiKeys,
  IssuedApiKey,
  NewApiKey,
} from '../credentials/api-key.js'
import { hostActor } from '../events.js'
import { readId } from '../input/id.js'
import { page } from '../input/page.js'
import { readInput } from '../input/read-input.js'
import type { Page, PageRequest } from '../store/page.js'
import type { Owners } from './owners.js'

/** Users' API keys, for the app's own code. Another user's key is a 404, like one that never existed. */
export interface HostApiKeys {
  /** Newest first. */
  list(userId: string, page?: Partial<PageRequest>): Promise<Page<ApiKey>>
  get(userId: string, id: string): Promise<ApiKey>
  /** What the user's policy lets a new key be. */
  options(userId: string): Promise<ApiKeyOptions>
  /** 403 `limit_reached`, 409 `name_taken`, 422. */
  create(userId: string, input: NewApiKey): Promise<IssuedApiKey>
  /** 409 `name_taken`, 422. */
  update(userId: string, id: string, change: ApiKeyChange): Promise<ApiKey>
  /** Issues a new secret for the same key. 403 `limit_reached`, 409 `conflict`, 422. */
  rotate(userId: string, id: string, rotation?: ApiKeyRotation): Promise<IssuedApiKey>
  remove(userId: string, id: string): Promise<void>
}

/** Makes `keyward.apiKeys`. */
export function hostApiKeys(apiKeys: ApiKeys, { owner, holder }: Owners): HostApiKeys {
  return Object.freeze({
    list: async (userId, asked = {}) => apiKeys.list(await owner(userId), readInput(page, asked)),
    get: async (userId, id) => apiKeys.get(await owner(userId), readId(id)),
    options: async (userId) => apiKeys.options(await owner(userId)),
    create: async (userId, input) => apiKeys.create(hostActor, await holder(userId), input),
    update: async (userId, id, change) =>
      apiKeys.update(hostActor, { user: await owner(userId), id: readId(id) }, change),
    rotate: async (userId, id, rotation = {}) =>
      apiKeys.rotate(hostActor, { user: await owner(userId), id: readId(id) }, rotation),
    remove: async (userId, id) => apiKeys.remove(hostActor, await owner(userId), readId(id)),
  } satisfies HostApiKeys)
}
