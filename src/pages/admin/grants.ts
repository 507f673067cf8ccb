import { withQuery } from '../../auth/with-query.js'
import { existing, invalidField } from '../../errors.js'
import type { Services } from '../../http/services.js'
import type { NewSshGrant } from '../../input/new-ssh-grant.js'
import { sshGrant as grantSchema } from '../../input/ssh-grant.js'
import { sshPermits } from '../../policy/ssh-key.js'
import type { SshGrant } from '../../ssh/grant.js'
import { confirmationPage } from '../elements/confirmation.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { readFields, textList } from '../elements/text-list.js'
import { adminHostTexts } from '../messages/admin/admin-hosts.js'
import type { Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { deletionOf, editPage, listPage } from './grant-page.js'
import { grantsPath, hostsPath } from './host-page.js'

/** Makes the new list of the one that is stored. */
type Change = (grants: readonly SshGrant[]) => readonly NewSshGrant[]

const path = grantsPath

/** Who may sign in to SSH hosts, for administrators: an ordered list of grants, of which each form changes one. */
export const adminGrantSection: Section = {
  path,
  label: (visit) => visit.text(adminHostTexts).grants,
  admin: true,
  group: 'administration',
  icon: 'grant',
  within: hostsPath,
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
  { sshGrants, userNames }: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<PageContent> {
  const list = await sshGrants.list()
  const ids = list.grants.flatMap(({ userId }) => (userId === undefined ? [] : [userId]))
  return listPage(visit, list, { names: await userNames.of(ids), problem })
}

/** The form again, or, where the list has moved on, the list: what was typed may no longer fit in. */
function mended(services: Services, visit: SessionVisit, problem: Problem): Promise<PageContent> {
  const stale = problem.code === 'precondition_failed'
  return stale ? shown(services, visit, problem) : formFor(services, visit, problem)
}

async function formFor(
  services: Services,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<PageContent> {
  const { version } = await services.sshGrants.list()
  const stored = visit.param('id') === '' ? null : await find(services, visit)
  const userId = stored?.userId
  const names = await services.userNames.of(userId === undefined ? [] : [userId])
  const whom = names.get(userId ?? '') ?? userId ?? stored?.organizationId ?? ''
  return editPage(visit, { stored, whom, version, problem })
}

async function find({ sshGrants }: Services, visit: SessionVisit): Promise<SshGrant> {
  const { grants } = await sshGrants.list()
  return existing(grants.find(({ id }) => id === visit.param('id')))
}

/** Changes the list that the form was made for; 412 where somebody has changed it since. */
async function replaced({ sshGrants }: Services, visit: SessionVisit, change: Change) {
  const ifVersion = Number(visit.form.text('version') || '-1')
  const { grants } = await sshGrants.list()
  const actor = actorIn(visit)
  await sshGrants.replace(actor, change(grants), { ifVersion })
  return seeOther(withQuery(visit.url(path), { done: 'ssh_grants.changed' }))
}

async function grantIn(services: Services, visit: SessionVisit): Promise<NewSshGrant> {
  const { form } = visit
  const permit = sshPermits.filter((one) => form.has(`permit:${one}`))
  const from = textList(form.text('from'))
  return readFields(grantSchema, {
    group: form.text('group').trim(),
    account: form.text('account').trim() || null,
    ...(form.text('permit') === 'these' && { permit }),
    ...(from.length > 0 && { from }),
    ...(await granteeIn(services, visit)),
  })
}

/** Reads whom a grant is for. A user is typed by name, and stored by id. */
async function granteeIn({ userNames }: Services, { form }: SessionVisit) {
  const whom = form.text('whom').trim()
  if (form.text('who') === 'everyone') return { everyone: true }
  if (whom === '') throw invalidField('whom', 'required', 'say whom')
  if (form.text('who') === 'organization') return { organizationId: whom }
  const userId = await userNames.idOfUser(whom, 'whom')
  if (userId === null) throw invalidField('whom', 'unknown_user', 'there is no such user')
  return { userId }
}

function movedUp(grants: readonly SshGrant[], id: string): readonly SshGrant[] {
  const at = grants.findIndex((one) => one.id === id)
  const [one, above] = [grants[at], grants[at - 1]]
  if (!one || !above) return grants
  return grants.with(at - 1, one).with(at, above)
}
