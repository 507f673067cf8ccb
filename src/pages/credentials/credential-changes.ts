import { withQuery } from '../../auth/with-query.js'
import type { EventType } from '../../events.js'
import type { Reply, Route } from '../../http/route.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { holderIn, showOnce, whereShown } from '../elements/shown-once.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { actorIn, seeOther } from '../visit/visit.js'
import { renewalPage } from './credential-forms.js'
import type { ProblemWith } from './credential-page.js'
import { bindingPath, credentialPage } from './credential-page.js'
import type { Pause } from './credential-questions.js'
import { pauseQuestion, questionPage, removalOf, removalPath } from './credential-questions.js'
import { holderOf, idIn, levelOf, listIn, ownRoute, pathIn, sectionOf } from './holder.js'
import type {
  CreationWithSecret,
  CredentialEditing,
  CredentialRenewal,
  KindOfCredential,
  ListedCredential,
} from './kind-of-credential.js'
import { bearerCard, shownBearer } from './shown-bearer.js'

/** The page of each credential, and the addresses that its forms are sent to. */
export function changeRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  router: PageRouter,
): readonly Route[] {
  return [
    ...editingRoutes(kind, router),
    ...pausingRoutes(kind, router),
    ...renewalRoutes(kind, router),
    ...removalRoutes(kind, router),
  ]
}

function editingRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { editing, binding } = kind
  const path = ownRoute(kind)
  return [
    get(path, { level: levelOf(kind, 'session'), handler: (visit) => ownPage(visit, null) }),
    ...(editing ? [changing('editing', editing)] : []),
    ...(binding ? [changing('binding', binding)] : []),
  ]

  function changing(form: ProblemWith['form'], one: CredentialEditing<C>): Route {
    return post(form === 'editing' ? path : bindingPath(path), {
      // What may give a key more takes a proof, as in the API.
      level: levelOf(kind, form === 'editing' ? 'session' : 'recent'),
      again: (visit, problem) => ownPage(visit, { form, problem }),
      handler: async (visit) => {
        await one.save(services, visit, actorIn(visit))
        return backToOwn(kind, visit, one.done)
      },
    })
  }

  async function ownPage(visit: SessionVisit, problem: ProblemWith | null): Promise<PageContent> {
    const credential = await asked(kind, services, visit)
    const { creation } = kind
    const banner = 'issue' in creation ? await shownBearer(services, visit, { kind, creation }) : null
    return credentialPage({ kind, services }, visit, { credential, problem, banner })
  }
}

function pausingRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { pausing } = kind
  if (!pausing) return []
  return [...routesOf('disabling', pausing), ...routesOf('enabling', pausing)]

  function routesOf(pause: Pause, one: NonNullable<typeof pausing>): readonly Route[] {
    const path = `${ownRoute(kind)}/${pause}`
    return [
      get(path, {
        level: levelOf(kind, 'session'),
        handler: async (visit) => {
          const credential = await asked(kind, services, visit)
          const question = pauseQuestion({ kind, pausing: one }, visit, { credential, pause })
          return questionPage(kind, visit, question)
        },
      }),
      post(path, {
        // What gives a key more takes a proof, as in the API.
        level: levelOf(kind, pause === 'enabling' ? 'recent' : 'session'),
        handler: async (visit) => {
          await one.change(services, visit, { disabled: pause === 'disabling' })
          return backToOwn(kind, visit, one.done)
        },
      }),
    ]
  }
}

function renewalRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const { renewal, creation } = kind
  if (!renewal || !('issue' in creation)) return []
  const path = `${ownRoute(kind)}/renewal`
  return [
    get(path, { level: levelOf(kind, 'session'), handler: (visit) => page(visit, null, renewal) }),
    post(path, {
      level: levelOf(kind, 'recent'),
      once: sectionOf(kind),
      again: (visit, problem) => page(visit, problem, renewal),
      handler: (visit) => renewed(visit, renewal, creation),
    }),
  ]

  async function page(
    visit: SessionVisit,
    problem: Problem | null,
    one: CredentialRenewal<C>,
  ): Promise<PageContent> {
    const credential = await asked(kind, services, visit)
    return renewalPage({ kind, services }, visit, { credential, renewal: one, problem })
  }

  /** Renews the credential, and leads to its own page, which shows its new secret once. */
  async function renewed(
    visit: SessionVisit,
    one: CredentialRenewal<C>,
    creation: CreationWithSecret<C>,
  ): Promise<PageContent | Reply> {
    const overlapSeconds = Number(visit.form.text('overlapSeconds'))
    const { credential, secret } = await one.renew(services, visit, overlapSeconds)
    return showOnce(services, {
      purpose: creation.purpose,
      subject: credential.id,
      secret,
      holder: holderIn(visit),
      location: whereShown(visit, `${pathIn(kind, visit)}/${credential.id}`, credential.id),
      atOnce: () => {
        const banner = bearerCard(services, visit, { kind, creation, credential, secret })
        return credentialPage({ kind, services }, visit, { credential, problem: null, banner })
      },
    })
  }
}

function removalRoutes<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  { services, get, post }: PageRouter,
): readonly Route[] {
  const path = removalPath(kind, ownRoute(kind))
  return [
    get(path, {
      level: levelOf(kind, 'session'),
      handler: async (visit) =>
        questionPage(kind, visit, removalOf(kind, visit, await asked(kind, services, visit))),
    }),
    post(path, {
      level: levelOf(kind, kind.removal.level),
      handler: async (visit) => {
        const holder = await holderOf(kind, services, visit)
        await kind.serviceOf(services).remove(actorIn(visit), holder, idIn(kind, visit))
        return seeOther(withQuery(visit.url(listIn(kind, visit)), { done: kind.removal.done }))
      },
    }),
  ]
}

/** The credential that the path names. */
async function asked<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  services: PageRouter['services'],
  visit: SessionVisit,
): Promise<C> {
  return kind.serviceOf(services).get(await holderOf(kind, services, visit), idIn(kind, visit))
}

function backToOwn<C extends ListedCredential>(
  kind: KindOfCredential<C>,
  visit: SessionVisit,
  done: EventType,
): Reply {
  return seeOther(withQuery(visit.url(`${pathIn(kind, visit)}/${idIn(kind, visit)}`), { done }))
}
