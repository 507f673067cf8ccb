import { withQuery } from '../../auth/with-query.js'
import type { Reply, Route } from '../../http/route.js'
import type { PageContent } from '../elements/page.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { creationPage } from './credential-forms.js'
import { credentialPage } from './credential-page.js'
import { levelOf, listIn, sectionOf } from './holder.js'
import type { CreationWithSecret, KindOfCredential, ListedCredential } from './kind-of-credential.js'
import { bearerCard } from './shown-bearer.js'

/** The form for one more credential, and the address that it is sent to. */
export function creationRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { path, creation } = kind
  const room = { kind, services }
  return [
    get(`${path}/new`, {
      level: levelOf(kind, creation.formLevel),
      handler: (visit) => creationPage(room, visit, null),
    }),
    post(path, {
      level: levelOf(kind, 'recent'),
      once: sectionOf(kind),
      secrets: creation.secrets,
      again: (visit, problem) => creationPage(room, visit, problem),
      handler: async (visit) => {
        if ('issue' in creation) return issue(creation, visit)
        await creation.add(services, visit, actorIn(visit))
        return seeOther(withQuery(visit.url(listIn(kind, visit)), { done: creation.done }))
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
      location: whereShown(visit, listIn(kind, visit), credential.id),
      atOnce: () => {
        const card = bearerCard(services, visit, { kind, creation: one, credential, secret })
        return credentialPage(room, visit, { credential, problem: null, banner: card })
      },
    })
  }
}
