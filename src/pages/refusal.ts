import type { SessionPrincipal } from '../auth/principal.js'
import { withQuery } from '../auth/with-query.js'
import { KeywardError } from '../errors.js'
import { parseForm } from '../http/body.js'
import type { Reply, Route, RouteRequest } from '../http/route.js'
import { isEnrolled } from '../policy/enforcement.js'
import { html } from './elements/html.js'
import { tryAgain } from './elements/problem.js'
import type { ByCode } from './messages/language.js'
import { problemTexts, refusalTexts } from './messages/problems.js'
import { pageWithout } from './page-above.js'
import { askedByApp, reauthenticate } from './sign-in/reauthentication.js'
import type { Mount } from './site/mount.js'
import { pageReply } from './site/reply.js'
import { noForm } from './visit/form.js'
import { onlooker } from './visit/onlooker.js'
import type { Visit } from './visit/visit.js'
import { seeOther, visitOf } from './visit/visit.js'
import { whereabouts } from './visit/whereabouts.js'

/** A request for a page that was refused. */
interface RefusedPageRequest {
  readonly error: KeywardError
  readonly request: RouteRequest
  /** Fields that are never repeated in a page. */
  readonly secrets: readonly string[]
  /** The paths of all routes that answer with a page. */
  readonly pages: Pick<ReadonlySet<string>, 'has'>
  /** Answers a form that was refused, and that came too late as well. */
  readonly stale: (visit: Visit) => Promise<Reply>
}

/** Answers a refusal as people understand it: it leads them to what is missing, or says what is wrong. */
export async function refusal(mount: Mount, route: Route, refused: RefusedPageRequest): Promise<Reply> {
  const { error, request } = refused
  const visit = visitOfRefused(mount, route, request)
  switch (error.code) {
    case 'unauthenticated':
      return seeOther(await wayIn(mount, route, visit))
    case 'second_factor_required':
      return seeOther(withQuery(visit.url('/sign-in/second-step'), { to: wayBack(route, visit) }))
    case 'expired':
      return seeOther(await anew(mount, visit))
    case 'password_change_required':
      return visit.theme.shows('/account/password')
        ? seeOther(withQuery(visit.url('/account/password'), { to: onwards(route, visit) }))
        : errorPage(mount, route, refused)
    case 'enrolment_required':
      return toEnrol(mount, route, refused)
    case 'reauthentication_required':
      return proved(mount, route, refused)
    case 'not_found':
      return gone(mount, route, refused)
    default:
      return errorPage(mount, route, refused)
  }
}

/** The sign-in, or, from a page of it that has nothing to ask, wherever those belong who are signed in by now. */
async function wayIn({ services }: Mount, route: Route, visit: Visit): Promise<string> {
  const elsewhere = route.level === 'pending' ? await whereabouts(services, visit) : null
  return elsewhere ?? visit.signIn({ to: wayBack(route, visit) })
}

/** The address at which a sign-in whose time or tries are used up begins anew: its second step, if the app made the first one. */
async function anew({ services }: Mount, visit: Visit): Promise<string> {
  const step = visit.client.hostUser && (await whereabouts(services, visit))
  return step
    ? withQuery(step, { notice: 'expired' })
    : visit.signIn({ to: visit.returnTo, notice: 'expired' })
}

/** Has somebody prove who they are: a page that is only looked at leads to the address for that, and a form asks in its own place, or at the app where that is for the app to do. */
async function proved(mount: Mount, route: Route, refused: RefusedPageRequest): Promise<Reply> {
  const { error, request } = refused
  const visit = visitOfRefused(mount, route, request)
  if (route.method === 'get') {
    return seeOther(withQuery(visit.url('/account/reauthentication'), { to: visit.currentUrl }))
  }
  const elsewhere = await askedByApp(mount.services, visit.client)
  if (elsewhere !== null) return seeOther(withQuery(elsewhere, { to: wayBack(route, visit) }))
  return reauthenticate(mount, route, { ...refused, methods: error.methods ?? [] }).catch(
    (again: unknown) => {
      if (again instanceof KeywardError) return errorPage(mount, route, { ...refused, error: again })
      throw again
    },
  )
}

