import { actorOf } from '../client.js'
import { endlessLists } from '../credentials/own-list.js'
import { newSshPrivateKey, sshPrivateKeyChange } from '../input/ssh-private-key.js'
import { sshPrivateKey, sshPrivateKeyList } from './answer/ssh.js'
import { countedListOf, listQuery } from './list/paging.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

/** The caller's SSH private keys; no answer shows a private half. */
export function sshPrivateKeyRoutes({ sshPrivateKeys }: Services): readonly Route[] {
  return [
    route('get', '/ssh-private-keys', {
      operation: 'listSshPrivateKeys',
      summary:
        'The SSH private keys of the caller, newest first unless `sort` says otherwise; never a private half.',
      answers: { 200: sshPrivateKeyList },
      level: 'session',
      query: listQuery(endlessLists),
      handler: async ({ principal, query }) =>
        ok(countedListOf(await sshPrivateKeys.list(principal.user, query), query)),
    }),
    route('post', '/ssh-private-keys', {
      operation: 'createSshPrivateKey',
      summary: 'Takes in an SSH private key, or makes one.',
      answers: { 201: sshPrivateKey },
      refusals: ['limit_reached', 'name_taken'],
      level: 'recent',
      body: newSshPrivateKey,
      handler: async ({ client, principal: { user }, body, path }) => {
        const key = await sshPrivateKeys.create(actorOf(client, user), user, body)
        return created(key, `${path}/${key.id}`)
      },
    }),
    route('get', '/ssh-private-keys/:id', {
      operation: 'getSshPrivateKey',
      summary: 'One SSH private key of the caller; never the private half.',
      answers: { 200: sshPrivateKey },
      level: 'session',
      handler: async ({ principal, param }) => ok(await sshPrivateKeys.get(principal.user, param('id'))),
    }),
    route('patch', '/ssh-private-keys/:id', {
      operation: 'updateSshPrivateKey',
      summary: 'Changes name, account or description of an SSH private key.',
      answers: { 200: sshPrivateKey },
      refusals: ['name_taken'],
      level: 'session',
      body: sshPrivateKeyChange,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await sshPrivateKeys.update(actorOf(client, user), { user, id: param('id') }, body)),
    }),
    route('delete', '/ssh-private-keys/:id', {
      operation: 'deleteSshPrivateKey',
      summary: 'Removes an SSH private key: no agent signs with it from then on.',
      answers: { 204: null },
      level: 'recent',
      handler: async ({ client, principal: { user }, param }) => {
        await sshPrivateKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
  ]
}
