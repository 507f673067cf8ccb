import type { Route } from '../../http/route.js'
import { changeRoutes } from '../credentials/credential-changes.js'
import { creationRoutes } from '../credentials/credential-creation.js'
import type { KindOfCredential, ListedCredential } from '../credentials/kind-of-credential.js'
import { shownBearer } from '../credentials/shown-bearer.js'
import { requestedList } from '../elements/list/rows.js'
import type { PageRouter, Section } from '../site/section.js'
import { credentialListPage } from '../credentials/credential-list.js'

/** The pages on which users keep one kind of credential. */
export function credentialSection<C extends ListedCredential>(kind: KindOfCredential<C>): Section {
  const { path, texts } = kind
  return Object.freeze({
    path,
    label: (visit) => visit.text(texts).title,
    group: 'authentication',
    icon: kind.icon,
    routes: (router) => [
      listRoute(kind, router),
      ...creationRoutes(kind, router),
      ...changeRoutes(kind, router),
    ],
  } satisfies Section)
}

function listRoute<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get }: PageRouter,
): Route {
  const { path, creation } = kind
  const service = kind.serviceOf(services)
  return get(path, {
    level: 'session',
    handler: async (visit) => {
      const request = requestedList(visit, kind.lists)
      const found = await service.list(visit.principal.user, request)
      const banner = 'issue' in creation ? await shownBearer(services, visit, { kind, creation }) : null
      return credentialListPage({ kind, services }, visit, { found, request, banner })
    },
  })
}
