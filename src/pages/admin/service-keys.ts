import { withQuery } from '../../auth/with-query.js'
import type { IssuedApiKey } from '../../credentials/api-key.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import { confirmationPage } from '../elements/confirmation.js'
import { daysIn } from '../elements/expiry.js'
import type { PageContent } from '../elements/page.js'
import { scopesIn } from '../elements/scopes.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { accountsPath } from './service-account-page.js'
import { issuedPage, newKeyPage, renewalPage } from './service-key-forms.js'
import type { KeyAction } from './service-key-list.js'
import { keyQuestion } from './service-key-list.js'

const keys = `${accountsPath}/:id/api-keys`

/** The forms for a service account's keys, and the addresses that they are sent to. */
export function serviceKeyRoutes(router: PageRouter): readonly Route[] {
  return [
    ...creationRoutes(router),
    ...renewalRoutes(router),
    ...(['disabling', 'enabling', 'deletion'] as const).flatMap((action) => actionRoutes(router, action)),
  ]
}

function creationRoutes({ services, get, post }: PageRouter): readonly Route[] {
  return [
    get(`${keys}/new`, {
      level: 'admin',
      handler: async (visit) =>
        newKeyPage(services, visit, { owner: await ownerIn(services, visit), problem: null }),
    }),
    post(keys, {
      level: 'admin',
      once: accountsPath,
      again: async (visit, problem) =>
        newKeyPage(services, visit, { owner: await ownerIn(services, visit), problem }),
      handler: async (visit) => {
        const owner = await ownerIn(services, visit)
        const { form } = visit
        const input = {
          name: form.text('name'),
          expiresInDays: daysIn(form.text('expiresInDays')),
          scopes: scopesIn(form, { ...services, holder: owner }),
        }
        return shown(services, visit, {
          owner,
          ...(await services.apiKeys.create(actorIn(visit), owner, input)),
        })
      },
    }),
  ]
}

function renewalRoutes({ services, get, post }: PageRouter): readonly Route[] {
  const own = `${keys}/:keyId/renewal`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) => {
        const owner = await ownerIn(services, visit)
        const key = await services.detailedApiKeys.get(owner, visit.param('keyId'))
        return renewalPage(visit, owner, key)
      },
    }),
    post(own, {
      level: 'admin',
      once: accountsPath,
      handler: async (visit) => {
        const owner = await ownerIn(services, visit)
        const key = { user: owner, id: visit.param('keyId') }
        const overlapSeconds = Number(visit.form.text('overlapSeconds'))
        const issued = await services.apiKeys.rotate(actorIn(visit), key, { overlapSeconds })
        return shown(services, visit, { owner, ...issued })
      },
    }),
  ]
}

function actionRoutes({ services, get, post }: PageRouter, action: KeyAction): readonly Route[] {
  const own = `${keys}/:keyId/${action}`
  return [
    get(own, {
      level: 'admin',
      handler: async (visit) => {
        const owner = await ownerIn(services, visit)
        const key = await services.apiKeys.get(owner, visit.param('keyId'))
        const asked = confirmationPage(visit, keyQuestion(visit, { owner, key }, action))
        return { ...asked, section: accountsPath }
      },
    }),
    post(own, {
      level: 'admin',
      handler: async (visit) => {
        const owner = await ownerIn(services, visit)
        const [actor, id] = [actorIn(visit), visit.param('keyId')]
        if (action === 'deletion') await services.apiKeys.remove(actor, owner, id)
        else await services.apiKeys.update(actor, { user: owner, id }, { disabled: action === 'disabling' })
        const done = action === 'deletion' ? 'api_key.deleted' : 'api_key.updated'
        return seeOther(withQuery(visit.url(`${accountsPath}/${owner.id}`), { done }))
      },
    }),
  ]
}

/** Leads to the page of the account, which shows a new secret once. */
function shown(
  services: Services,
  visit: SessionVisit,
  { owner, apiKey, key }: IssuedApiKey & { readonly owner: User },
): Promise<PageContent | Reply> {
  return showOnce(services, {
    purpose: 'api_key',
    subject: apiKey.id,
    secret: key,
    holder: holderIn(visit),
    location: whereShown(visit, `${accountsPath}/${owner.id}`, apiKey.id),
    atOnce: () => issuedPage(services, visit, { owner, key: apiKey, secret: key }),
  })
}

/** The service account that the path names. */
function ownerIn({ serviceAccounts }: Services, visit: SessionVisit): Promise<User> {
  return serviceAccounts.owner(visit.param('id'))
}
