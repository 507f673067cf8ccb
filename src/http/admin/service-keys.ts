import { actorOf } from '../../client.js'
import { apiKeyLists } from '../../credentials/own-list.js'
import { apiKeyRotation, limitedApiKeyChange, newLimitedApiKey } from '../../input/api-key.js'
import { apiKey, apiKeyList, apiKeyWithSecret } from '../answer/credential.js'
import { shownApiKey } from '../api-keys.js'
import { countedListOf, listQuery } from '../list/paging.js'
import type { Route } from '../route.js'
import { created, noContent, ok, route } from '../route.js'
import type { Services } from '../services.js'

const keys = '/admin/service-accounts/:id/api-keys'

/** The API keys of service accounts, for administrators. */
export function serviceKeyRoutes(services: Services): readonly Route[] {
  return [...listRoutes(services), ...keyRoutes(services)]
}

function listRoutes({ serviceAccounts, apiKeys }: Services): readonly Route[] {
  return [
    route('get', keys, {
      operation: 'listServiceAccountKeys',
      summary:
        'The API keys of a service account, newest first unless `sort` says otherwise; `q` is part of the name, in any case.',
      answers: { 200: apiKeyList },
      level: 'admin',
      query: listQuery(apiKeyLists),
      handler: async ({ param, query }) => {
        const owner = await serviceAccounts.owner(param('id'))
        return ok(countedListOf(await apiKeys.list(owner, query), query))
      },
    }),
    route('post', keys, {
      operation: 'createServiceAccountKey',
      summary:
        'Makes an API key of a service account, with the scopes it names. The only answer that shows its secret.',
      answers: { 201: apiKeyWithSecret },
      refusals: ['limit_reached', 'name_taken'],
      level: 'admin',
      body: newLimitedApiKey,
      handler: async ({ client, principal, param, body, path }) => {
        const owner = await serviceAccounts.owner(param('id'))
        const issued = await apiKeys.create(actorOf(client, principal.user), { user: owner }, body)
        return created(shownApiKey(issued), `${path}/${issued.apiKey.id}`)
      },
    }),
  ]
}

function keyRoutes({ serviceAccounts, apiKeys }: Services): readonly Route[] {
  return [
    route('get', `${keys}/:keyId`, {
      operation: 'getServiceAccountKey',
      summary: 'One API key of a service account.',
      answers: { 200: apiKey },
      level: 'admin',
      handler: async ({ param }) =>
        ok(await apiKeys.get(await serviceAccounts.owner(param('id')), param('keyId'))),
    }),
    route('patch', `${keys}/:keyId`, {
      operation: 'updateServiceAccountKey',
      summary:
        'Renames, disables or enables an API key of a service account, or changes where from and how often it may be used.',
      answers: { 200: apiKey },
      refusals: ['conflict', 'name_taken'],
      level: 'admin',
      body: limitedApiKeyChange,
      handler: async ({ client, principal, param, body }) => {
        const key = { user: await serviceAccounts.owner(param('id')), id: param('keyId') }
        return ok(await apiKeys.update(actorOf(client, principal.user), key, body))
      },
    }),
    route('delete', `${keys}/:keyId`, {
      operation: 'deleteServiceAccountKey',
      summary: 'Ends an API key of a service account, in every process.',
      answers: { 204: null },
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        const owner = await serviceAccounts.owner(param('id'))
        await apiKeys.remove(actorOf(client, principal.user), owner, param('keyId'))
        return noContent
      },
    }),
    route('post', `${keys}/:keyId/rotation`, {
      operation: 'rotateServiceAccountKey',
      summary:
        'Gives an API key of a service account a new secret. The former one ends at once, or lives on for as long as is asked.',
      answers: { 201: apiKeyWithSecret },
      refusals: ['conflict', 'limit_reached'],
      level: 'admin',
      body: apiKeyRotation,
      handler: async ({ client, principal, param, body, path }) => {
        const key = { user: await serviceAccounts.owner(param('id')), id: param('keyId') }
        const issued = await apiKeys.rotate(actorOf(client, principal.user), key, body)
        return created(shownApiKey(issued), path.slice(0, path.lastIndexOf('/')))
      },
    }),
  ]
}
