import { authenticate } from '../auth/authenticate.js'
import { KeywardError } from '../errors.js'
import { parseForm } from '../http/body.js'
import type { Reply, Route, RouteRequest } from '../http/route.js'
import { isEnrolled } from '../policy/enforcement.js'
import { noForm } from './form.js'
import { html } from './html.js'
import { problemTexts, refusalTexts } from './messages/problems.js'
import { reauthenticate } from './reauthentication.js'
import { pageReply } from './reply.js'
import type { Setting } from './setting.js'
import type { Visit } from './visit.js'
import { seeOther, visitOf, withQuery } from './visit.js'

/** A refused request for a page. */
export interface Refused {
  readonly error: KeywardError
  readonly request: RouteRequest
  /** Fields that are never repeated in a page. */
  readonly secrets: readonly string[]
}

/** Answers a refusal as people understand it: by leading them to what is missing, or by saying what is wrong. */
export async function refusal(setting: Setting, route: Route, refused: Refused): Promise<Reply> {
  const { error, request } = refused
  const visit = visitOfRefused(setting, route, request)
  switch (error.code) {
    case 'unauthenticated':
      return seeOther(withQuery(visit.url('/sign-in'), { to: wayBack(route, visit) }))
    case 'expired':
      return seeOther(withQuery(visit.url('/sign-in'), { to: visit.to, notice: 'expired' }))
    case 'password_change_required':
      return seeOther(visit.url('/account/password'))
    case 'enrolment_required':
      return seeOther(await whereToEnrol(setting, visit))
    case 'reauthentication_required':
      if (route.method === 'get')
        return seeOther(withQuery(visit.url('/account/reauthentication'), { to: visit.asked }))
      return reauthenticate(setting, route, { ...refused, methods: error.methods ?? [] }).catch(
        (again: unknown) => {
          if (again instanceof KeywardError) return errorPage(setting, visit, again)
          throw again
        },
      )
    default:
      return errorPage(setting, visit, error)
  }
}

/** What was being asked for, where looking at it again is safe; a form leads back to the page that it belongs to. */
function wayBack(route: Route, visit: Visit): string | null {
  if (route.method === 'get') return visit.asked
  if (!route.path.startsWith('/account/')) return visit.to
  const segments = route.path.startsWith('/account/admin/') ? 4 : 3
  return visit.url(route.path.split('/').slice(0, segments).join('/'))
}

/** Who has the factor that is demanded proves it; who has not sets it up. */
async function whereToEnrol({ services }: Setting, { client, url, asked }: Visit): Promise<string> {
  const principal = await authenticate(services, client)
  if (principal === null) return url('/sign-in')
  const factors = await services.store.factors.of(principal.user.id)
  if (!isEnrolled(principal.policy, factors)) return url('/account/two-step')
  return withQuery(url('/account/reauthentication'), { to: asked })
}

function errorPage(setting: Setting, visit: Visit, error: KeywardError): Promise<Reply> {
  const titles = visit.text(refusalTexts)
  const texts = visit.text(problemTexts)
  const title = titles[error.code] ?? titles.other ?? ''
  return pageReply(setting, visit, {
    title,
    main: html`<h1>${title}</h1>
      <p>${texts[error.code] ?? ''}</p>
      <p><a class="kw-button" href="${visit.url('/account')}">${titles.back}</a></p>`,
    status: error.status,
    headers: error.headers,
  })
}

function visitOfRefused(setting: Setting, route: Route, { client, url }: RouteRequest): Visit {
  const [path = '', ...search] = url.split('?')
  const query = parseForm(search.join('?'))
  return visitOf({
    ...setting,
    route: route.path,
    client,
    principal: null,
    path,
    query,
    form: noForm,
    param: () => '',
  })
}
