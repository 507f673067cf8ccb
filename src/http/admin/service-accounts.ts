import { actorOf } from '../../client.js'
import { newServiceAccount, serviceAccountChange } from '../../input/service-account.js'
import { serviceAccount, serviceAccountList } from '../answer/admin.js'
import { listOf, page, pageRequest } from '../list/paging.js'
import type { Route } from '../route.js'
import { created, noContent, ok, route } from '../route.js'
import type { Services } from '../services.js'

/** Service accounts, for administrators. */
export function serviceAccountRoutes({ serviceAccounts }: Services): readonly Route[] {
  return [
    route('get', '/admin/service-accounts', {
      operation: 'listServiceAccounts',
      summary: 'The service accounts, newest first.',
      answers: { 200: serviceAccountList },
      level: 'admin',
      query: page,
      handler: async ({ query }) => ok(listOf(await serviceAccounts.list(pageRequest(query)))),
    }),
    route('post', '/admin/service-accounts', {
      operation: 'createServiceAccount',
      summary: 'Adds a service account: an owner of API keys that nobody signs in by.',
      answers: { 201: serviceAccount },
      refusals: ['name_taken'],
      level: 'admin',
      body: newServiceAccount,
      handler: async ({ client, principal, body, path }) => {
        const account = await serviceAccounts.create(actorOf(client, principal.user), body)
        return created(account, `${path}/${account.id}`)
      },
    }),
    route('get', '/admin/service-accounts/:id', {
      operation: 'getServiceAccount',
      summary: 'One service account.',
      answers: { 200: serviceAccount },
      level: 'admin',
      handler: async ({ param }) => ok(await serviceAccounts.get(param('id'))),
    }),
    route('patch', '/admin/service-accounts/:id', {
      operation: 'updateServiceAccount',
      summary: 'Changes name or description of a service account, disables or enables it.',
      answers: { 200: serviceAccount },
      refusals: ['name_taken'],
      level: 'admin',
      body: serviceAccountChange,
      handler: async ({ client, principal, param, body }) =>
        ok(await serviceAccounts.update(actorOf(client, principal.user), param('id'), body)),
    }),
    route('delete', '/admin/service-accounts/:id', {
      operation: 'deleteServiceAccount',
      summary: 'Removes a service account: its keys end, in every process.',
      answers: { 204: null },
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await serviceAccounts.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
  ]
}
