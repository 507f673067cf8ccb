import { withQuery } from '../../auth/with-query.js'
import type { EventType } from '../../events.js'
import type { Reply, Route } from '../../http/route.js'
import type { PageContent } from '../elements/page.js'
import { requestedList } from '../elements/rows.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import type { PageRouter, Section } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { credentialPages, removalPath } from './credential-page.js'
import { bearerCard, shownBearer } from './shown-bearer.js'
import type { CreationWithSecret, KindOfCredential, ListedCredential } from './kind-of-credential.js'

/** The pages on which users keep one kind of credential. */
export function credentialSection<C extends ListedCredential>(kind: KindOfCredential<C>): Section {
  const { path, texts } = kind
  return Object.freeze({
    path,
    label: { en: texts.en.title, de: texts.de.title },
    group: 'authentication',
    icon: kind.icon,
    routes: (router) => [
      ...creationRoutes(kind, router),
      ...editingRoutes(kind, router),
      ...removalRoutes(kind, router),
    ],
  } satisfies Section)
}

function creationRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { path, creation } = kind
  const pages = credentialPages(kind, services)
  const service = kind.serviceOf(services)
  return [
    get(path, {
      level: 'session',
      handler: async (visit) => {
        const request = requestedList(visit, kind.lists)
        const found = await service.list(visit.principal.user, request)
        const card = 'issue' in creation ? await shownBearer(services, visit, { kind, creation }) : null
        return pages.list(visit, { ...found, request }, card)
      },
    }),
    get(`${path}/new`, { level: creation.formLevel, handler: (visit) => pages.creation(visit, null) }),
    post(path, {
      level: 'recent',
      once: path,
      secrets: creation.secrets,
      again: (visit, problem) => pages.creation(visit, problem),
      handler: async (visit) => {
        if ('issue' in creation) return issue(creation, visit)
        await creation.add(services, visit, actorIn(visit))
        return backToList(kind, visit, creation.done)
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
        const request = requestedList(visit, kind.lists)
        const found = {
          rows: [credential],
          more: false,
          total: 1,
          preceding: 0,
          first: null,
          last: null,
          request,
        }
        return pages.list(
          visit,
          found,
          bearerCard(services, visit, { kind, creation: one, credential, secret }),
        )
      },
    })
  }
}

function editingRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { editing } = kind
  if (!editing) return []
  const path = `${kind.path}/:id`
  const pages = credentialPages(kind, services)
  const service = kind.serviceOf(services)
  return [
    get(path, {
      level: 'session',
      handler: async (visit) => {
        const credential = await service.get(visit.principal.user, visit.param('id'))
        return pages.editing(visit, credential, { editing, problem: null })
      },
    }),
    post(path, {
      level: 'session',
      again: async (visit, problem) => {
        const credential = await service.get(visit.principal.user, visit.param('id'))
        return pages.editing(visit, credential, { editing, problem })
      },
      handler: async (visit) => {
        await editing.save(services, visit, actorIn(visit))
        return backToList(kind, visit, editing.done)
      },
    }),
  ]
}

function removalRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const path = removalPath(kind, ':id')
  const pages = credentialPages(kind, services)
  const service = kind.serviceOf(services)
  return [
    get(path, {
      level: 'session',
      handler: async (visit) =>
        pages.removal(visit, await service.get(visit.principal.user, visit.param('id'))),
    }),
    post(path, {
      level: kind.removal.level,
      handler: async (visit) => {
        await service.remove(actorIn(visit), visit.principal.user, visit.param('id'))
        return backToList(kind, visit, kind.removal.done)
      },
    }),
  ]
}

function backToList({ path }: { readonly path: string }, visit: SessionVisit, done: EventType): Reply {
  return seeOther(withQuery(visit.url(path), { done }))
}
