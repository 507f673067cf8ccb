import { actorOf } from '../client.js'
import type { IssuedApiKey } from '../credentials/api-key.js'
import { apiKeyLists } from '../credentials/own-list.js'
import { apiKeyChange, apiKeyRotation, givesMore, newApiKey } from '../input/api-key.js'
import { apiKey, apiKeyList, apiKeyOptions, apiKeyWithSecret } from './answer/credential.js'
import { eventList } from './answer/fields.js'
import type { ApiKeyWithSecretJson } from './json/credential.js'
import { eventJson } from '../event-json.js'
import { countedListOf, listOf, listQuery, page, pageRequest } from './list/paging.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

/** The caller's API keys. */
export function apiKeyRoutes(services: Services): readonly Route[] {
  return [...listRoutes(services), ...keyRoutes(services)]
}

function listRoutes({ apiKeys }: Services): readonly Route[] {
  return [
    route('get', '/api-keys', {
      operation: 'listApiKeys',
      summary:
        'The API keys of the caller, newest first unless `sort` says otherwise; `q` is part of the name, in any case.',
      answers: { 200: apiKeyList },
      level: 'session',
      query: listQuery(apiKeyLists),
      handler: async ({ principal, query }) =>
        ok(countedListOf(await apiKeys.list(principal.user, query), query)),
    }),
    route('post', '/api-keys', {
      operation: 'createApiKey',
      summary: 'Makes an API key. The only answer that shows its secret.',
      answers: { 201: apiKeyWithSecret },
      refusals: ['limit_reached', 'name_taken'],
      level: 'recent',
      body: newApiKey,
      handler: async ({ client, principal, body, path }) => {
        const issued = await apiKeys.create(actorOf(client, principal.user), principal, body)
        return created(shownApiKey(issued), `${path}/${issued.apiKey.id}`)
      },
    }),
    route('get', '/api-keys/options', {
      operation: 'getApiKeyOptions',
      summary: 'The expirations and scopes that a new API key may have.',
      answers: { 200: apiKeyOptions },
      level: 'session',
      handler: async ({ principal }) => ok(await apiKeys.options(principal.user)),
    }),
  ]
}

function keyRoutes({ apiKeys }: Services): readonly Route[] {
  return [
    route('get', '/api-keys/:id', {
      operation: 'getApiKey',
      summary: 'One API key of the caller.',
      answers: { 200: apiKey },
      level: 'session',
      handler: async ({ principal, param }) => ok(await apiKeys.get(principal.user, param('id'))),
    }),
    route('get', '/api-keys/:id/events', {
      operation: 'listApiKeyEvents',
      summary: 'What happened to an API key of the caller, and what was refused to it, newest first.',
      answers: { 200: eventList },
      level: 'session',
      query: page,
      handler: async ({ principal, query, param }) => {
        const { rows, more } = await apiKeys.events(principal.user, param('id'), pageRequest(query))
        return ok(listOf({ rows: rows.map(eventJson), more }))
      },
    }),
    route('patch', '/api-keys/:id', {
      operation: 'updateApiKey',
      summary:
        'Renames, disables or enables an API key, or changes the addresses that it may be used from. Enabling it, and changing these, takes a recent proof.',
      answers: { 200: apiKey },
      refusals: ['conflict', 'name_taken'],
      level: 'session',
      body: apiKeyChange,
      proofFor: givesMore,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await apiKeys.update(actorOf(client, user), { user, id: param('id') }, body)),
    }),
    route('delete', '/api-keys/:id', {
      operation: 'deleteApiKey',
      summary: 'Ends an API key, in every process.',
      answers: { 204: null },
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await apiKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
    route('post', '/api-keys/:id/rotation', {
      operation: 'rotateApiKey',
      summary:
        'Gives an API key a new secret. The former one ends at once, or lives on for as long as is asked.',
      answers: { 201: apiKeyWithSecret },
      refusals: ['conflict', 'limit_reached'],
      level: 'recent',
      body: apiKeyRotation,
      handler: async ({ client, principal: { user }, param, body, path }) => {
        const issued = await apiKeys.rotate(actorOf(client, user), { user, id: param('id') }, body)
        return created(shownApiKey(issued), path.slice(0, path.lastIndexOf('/')))
      },
    }),
  ]
}

/** Makes the one reply that shows the secret. */
export function shownApiKey({ apiKey, key }: IssuedApiKey): ApiKeyWithSecretJson {
  return { ...apiKey, key: key.reveal() }
}
