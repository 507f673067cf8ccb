import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import { usernameKey } from '../credentials/username.js'
import { invalidField, KeywardError } from '../errors.js'
import { grant as grantSchema } from '../http/ssh-hosts.js'
import type { Services } from '../http/services.js'
import { sshPermits } from '../policy/ssh-key.js'
import type { NewSshGrant, SshGrant } from '../ssh/grant.js'
import { deletionOf, editPage, listPage } from './admin-grant-page.js'
import { grantsPath } from './admin-host-page.js'
import { confirmationPage } from './confirmation.js'
import type { Problem } from './problem.js'
import type { Page } from './page.js'
import type { Section } from './section.js'
import { readFields, textList } from './text-list.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Administrator = Visit<SessionPrincipal>
type Change = (grants: readonly SshGrant[]) => readonly NewSshGrant[]

const path = grantsPath

/** Who may sign in to SSH hosts, for administrators: an ordered list, changed a line at a time. */
export const adminGrantSection: Section = {
  routes: ({ services, get, post }) => [
    get(path, { level: 'admin', handler: (visit) => shown(services, visit, null) }),
    get(`${path}/new`, { level: 'admin', handler: (visit) => formFor(services, visit, null) }),
    post(path, {
      level: 'admin',
      once: path,
      again: (visit, problem) => mended(services, visit, problem),
      handler: async (visit) => {
        const added = await grantIn(services, visit)
        return replaced(services, visit, (grants) => [...grants, added])
      },
    }),
    get(`${path}/:id`, { level: 'admin', handler: (visit) => formFor(services, visit, null) }),
    post(`${path}/:id`, {
      level: 'admin',
      again: (visit, problem) => mended(services, visit, problem),
      handler: async (visit) => {
        const { id } = await find(services, visit)
        const changed = { ...(await grantIn(services, visit)), id }
        return replaced(services, visit, (grants) => grants.map((one) => (one.id === id ? changed : one)))
      },
    }),
    post(`${path}/:id/up`, {
      level: 'admin',
      again: (visit, problem) => shown(services, visit, problem),
      handler: async (visit) => {
        const { id } = await find(services, visit)
        return replaced(services, visit, (grants) => movedUp(grants, id))
      },
    }),
    get(`${path}/:id/deletion`, {
      level: 'admin',
      handler: async (visit) => {
        const { version } = await services.sshGrants.list()
        return confirmationPage(visit, deletionOf(visit, await find(services, visit), version))
      },
    }),
    post(`${path}/:id/deletion`, {
      level: 'admin',
      again: (visit, problem) => shown(services, visit, problem),
      handler: async (visit) => {
        const { id } = await find(services, visit)
        return replaced(services, visit, (grants) => grants.filter((one) => one.id !== id))
      },
    }),
  ],
}

async function shown(
  { sshGrants, store }: Services,
  visit: Administrator,
  problem: Problem | null,
): Promise<Page> {
  const list = await sshGrants.list()
  const ids = list.grants.flatMap(({ userId }) => (userId === undefined ? [] : [userId]))
  const users = await Promise.all([...new Set(ids)].map((id) => store.users.byId(id)))
  const names = new Map(users.flatMap((user) => (user ? [[user.id, user.username]] : [])))
  return listPage(visit, list, { names, problem })
}

/** The form again, or, where the list has moved on, the list: what was typed may no longer fit in. */
function mended(services: Services, visit: Administrator, problem: Problem): Promise<Page> {
  const stale = problem.code === 'precondition_failed'
  return stale ? shown(services, visit, problem) : formFor(services, visit, problem)
}

async function formFor(services: Services, visit: Administrator, problem: Problem | null): Promise<Page> {
  const { version } = await services.sshGrants.list()
  const stored = visit.param('id') === '' ? null : await find(services, visit)
  const user = stored?.userId === undefined ? null : await services.store.users.byId(stored.userId)
  const whom = user?.username ?? stored?.userId ?? stored?.organizationId ?? ''
  return editPage(visit, { stored, whom, version, problem })
}

async function find({ sshGrants }: Services, visit: Administrator): Promise<SshGrant> {
  const { grants } = await sshGrants.list()
  const found = grants.find(({ id }) => id === visit.param('id'))
  if (!found) throw new KeywardError('not_found')
  return found
}

/** Stores the list as it was seen, changed; 412 where it has moved on since. */
async function replaced({ sshGrants }: Services, visit: Administrator, change: Change) {
  const ifVersion = Number(visit.form.text('version') || '-1')
  const { grants } = await sshGrants.list()
  const actor = actorOf(visit.client, visit.principal.user)
  await sshGrants.replace(actor, change(grants), { ifVersion })
  return seeOther(withQuery(visit.url(path), { done: 'ssh_grants.changed' }))
}

async function grantIn({ store }: Services, visit: Administrator): Promise<NewSshGrant> {
  const { form } = visit
  const permit = sshPermits.filter((one) => form.has(`permit:${one}`))
  const from = textList(form.text('from'))
  return readFields(grantSchema, {
    group: form.text('group').trim(),
    account: form.text('account').trim() || null,
    ...(form.text('permit') === 'these' && { permit }),
    ...(from.length > 0 && { from }),
    ...(await granteeIn(store, visit)),
  })
}

/** Users are named, and stored by id. */
async function granteeIn({ users }: Services['store'], { form }: Administrator) {
  const whom = form.text('whom').trim()
  if (form.text('who') === 'everyone') return { everyone: true }
  if (whom === '') throw invalidField('whom', 'required', 'say whom')
  if (form.text('who') === 'organization') return { organizationId: whom }
  const user = (await users.byUsername(usernameKey(whom))) ?? (await users.byId(whom))
  if (!user) throw invalidField('whom', 'unknown_user', 'there is no such user')
  return { userId: user.id }
}

function movedUp(grants: readonly SshGrant[], id: string): readonly SshGrant[] {
  const at = grants.findIndex((one) => one.id === id)
  const [one, above] = [grants[at], grants[at - 1]]
  if (!one || !above) return grants
  return grants.with(at - 1, one).with(at, above)
}
