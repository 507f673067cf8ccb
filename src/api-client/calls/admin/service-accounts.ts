import type {
  NewServiceAccount,
  ServiceAccount,
  ServiceAccountChange,
} from '../../../admin/service-accounts.js'
import type { ApiKeyRotation, HostApiKeyChange, HostNewApiKey } from '../../../credentials/asked-api-key.js'
import type { ApiKey } from '../../../credentials/shown-api-key.js'
import type { ApiKeyWithSecretJson } from '../../../http/json/credential.js'
import type { CountedListJson, ListJson } from '../../../http/json/list.js'
import type { KeyQuery, PageQuery } from '../../paginate.js'
import type { RouteCalls } from '../../route-calls.js'
import type { CallOptions } from '../../send.js'

/** Service accounts, for administrators. What changes something takes a recent proof. */
export interface ServiceAccountCalls {
  list(query?: PageQuery, options?: CallOptions): Promise<ListJson<ServiceAccount>>
  create(input: NewServiceAccount, options?: CallOptions): Promise<ServiceAccount>
  get(id: string, options?: CallOptions): Promise<ServiceAccount>
  update(id: string, input: ServiceAccountChange, options?: CallOptions): Promise<ServiceAccount>
  /** Removes one: its keys end, in every process. */
  remove(id: string, options?: CallOptions): Promise<void>
}

/** The API keys of service accounts, each named by the id of its account and its own. */
export interface ServiceAccountKeyCalls {
  list(id: string, query?: KeyQuery, options?: CallOptions): Promise<CountedListJson<ApiKey>>
  /** Makes a key with the scopes that it names; the only answer that shows it. */
  create(
    id: string,
    input: Omit<HostNewApiKey, 'metadata'>,
    options?: CallOptions,
  ): Promise<ApiKeyWithSecretJson>
  get(id: string, keyId: string, options?: CallOptions): Promise<ApiKey>
  // Four parameters are the path's two, what to change and how to call.
  update(
    ...given: [id: string, keyId: string, input: Omit<HostApiKeyChange, 'metadata'>, options?: CallOptions]
  ): Promise<ApiKey>
  rotate(
    ...given: [id: string, keyId: string, input?: ApiKeyRotation, options?: CallOptions]
  ): Promise<ApiKeyWithSecretJson>
  remove(id: string, keyId: string, options?: CallOptions): Promise<void>
}

/** Makes the functions of service accounts. */
export function serviceAccountCalls(calls: RouteCalls): ServiceAccountCalls {
  return Object.freeze({
    list: calls.query('get /admin/service-accounts'),
    create: calls.body('post /admin/service-accounts'),
    get: calls.plain('get /admin/service-accounts/:id'),
    update: calls.body('patch /admin/service-accounts/:id'),
    remove: calls.plain('delete /admin/service-accounts/:id'),
  } satisfies ServiceAccountCalls)
}

/** Makes the functions of their keys. */
export function serviceAccountKeyCalls(calls: RouteCalls): ServiceAccountKeyCalls {
  return Object.freeze({
    list: calls.query('get /admin/service-accounts/:id/api-keys'),
    create: calls.body('post /admin/service-accounts/:id/api-keys'),
    get: calls.plain('get /admin/service-accounts/:id/api-keys/:keyId'),
    update: calls.body('patch /admin/service-accounts/:id/api-keys/:keyId'),
    rotate: calls.body('post /admin/service-accounts/:id/api-keys/:keyId/rotation'),
    remove: calls.plain('delete /admin/service-accounts/:id/api-keys/:keyId'),
  } satisfies ServiceAccountKeyCalls)
}
