import { actorOf } from '../client.js'
import type { IssuedApiKey } from '../credentials/api-key.js'
import { apiKeyLists } from '../credentials/own-list.js'
import { apiKeyChange, apiKeyRotation, givesMore, newApiKey } from '../input/api-key.js'
import { eventJson } from './list/event-json.js'
import { countedListOf, listOf, listQuery, page, pageRequest } from './list/paging.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

/** The caller's API keys. */
export function apiKeyRoutes({ apiKeys }: Services): readonly Route[] {
  return [
    route('get', '/api-keys', {
      summary:
        'The API keys of the caller, newest first unless `sort` says otherwise; `q` is part of the name, in any case.',
      level: 'session',
      query: listQuery(apiKeyLists),
      handler: async ({ principal, query }) =>
        ok(countedListOf(await apiKeys.list(principal.user, query), query)),
    }),
    route('post', '/api-keys', {
      summary: 'Makes an API key. The only answer that shows its secret.',
      level: 'recent',
      body: newApiKey,
      handler: async ({ client, principal: { user }, body, path }) => {
        const issued = await apiKeys.create(actorOf(client, user), user, body)
        return created(shown(issued), `${path}/${issued.apiKey.id}`)
      },
    }),
    route('get', '/api-keys/options', {
      summary: 'The expirations and scopes that a new API key may have.',
      level: 'session',
      handler: async ({ principal }) => ok(await apiKeys.options(principal.user)),
    }),
    route('get', '/api-keys/:id', {
      summary: 'One API key of the caller.',
      level: 'session',
      handler: async ({ principal, param }) => ok(await apiKeys.get(principal.user, param('id'))),
    }),
    route('get', '/api-keys/:id/events', {
      summary: 'What happened to an API key of the caller, and what was refused to it, newest first.',
      level: 'session',
      query: page,
      handler: async ({ principal, query, param }) => {
        const { rows, more } = await apiKeys.events(principal.user, param('id'), pageRequest(query))
        return ok(listOf({ rows: rows.map(eventJson), more }))
      },
    }),
    route('patch', '/api-keys/:id', {
      summary: 'Renames, disables or enables an API key. Enabling one takes a recent proof.',
      level: 'session',
      body: apiKeyChange,
      proofFor: givesMore,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await apiKeys.update(actorOf(client, user), { user, id: param('id') }, body)),
    }),
    route('delete', '/api-keys/:id', {
      summary: 'Ends an API key, in every process.',
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await apiKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
    route('post', '/api-keys/:id/rotation', {
      summary:
        'Gives an API key a new secret. The former one ends at once, or lives on for as long as is asked.',
      level: 'recent',
      body: apiKeyRotation,
      handler: async ({ client, principal: { user }, param, body, path }) => {
        const issued = await apiKeys.rotate(actorOf(client, user), { user, id: param('id') }, body)
        return created(shown(issued), path.slice(0, path.lastIndexOf('/')))
      },
    }),
  ]
}

/** The one reply that shows the secret. */
function shown({ apiKey, key }: IssuedApiKey): object {
  return { ...apiKey, key: key.reveal() }
}
