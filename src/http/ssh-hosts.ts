import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { sshPermits } from '../policy/ssh-key.js'
import { isCidr } from '../ssh/cidr.js'
import type { NewSshGrant, SshGrantList } from '../ssh/grant.js'
import { accountName } from '../ssh/grant.js'
import type { IssuedSshHost } from '../ssh/host.js'
import { listOf, page, pageRequest } from './input.js'
import { ifMatch, versionTag } from './precondition.js'
import type { Reply, Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const daySeconds = 86_400
const name = z.string().max(1000)
const group = z.string().regex(/^[^\s\p{C}]{1,64}$/u)
const cidr = z.string().max(64).refine(isCidr)
const cidrs = z.array(cidr).max(50)
const groups = z.array(group).max(50)
/** A host as it is added. */
export const newHost = z.strictObject({ name, groups: groups.optional(), cidrs: cidrs.optional() })
/** What may be changed of a host. */
export const hostChange = z.strictObject({ name, groups, cidrs, disabled: z.boolean() }).partial()
/** How long the old credential lives on. */
export const rotation = z.strictObject({ overlapSeconds: z.int().min(0).max(604_800).default(daySeconds) })
/** Who may log in where. */
export const grant = z
  .strictObject({
    id: z.string().max(64).optional(),
    group,
    userId: z.string().min(1).max(255).optional(),
    organizationId: z.string().min(1).max(64).optional(),
    everyone: z.literal(true).optional(),
    account: z.string().regex(accountName).nullable().default(null),
    permit: z.array(z.literal(sshPermits)).max(sshPermits.length).optional(),
    from: cidrs.min(1).optional(),
  })
  .refine(({ userId, organizationId, everyone }) => {
    return [userId, organizationId, everyone].filter((whom) => whom !== undefined).length === 1
  })
  // The refinement makes it one of the three.
  .transform((given) => given as NewSshGrant)
const grants = z.strictObject({ items: z.array(grant).max(500) })

/** The hosts that may ask for keys, and who may log in to them, for administrators. */
export function sshHostRoutes({ sshHosts, sshGrants }: Services): readonly Route[] {
  return [
    route('get', '/admin/hosts', {
      level: 'admin',
      query: page,
      handler: async ({ query }) => ok(listOf(await sshHosts.list(pageRequest(query)))),
    }),
    route('post', '/admin/hosts', {
      level: 'admin',
      body: newHost,
      handler: async ({ client, principal, body, path }) => {
        const issued = await sshHosts.create(actorOf(client, principal.user), body)
        return created(shown(issued), `${path}/${issued.host.id}`)
      },
    }),
    route('get', '/admin/hosts/:id', {
      level: 'admin',
      handler: async ({ param }) => ok(await sshHosts.get(param('id'))),
    }),
    route('patch', '/admin/hosts/:id', {
      level: 'admin',
      body: hostChange,
      handler: async ({ client, principal, param, body }) =>
        ok(await sshHosts.update(actorOf(client, principal.user), param('id'), body)),
    }),
    route('delete', '/admin/hosts/:id', {
      level: 'admin',
      handler: async ({ client, principal, param }) => {
        await sshHosts.remove(actorOf(client, principal.user), param('id'))
        return noContent
      },
    }),
    route('post', '/admin/hosts/:id/rotation', {
      level: 'admin',
      body: rotation,
      handler: async ({ client, principal, param, body, path }) => {
        const actor = actorOf(client, principal.user)
        const issued = await sshHosts.rotate(actor, param('id'), body.overlapSeconds)
        return created(shown(issued), path.slice(0, path.lastIndexOf('/')))
      },
    }),
    route('get', '/admin/ssh-grants', {
      level: 'admin',
      handler: async () => grantsReply(await sshGrants.list()),
    }),
    route('put', '/admin/ssh-grants', {
      level: 'admin',
      body: grants,
      handler: async ({ client, principal, body }) => {
        const ifVersion = ifMatch(client.headers['if-match'])
        return grantsReply(
          await sshGrants.replace(actorOf(client, principal.user), body.items, { ifVersion }),
        )
      },
    }),
  ]
}

/** The one reply that shows the credential. */
function shown({ host, credential }: IssuedSshHost): object {
  return { ...host, credential: credential.reveal() }
}

function grantsReply({ grants, version }: SshGrantList): Reply {
  return { ...ok(listOf({ rows: grants, more: false })), headers: { ETag: versionTag(version) } }
}
