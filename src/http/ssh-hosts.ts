import { z } from 'zod'
import { actorOf } from '../client.js'
import { sshGrants as grants } from '../input/ssh-grant.js'
import { newSshHost, sshHostChange, sshHostRotation } from '../input/ssh-host.js'
import { entityTag, sshdFeatures } from '../ssh/authorized-keys.js'
import { readFingerprint } from '../ssh/fingerprint.js'
import type { SshGrant, SshGrantList } from '../ssh/grant.js'
import type { IssuedSshHost } from '../ssh/host.js'
import { authorizedKeyLines, sshGrantList, sshHost, sshHostList, sshHostWithSecret } from './answer/ssh.js'
import type { SshHostWithSecretJson } from './json/credential.js'
import type { ListJson } from './json/list.js'
import { listOf, page, pageRequest } from './list/paging.js'
import { ifMatch, ifNoneMatch, versionTag } from './precondition.js'
import type { Answer, Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

/** The schema of an SSH key's fingerprint in a query, as ssh-keygen writes it; it is read into 64 hex digits. */
export const fingerprint = z
  .string()
  .max(100)
  .transform((text, context) => {
    // A "+" that was not encoded arrives as a blank, which base64 has none of.
    const read = readFingerprint(text.replaceAll(' ', '+'))
    if (read !== null) return read
    context.issues.push({ code: 'invalid_format', format: 'fingerprint', input: text })
    return z.NEVER
  })
const keysQuery = z.strictObject({ fingerprint: fingerprint.optional() })

/** What a host asks for, and, for administrators, the hosts and who may log in to them. */
export function sshHostRoutes(services: Services): readonly Route[] {
  return [...keyRoutes(services), ...hostRoutes(services), ...grantRoutes(services)]
}

function keyRoutes({ accountKeys }: Services): readonly Route[] {
  return [
    route('get', '/ssh/authorized_keys/:account', {
      operation: 'getAuthorizedKeys',
      summary:
        'The lines of `authorized_keys` for a Unix account, as sshd’s `AuthorizedKeysCommand` asks for them.',
      answers: { 200: authorizedKeyLines, 304: null },
      precondition: 'If-None-Match',
      level: 'host',
      query: keysQuery,
      handler: async ({ client, principal, param, query }) => {
        const text = await accountKeys.textFor(principal, {
          account: param('account'),
          fingerprint: query.fingerprint ?? null,
          sshd: sshdFeatures(client.header('keyward-sshd')[0]),
        })
        return authorizedKeys(text, client.header('if-none-match'))
      },
    }),
  ]
}

function hostRoutes({ sshHosts }: Services): readonly Route[] {
  return [
    route('get', '/admin/hosts', {
      operation: 'listSshHosts',
      summary: 'The SSH hosts, newest first.',
      answers: { 200: sshHostList },
      level: 'admin',
      query: page,
      handler: async ({ query }) => ok(listOf(await sshHosts.list(pageRequest(query)))),
    }),
    route('post', '/admin/hosts', {
      operation: 'createSshHost',
      summary: 'Adds an SSH host. The only answer that shows its credential.',
      answers: { 201: sshHostWithSecret },
      refusals: ['name_taken'],
      level: 'admin',
      body: newSshHost,
      handler: async ({ client, principal, body, path }) => {
        const issued = await sshHosts.create(actorOf(client, principal.user), body)
        return created(shown(issued), `${path}/${issued.host.id}`)
      },
    }),
    route('get', '/admin/hosts/:id', {
      operation: 'getSshHost',
      summary: 'One SSH host.',
      answers: { 200: sshHost },
      level: 'admin',
      handler: async ({ param }) => ok(await sshHosts.get(param('id'))),
    }),
    route('patch', '/admin/hosts/:id', {
      operation: 'updateSshHost',
      summary: 'Changes name, groups or addresses of an SSH host, disables or enables it.',
      answers: { 200: sshHost },
      refusals: ['name_taken'],
      level: 'admin',
      body: sshHostChange,
      handler: async ({ client, principal, param, body }) =>
        ok(await sshHosts.update(actorOf(client, principal.user), param('id'), body)),
    }),
    route('delete', '/admin/hosts/:id', {
      operation: 'deleteSshHost',
      summary: 'Removes an SSH host: its credential ends.',
      answers: { 204: null },
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await sshHosts.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
    route('post', '/admin/hosts/:id/rotation', {
      operation: 'rotateSshHost',
      summary:
        'Gives an SSH host a new credential. The former one lives on for a day, unless another time is asked for.',
      answers: { 201: sshHostWithSecret },
      refusals: ['conflict'],
      level: 'admin',
      body: sshHostRotation,
      handler: async ({ client, principal, param, body, path }) => {
        const actor = actorOf(client, principal.user)
        const issued = await sshHosts.rotate(actor, param('id'), body)
        return created(shown(issued), path.slice(0, path.lastIndexOf('/')))
      },
    }),
  ]
}

function grantRoutes({ sshGrants }: Services): readonly Route[] {
  return [
    route('get', '/admin/ssh-grants', {
      operation: 'listSshGrants',
      summary: 'Who may log in to which hosts, in the order that counts.',
      answers: { 200: sshGrantList },
      level: 'admin',
      handler: async () => grantsReply(await sshGrants.list()),
    }),
    route('put', '/admin/ssh-grants', {
      operation: 'replaceSshGrants',
      summary: 'Replaces all grants. `If-Match` makes it depend on the version that was read.',
      answers: { 200: sshGrantList },
      refusals: ['conflict'],
      precondition: 'If-Match',
      level: 'admin',
      body: grants,
      handler: async ({ client, principal, body }) => {
        const ifVersion = ifMatch(client.header('if-match'))
        return grantsReply(
          await sshGrants.replace(actorOf(client, principal.user), body.items, { ifVersion }),
        )
      },
    }),
  ]
}

function authorizedKeys(
  text: string,
  known: readonly string[],
): Answer<200, string> | Answer<304, undefined> {
  const tag = entityTag(text)
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' }
  if (ifNoneMatch(known, tag)) return { status: 304, body: undefined, headers }
  return { status: 200, body: text, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } }
}

/** The body of the one reply that shows the credential. */
function shown({ host, credential }: IssuedSshHost): SshHostWithSecretJson {
  return { ...host, credential: credential.reveal() }
}

function grantsReply({ grants, version }: SshGrantList): Answer<200, ListJson<SshGrant>> {
  return { ...ok(listOf({ rows: grants, more: false })), headers: { ETag: versionTag(version) } }
}
