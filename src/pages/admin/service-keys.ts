import { apiKeyLists } from '../../credentials/own-list.js'
import type { Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import type { User } from '../../identity.js'
import { apiKeyKind } from '../credentials/api-key-kind.js'
import { changeRoutes } from '../credentials/credential-changes.js'
import { creationRoutes } from '../credentials/credential-creation.js'
import { credentialRows } from '../credentials/credential-list.js'
import { shownBearer } from '../credentials/shown-bearer.js'
import { withQuery } from '../../auth/with-query.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { requestedList } from '../elements/list/rows.js'
import { panel } from '../elements/panel.js'
import { named } from '../elements/sentence.js'
import { adminServiceAccountTexts } from '../messages/admin/admin-service-accounts.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { accountsPath } from './service-account-page.js'

/** As many keys as a page of the list can have, which is more than an account can. */
const most = 100

/** The API keys of the service account that a path names. */
const serviceKeys = apiKeyKind({
  path: `${accountsPath}/:id/api-keys`,
  heldBy: {
    kind: 'service',
    section: accountsPath,
    list: `${accountsPath}/:id`,
    find: ({ serviceAccounts }, visit) => serviceAccounts.owner(visit.param('id')),
    about: (visit, { username }) => named(visit.text(adminServiceAccountTexts).keyOf, username),
    activity: ({ id }) => withQuery('/account/admin/activity', { user: id }),
  },
})

/** The form for another key of a service account, and a page for each. */
export function serviceKeyRoutes(router: PageRouter): readonly Route[] {
  return [...creationRoutes(serviceKeys, router), ...changeRoutes(serviceKeys, router)]
}

/** The keys of a service account, with what can be done to each, newest first. */
export async function keyPanel(services: Services, visit: SessionVisit, owner: User): Promise<Html> {
  const texts = visit.text(adminServiceAccountTexts)
  const request = { ...requestedList(visit, apiKeyLists), limit: most }
  const { rows } = await services.detailedApiKeys.list(owner, request)
  const href = visit.url(`${accountsPath}/${owner.id}/api-keys/new`)
  return panel({
    id: 'api-keys',
    title: texts.keys,
    hint: texts.keysHint,
    actions: html`<a class="kw-button kw-primary" href="${href}">${texts.addKey}</a>`,
    content:
      rows.length === 0
        ? html`<p class="kw-hint">${texts.emptyKeys}</p>`
        : credentialRows({ kind: serviceKeys, services }, visit, rows),
  })
}

/** What stands over the page whose address asks for a key's secret: the card that shows it or, from then on, that it was shown. */
export async function shownKey(services: Services, visit: SessionVisit): Promise<Value> {
  const { creation } = serviceKeys
  return 'issue' in creation ? shownBearer(services, visit, { kind: serviceKeys, creation }) : null
}
