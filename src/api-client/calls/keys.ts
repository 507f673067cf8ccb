import type { ApiKeyOptions } from '../../credentials/api-key.js'
import type { ApiKeyChange, ApiKeyRotation, NewApiKey } from '../../credentials/asked-api-key.js'
import type { ApiKey } from '../../credentials/shown-api-key.js'
import type { NewToken, Token, TokenOptions } from '../../credentials/token.js'
import type { ApiKeyWithSecretJson, TokenWithSecretJson } from '../../http/json/credential.js'
import type { CountedListJson, ListJson } from '../../http/json/list.js'
import type { EventJson } from '../../event-json.js'
import type { KeyQuery, PageQuery } from '../paginate.js'
import type { RouteCalls } from '../route-calls.js'
import type { CallOptions } from '../send.js'

/** One's own API keys. */
export interface ApiKeyCalls {
  list(query?: KeyQuery, options?: CallOptions): Promise<CountedListJson<ApiKey>>
  /** Makes a key; the only answer that shows it. Takes a recent proof. */
  create(input: NewApiKey, options?: CallOptions): Promise<ApiKeyWithSecretJson>
  /** What a new key may be. */
  options(options?: CallOptions): Promise<ApiKeyOptions>
  get(id: string, options?: CallOptions): Promise<ApiKey>
  /** What happened to it, newest first. */
  events(id: string, query?: PageQuery, options?: CallOptions): Promise<ListJson<EventJson>>
  /** Giving a key more, as enabling it does, takes a recent proof. */
  update(id: string, input: ApiKeyChange, options?: CallOptions): Promise<ApiKey>
  /** Gives it a new secret. Takes a recent proof. */
  rotate(id: string, input?: ApiKeyRotation, options?: CallOptions): Promise<ApiKeyWithSecretJson>
  /** Ends it, in every process. */
  remove(id: string, options?: CallOptions): Promise<void>
}

/** One's own short-term tokens. */
export interface TokenCalls {
  list(query?: KeyQuery, options?: CallOptions): Promise<CountedListJson<Token>>
  /** What a new token may be. */
  options(options?: CallOptions): Promise<TokenOptions>
  /** Makes a token; the only answer that shows it. Takes a recent proof. */
  create(input?: NewToken, options?: CallOptions): Promise<TokenWithSecretJson>
  /** Ends it, in every process. */
  remove(id: string, options?: CallOptions): Promise<void>
}

/** Makes the functions of API keys. */
export function apiKeyCalls(calls: RouteCalls): ApiKeyCalls {
  return Object.freeze({
    list: calls.query('get /api-keys'),
    create: calls.body('post /api-keys'),
    options: calls.plain('get /api-keys/options'),
    get: calls.plain('get /api-keys/:id'),
    events: calls.query('get /api-keys/:id/events'),
    update: calls.body('patch /api-keys/:id'),
    rotate: calls.body('post /api-keys/:id/rotation'),
    remove: calls.plain('delete /api-keys/:id'),
  } satisfies ApiKeyCalls)
}

/** Makes the functions of tokens. */
export function tokenCalls(calls: RouteCalls): TokenCalls {
  return Object.freeze({
    list: calls.query('get /tokens'),
    options: calls.plain('get /tokens/options'),
    create: calls.body('post /tokens'),
    remove: calls.plain('delete /tokens/:id'),
  } satisfies TokenCalls)
}
