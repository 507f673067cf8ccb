import { actorOf } from '../auth/client.js'
import type { SessionPrincipal } from '../auth/reauthentication.js'
import { temporaryPassword } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import { mfaReset, userChange } from '../http/admin-users.js'
import { readInput } from '../http/input.js'
import type { Services } from '../http/services.js'
import type { UserPatch } from '../store/user.js'
import type { UserAction } from './admin-user-actions.js'
import { userActions } from './admin-user-actions.js'
import type { UserFields } from './admin-user-page.js'
import { listPage, mfaResetPage, newPage, newPasswordPage, userPage, usersPath } from './admin-user-page.js'
import { confirmationPage } from './confirmation.js'
import { adminUserTexts } from './messages/admin-users.js'
import type { Page } from './page.js'
import { requestedPage } from './rows.js'
import type { Section, Site } from './section.js'
import type { Visit } from './visit.js'
import { seeOther, withQuery } from './visit.js'

type Administrator = Visit<SessionPrincipal>

const path = usersPath

/** Users, for administrators. */
export const adminUserSection: Section = {
  path,
  label: { en: adminUserTexts.en.title, de: adminUserTexts.de.title },
  admin: true,
  routes: (site) => {
    const { services, get, post } = site
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
          return userPage(visit, user, { fields: user, problem: null })
        },
      }),
      post(`${path}/:id`, {
        level: 'admin',
        again: async (visit, problem) =>
          userPage(visit, await services.users.get(visit.param('id')), { fields: fieldsIn(visit), problem }),
        handler: async (visit) => {
          // The schema answers no more than it was given.
          const patch = readInput(userChange, fieldsIn(visit)) as UserPatch
          await services.users.update(actor(visit), visit.param('id'), patch)
          return seeOther(withQuery(visit.url(path), { done: 'user.updated' }))
        },
      }),
      ...mfaRoutes(site),
      ...passwordRoutes(site),
      ...userActions.flatMap((action) => actionRoutes(site, action)),
    ]
  },
}

async function list({ users }: Services, visit: Administrator): Promise<Page> {
  const name = visit.query('user').trim()
  if (name === '') return listPage(visit, await users.list(requestedPage(visit)))
  const found = await users.byUsername(name)
  return listPage(visit, { rows: found ? [found] : [], more: false })
}

/** Nobody has to make up a password: the user gets a temporary one, which is shown once. */
async function create({ users }: Services, visit: Administrator): Promise<Page> {
  const { displayName, organizationId, admin } = readInput(userChange, fieldsIn(visit)) as UserFields
  const input = {
    ...{ username: visit.form.text('username').trim(), password: temporaryPassword().reveal() },
    ...{ displayName, organizationId, admin },
  }
  const user = await users.create(actor(visit), input, 'any-password')
  return newPasswordPage(visit, user, await users.resetPassword(actor(visit), user.id))
}

function passwordRoutes({ services, get, post }: Site) {
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
        const id = notOneself(visit)
        const user = await services.users.get(id)
        return newPasswordPage(visit, user, await services.users.resetPassword(actor(visit), id))
      },
    }),
  ]
}

function mfaRoutes({ services, get, post }: Site) {
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
        const { reason } = readInput(mfaReset, { reason: visit.form.text('reason') }) as { reason: string }
        await services.users.resetMfa(actor(visit), notOneself(visit), reason)
        return seeOther(withQuery(visit.url(path), { done: 'mfa.reset' }))
      },
    }),
  ]
}

function actionRoutes({ services, get, post }: Site, action: UserAction) {
  const own = `${path}/:id/${action.name}`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) =>
        confirmationPage(visit, action.asked(visit, await services.users.get(visit.param('id')))),
    }),
    post(own, {
      level: 'admin',
      handler: async (visit) => {
        const id = action.oneself === 'allowed' ? visit.param('id') : notOneself(visit)
        await action.act(services.users, actor(visit), id)
        return seeOther(withQuery(visit.url(path), { done: action.event }))
      },
    }),
  ]
}

function actor({ client, principal }: Administrator) {
  return actorOf(client, principal.user)
}

/** Administrators reset nothing of their own: they have their account pages. */
function notOneself(visit: Administrator): string {
  const id = visit.param('id')
  if (id === visit.principal.user.id) throw new KeywardError('forbidden')
  return id
}

function fieldsIn({ form }: Visit): UserFields {
  return {
    displayName: form.text('displayName').trim() || null,
    organizationId: form.text('organizationId').trim() || null,
    admin: form.has('admin'),
  }
}
