import { withQuery } from '../../auth/with-query.js'
import type { Reply, Route } from '../../http/route.js'
import type { PageContent } from '../elements/page.js'
import { requestedList } from '../elements/list/rows.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import type { PageRouter, Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { changeRoutes } from './credential-changes.js'
import { creationPage } from './credential-forms.js'
import { credentialListPage } from './credential-list.js'
import { credentialPage } from './credential-page.js'
import type { CreationWithSecret, KindOfCredential, ListedCredential } from './kind-of-credential.js'
import { bearerCard, shownBearer } from './shown-bearer.js'

/** The pages on which users keep one kind of credential. */
export function credentialSection<C extends ListedCredential>(kind: KindOfCredential<C>): Section {
  const { path, texts } = kind
  return Object.freeze({
    path,
    label: (visit) => visit.text(texts).title,
    group: 'authentication',
    icon: kind.icon,
    routes: (router) => [...creationRoutes(kind, router), ...changeRoutes(kind, router)],
  } satisfies Section)
}

function creationRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { path, creation } = kind
  const room = { kind, services }
  const service = kind.serviceOf(services)
  return [
    get(path, {
      level: 'session',
      handler: async (visit) => {
        const request = requestedList(visit, kind.lists)
        const found = await service.list(visit.principal.user, request)
        const banner = 'issue' in creation ? await shownBearer(services, visit, { kind, creation }) : null
        return credentialListPage(room, visit, { found, request, banner })
      },
    }),
    get(`${path}/new`, { level: creation.formLevel, handler: (visit) => creationPage(room, visit, null) }),
    post(path, {
      level: 'recent',
      once: path,
      secrets: creation.secrets,
      again: (visit, problem) => creationPage(room, visit, problem),
      handler: async (visit) => {
        if ('issue' in creation) return issue(creation, visit)
        await creation.add(services, visit, actorIn(visit))
        return backToList(visit, creation.done)
      },
    }),
  ]

  /** Makes one, and leads to the list, which shows its secret once. */
  async function issue(one: CreationWithSecret<C>, visit: SessionVisit): Promise<PageContent | Reply> {
    const { credential, secret } = await one.issue(services, visit, actorIn(visit))
    return showOnce(services, {
      purpose: one.purpose,
      subject: credential.id,
      secret,
      holder: holderIn(visit),
      location: whereShown(visit, path, credential.id),
      atOnce: () => {
        const card = bearerCard(services, visit, { kind, creation: one, credential, secret })
        return credentialPage(room, visit, { credential, problem: null, banner: card })
      },
    })
  }

  function backToList(visit: SessionVisit, done: string): Reply {
    return seeOther(withQuery(visit.url(path), { done }))
  }
}