/** The address to come back to: that of the page itself, or, since a form must not be sent again unasked, of the section that the form belongs to. */
function wayBack(route: Route, visit: Visit): string | null {
  if (route.path === '/sign-out') return null
  if (route.method === 'get') return visit.currentUrl
  if (!route.path.startsWith('/account/')) return visit.returnTo
  return visit.url(sectionOf(route))
}

/** The address to go on to from the account once what was missing there is done; `null` for the pages of the account itself, which are beside it. */
function onwards(route: Route, visit: Visit): string | null {
  return route.path.startsWith('/account') ? null : wayBack(route, visit)
}

function sectionOf({ path }: Route): string {
  return path
    .split('/')
    .slice(0, path.startsWith('/account/admin/') ? 4 : 3)
    .join('/')
}

/** Leads somebody of whom the policy demands a factor to it, or says that it is missing, where the app has left out the page for that. */
async function toEnrol(mount: Mount, route: Route, refused: RefusedPageRequest): Promise<Reply> {
  const where = await whereToEnrol(mount, route, visitOfRefused(mount, route, refused.request))
  return where === null ? errorPage(mount, route, refused) : seeOther(where)
}

/** The address for somebody of whom the policy demands a factor: where they prove it if they have it, and else where they set it up, in the account or on the way in; `null` = there is none. */
async function whereToEnrol({ services }: Mount, route: Route, visit: Visit): Promise<string | null> {
  const { client, url, currentUrl } = visit
  const principal = await services.entrance.authenticate(client).catch((error: unknown) => {
    if (error instanceof KeywardError && error.code === 'enrolment_required') return error.code
    throw error
  })
  if (principal === 'enrolment_required') return withQuery(url('/sign-in/enrol'), { to: currentUrl })
  if (principal === null) return visit.signIn({})
  const factors = await services.factors.of(principal.user.id)
  if (!isEnrolled(principal.policy, factors)) {
    if (!visit.theme.shows('/account/two-step')) return null
    return withQuery(url('/account/two-step'), { to: onwards(route, visit) })
  }
  return withQuery(url('/account/reauthentication'), { to: currentUrl })
}

/** Leads back from what another tab may have deleted, to the nearest page that is not about it. */
async function gone(mount: Mount, route: Route, refused: RefusedPageRequest): Promise<Reply> {
  const visit = visitOfRefused(mount, route, refused.request)
  const page = pageWithout(visit, { pages: refused.pages, route: route.path })
  return page === null ? errorPage(mount, route, refused) : seeOther(withQuery(page, { notice: 'gone' }))
}

async function errorPage(mount: Mount, route: Route, { error, request }: RefusedPageRequest): Promise<Reply> {
  // A store that does not answer is not asked once more.
  const principal = error.status < 500 ? await onlooker(mount.services, request.client) : null
  const visit = visitOfRefused(mount, route, { ...request, principal })
  const titles = visit.text<ByCode>(refusalTexts)
  const texts = visit.text<ByCode>(problemTexts)
  // A wrong password shows the form again and does not come here. This is for somebody whom the app has signed in and who may not come in.
  const code = error.code === 'invalid_credentials' ? 'forbidden' : error.code
  const title = titles[code] ?? titles.other ?? ''
  // What is said of a field makes sense beside it alone, but for this, which tells whoever followed a link what to look for.
  const isAmbiguous = error.errors?.some((field) => field.code === 'ambiguous') === true
  const text = texts[isAmbiguous ? 'ambiguous' : code] ?? ''
  return pageReply(mount, visit, {
    title,
    main: html`<h1>${title}</h1>
      <p>${tryAgain(error, visit, mount.services.options.now()) ?? text}</p>
      <p><a class="kw-button" href="${visit.url('/account')}">${titles.back}</a></p>`,
    section: sectionOf(route),
    status: error.status,
    headers: error.headers,
  })
}

function visitOfRefused(
  mount: Mount,
  route: Route,
  { client, url, principal = null }: RouteRequest & { readonly principal?: SessionPrincipal | null },
): Visit {
  const [path = '', ...search] = url.split('?')
  const query = parseForm(search.join('?'))
  return visitOf({
    ...mount,
    route: route.path,
    client,
    principal,
    path,
    query,
    form: noForm,
    param: () => '',
  })
}
