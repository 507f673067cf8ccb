import type { ServiceAccount } from '../../admin/service-accounts.js'
import { withQuery } from '../../auth/with-query.js'
import type { EventType } from '../../events.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { confirmationPage } from '../elements/confirmation.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { requestedPage } from '../elements/list/rows.js'
import { adminServiceAccountTexts } from '../messages/admin/admin-service-accounts.js'
import type { PageRouter, Section } from '../site/section.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import type { AccountAction } from './service-account-page.js'
import { accountPage, accountsPath, listPage, newPage, questionOf } from './service-account-page.js'
import { keyPanel, serviceKeyRoutes, shownKey } from './service-keys.js'

const path = accountsPath

/** The service accounts, for administrators: a list, a form for another, and a page for each, with its keys. */
export const adminServiceAccountSection: Section = {
  path,
  label: (visit) => visit.text(adminServiceAccountTexts).title,
  admin: true,
  group: 'administration',
  icon: 'service',
  routes: (router) => [
    ...listRoutes(router),
    ...accountRoutes(router),
    ...(['disable', 'enable', 'deletion'] as const).flatMap((action) => actionRoutes(router, action)),
    ...serviceKeyRoutes(router),
  ],
}

function listRoutes({ services: { serviceAccounts, options }, get, post }: PageRouter): readonly Route[] {
  return [
    get(path, {
      level: 'admin',
      handler: async (visit) =>
        listPage(visit, await serviceAccounts.list(requestedPage(visit)), options.now()),
    }),
    get(`${path}/new`, { level: 'admin', handler: (visit) => Promise.resolve(newPage(visit, null)) }),
    post(path, {
      level: 'admin',
      once: path,
      again: (visit, problem) => Promise.resolve(newPage(visit, problem)),
      handler: async (visit) => {
        const organizationId = visit.form.text('organizationId').trim() || null
        const { id } = await serviceAccounts.create(actorIn(visit), { ...fieldsIn(visit), organizationId })
        return toAccount(visit, id, 'service_account.created')
      },
    }),
  ]
}

function accountRoutes({ services, get, post }: PageRouter): readonly Route[] {
  const own = `${path}/:id`
  return [
    get(own, { level: 'admin', handler: (visit) => page(services, visit, null) }),
    post(own, {
      level: 'admin',
      again: (visit, problem) => page(services, visit, problem),
      handler: async (visit) => {
        const { id } = await services.serviceAccounts.update(
          actorIn(visit),
          visit.param('id'),
          fieldsIn(visit),
        )
        return toAccount(visit, id, 'service_account.updated')
      },
    }),
  ]
}

async function page(services: Services, visit: SessionVisit, problem: Problem | null): Promise<PageContent> {
  const account = await services.serviceAccounts.get(visit.param('id'))
  const owner = await services.serviceAccounts.owner(account.id)
  // Read first, so that nothing can come between a secret that is shown once and the page.
  const keys = await keyPanel(services, visit, owner)
  const banner = problem ? null : await shownKey(services, visit)
  const fields = problem ? fieldsIn(visit) : account
  return accountPage(visit, account, { fields, problem, banner, keys, now: services.options.now() })
}

function actionRoutes(
  { services: { serviceAccounts }, get, post }: PageRouter,
  action: AccountAction,
): readonly Route[] {
  const own = `${path}/:id/${action}`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) =>
        confirmationPage(visit, questionOf(visit, await serviceAccounts.get(visit.param('id')), action)),
    }),
    post(own, {
      level: 'admin',
      handler: async (visit) => {
        const [actor, id] = [actorIn(visit), visit.param('id')]
        if (action === 'deletion') {
          await serviceAccounts.remove(actor, id)
          return seeOther(withQuery(visit.url(path), { done: 'service_account.deleted' }))
        }
        await serviceAccounts.update(actor, id, { disabled: action === 'disable' })
        return toAccount(visit, id, 'service_account.updated')
      },
    }),
  ]
}

function toAccount(visit: Visit, id: string, done: EventType): Reply {
  return seeOther(withQuery(visit.url(`${path}/${id}`), { done }))
}

function fieldsIn({ form }: Visit): Pick<ServiceAccount, 'name' | 'description'> {
  return { name: form.text('name'), description: form.text('description') }
}
