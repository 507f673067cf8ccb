import { withQuery } from '../../auth/with-query.js'
import type { AdminUser } from '../../admin/admin-user.js'
import type { NewUser } from '../../admin/users.js'
import { temporaryPassword } from '../../crypto/secret.js'
import { KeywardError } from '../../errors.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { confirmationPage } from '../elements/confirmation.js'
import type { PageContent } from '../elements/page.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import { adminUserTexts } from '../messages/admin/admin-users.js'
import type { Section, PageRouter } from '../site/section.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { invitationRoutes, invite, shownInvitation } from './invitation.js'
import { passwordCard, shownPassword } from './password-card.js'
import type { UserAction } from './user-actions.js'
import { userActions } from './user-actions.js'
import { userFacts } from './user-facts.js'
import { listPage, searchIn } from './user-list.js'
import type { UserFields } from './user-page.js'
import { mfaResetPage, newPage, userPage, usersPath } from './user-page.js'

const path = usersPath

/** The users, for administrators: a list, forms to add and change one, and what can be done to them. */
export const adminUserSection: Section = {
  path,
  label: (visit) => visit.text(adminUserTexts).title,
  admin: true,
  group: 'administration',
  icon: 'users',
  routes: (router) => {
    const { services, get, post } = router
    return [
      get(path, { level: 'admin', handler: (visit) => list(services, visit) }),
      get(`${path}/new`, {
        level: 'admin',
        handler: (visit) => Promise.resolve(newPage(visit, null)),
      }),
      post(path, {
        level: 'admin',
        once: path,
        again: (visit, problem) => Promise.resolve(newPage(visit, problem)),
        handler: (visit) => create(services, visit),
      }),
      get(`${path}/:id`, {
        level: 'admin',
        handler: async (visit) => {
          const user = await services.users.get(visit.param('id'))
          // Read first, so that nothing can come between a password that is shown once and the page.
          const facts = await userFacts(services, visit, user)
          const mayInvite = await services.oneTimeLinks.mayInvite(actorIn(visit), user.id)
          const banner =
            (await shownPassword(services, visit, user)) ?? (await shownInvitation(services, visit, user))
          return userPage(visit, user, { fields: user, problem: null, banner, facts, mayInvite })
        },
      }),
      post(`${path}/:id`, {
        level: 'admin',
        again: async (visit, problem) => {
          const user = await services.users.get(visit.param('id'))
          const facts = await userFacts(services, visit, user)
          return userPage(visit, user, { fields: fieldsIn(visit), problem, facts })
        },
        handler: async (visit) => {
          await services.users.update(actorIn(visit), visit.param('id'), fieldsIn(visit))
          return seeOther(withQuery(visit.url(path), { done: 'user.updated' }))
        },
      }),
      ...mfaRoutes(router),
      ...passwordRoutes(router),
      ...invitationRoutes(router),
      ...userActions.flatMap((action) => actionRoutes(router, action)),
    ]
  },
}

async function list({ users, options }: Services, visit: SessionVisit): Promise<PageContent> {
  const search = searchIn(visit)
  return listPage(visit, { found: await users.search(search), search, now: options.now() })
}

/** Makes a user, and shows once what they get in by: a link, or a temporary password, so that no administrator has to make one up. */
async function create(services: Services, visit: SessionVisit): Promise<PageContent | Reply> {
  const { users } = services
  const { displayName, organizationId, admin } = fieldsIn(visit)
  const username = visit.form.text('username').trim()
  const input = { username, displayName, organizationId, admin }
  const create = (asked: NewUser) => users.create(actorIn(visit), asked, 'any-password')
  if (visit.form.text('firstSignIn') === 'password') {
    const password = temporaryPassword().reveal()
    return handOver(services, visit, await create({ ...input, password }))
  }
  return invite(services, visit, await create(input))
}

/** Gives a user a temporary password, and leads to their page, which shows it once. */
async function handOver(
  services: Services,
  visit: SessionVisit,
  user: AdminUser,
): Promise<PageContent | Reply> {
  const { temporaryPassword: secret } = await services.users.resetPassword(actorIn(visit), user.id)
  return showOnce(services, {
    purpose: 'temporary_password',
    subject: user.id,
    secret,
    holder: holderIn(visit),
    location: whereShown(visit, `${path}/${user.id}`, user.id),
    atOnce: () =>
      userPage(visit, user, { fields: user, problem: null, banner: passwordCard(visit, user, secret) }),
  })
}

function passwordRoutes({ services, get, post }: PageRouter) {
  const own = `${path}/:id/password`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) => {
        const user = await services.users.get(visit.param('id'))
        const texts = visit.text(adminUserTexts)
        return confirmationPage(visit, {
          id: 'reset-password',
          path: `${path}/${user.id}/password`,
          question: texts.resetTitle,
          name: user.username,
          consequence: texts.resetHint,
          button: texts.reset,
          section: path,
        })
      },
    }),
    post(own, {
      level: 'admin',
      once: path,
      handler: async (visit) => {
        const user = await services.users.get(visit.param('id'))
        return handOver(services, visit, user)
      },
    }),
  ]
}

function mfaRoutes({ services, get, post }: PageRouter) {
  const own = `${path}/:id/mfa-reset`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) => mfaResetPage(visit, await services.users.get(visit.param('id')), null),
    }),
    post(own, {
      level: 'admin',
      again: async (visit, problem) =>
        mfaResetPage(visit, await services.users.get(visit.param('id')), problem),
      handler: async (visit) => {
        const reason = visit.form.text('reason')
        await services.users.resetMfa(actorIn(visit), visit.param('id'), { reason })
        return seeOther(withQuery(visit.url(path), { done: 'mfa.reset' }))
      },
    }),
  ]
}

function actionRoutes({ services, get, post }: PageRouter, action: UserAction) {
  const own = `${path}/:id/${action.name}`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) =>
        confirmationPage(visit, action.confirmation(visit, await services.users.get(visit.param('id')))),
    }),
    post(own, {
      level: 'admin',
      handler: async (visit) => {
        const { id } = await services.users.get(visit.param('id'))
        if (action.oneself === 'refused') refuseOneself(visit, id)
        await action.act(services.users, actorIn(visit), id)
        return seeOther(withQuery(visit.url(path), { done: action.event }))
      },
    }),
  ]
}

/** Keeps administrators from doing to themselves here what they can do in their own account. The id is one that was found, so that its spelling is the stored one. */
function refuseOneself({ principal }: SessionVisit, id: string): void {
  if (id === principal.user.id) throw new KeywardError('forbidden')
}

function fieldsIn({ form }: Visit): UserFields {
  return {
    displayName: form.text('displayName').trim() || null,
    organizationId: form.text('organizationId').trim() || null,
    admin: form.has('admin'),
  }
}
