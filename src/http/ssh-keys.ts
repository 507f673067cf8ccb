import { actorOf } from '../client.js'
import { endingLists } from '../credentials/own-list.js'
import { newSshKey, sshKeyChange } from '../input/ssh-key.js'
import { sshKey, sshKeyList } from './answer/ssh.js'
import { countedListOf, listQuery } from './list/paging.js'
import type { Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

/** The caller's SSH keys. */
export function sshKeyRoutes({ sshKeys }: Services): readonly Route[] {
  return [
    route('get', '/ssh-keys', {
      operation: 'listSshKeys',
      summary:
        'The SSH keys of the caller, newest first unless `sort` says otherwise; `q` is part of the name, in any case.',
      answers: { 200: sshKeyList },
      level: 'session',
      query: listQuery(endingLists),
      handler: async ({ principal, query }) =>
        ok(countedListOf(await sshKeys.list(principal.user, query), query)),
    }),
    route('post', '/ssh-keys', {
      operation: 'createSshKey',
      summary: 'Adds an SSH public key.',
      answers: { 201: sshKey },
      refusals: ['key_in_use', 'limit_reached', 'name_taken'],
      level: 'recent',
      body: newSshKey,
      handler: async ({ client, principal: { user }, body, path }) => {
        const key = await sshKeys.create(actorOf(client, user), user, body)
        return created(key, `${path}/${key.id}`)
      },
    }),
    route('get', '/ssh-keys/:id', {
      operation: 'getSshKey',
      summary: 'One SSH key of the caller.',
      answers: { 200: sshKey },
      level: 'session',
      handler: async ({ principal, param }) => ok(await sshKeys.get(principal.user, param('id'))),
    }),
    route('patch', '/ssh-keys/:id', {
      operation: 'updateSshKey',
      summary: 'Renames an SSH key.',
      answers: { 200: sshKey },
      refusals: ['name_taken'],
      level: 'session',
      body: sshKeyChange,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await sshKeys.update(actorOf(client, user), { user, id: param('id') }, body)),
    }),
    route('delete', '/ssh-keys/:id', {
      operation: 'deleteSshKey',
      summary: 'Removes an SSH key: no host is given it from then on.',
      answers: { 204: null },
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await sshKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
  ]
}
