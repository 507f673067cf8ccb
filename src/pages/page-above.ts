import { withQuery } from '../auth/with-query.js'
import type { Visit } from './visit/visit.js'

/** Where a request is that has no page of its own to show. */
interface Place {
  /** The paths of all routes that answer with a page. */
  readonly pages: Pick<ReadonlySet<string>, 'has'>
  /** The path of the route that was asked for. */
  readonly route: string
}

/** A page that somebody may be led to. */
interface FoundPage {
  /** The path of its route. */
  readonly route: string
  readonly url: string
}

/** The page that the form stands on which is sent to a route: that for something new, that of the same path, or the nearest above; `null` = there is none. */
export function pageOfForm(visit: Visit, { pages, route }: Place): FoundPage | null {
  const { currentUrl, returnTo } = visit
  if (pages.has(`${route}/new`)) {
    const [asked = ''] = currentUrl.split('?')
    return { route: `${route}/new`, url: withQuery(`${asked}/new`, { to: returnTo }) }
  }
  if (pages.has(route)) return { route, url: currentUrl }
  const above = nearest(visit, { pages, route }, route.split('/').length - 1)
  return above && { ...above, url: withQuery(above.url, { to: returnTo }) }
}

/** The address of the nearest page above a route, with what stands in the requested path; `null` = there is none. */
export function pageAbove(visit: Visit, { pages, route }: Place): string | null {
  return nearest(visit, { pages, route }, route.split('/').length - 1)?.url ?? null
}

/** As `pageAbove`, but of a page that is not about what the route's last parameter names. */
export function pageWithout(visit: Visit, { pages, route }: Place): string | null {
  const last = route.split('/').findLastIndex((segment) => segment.startsWith(':'))
  return nearest(visit, { pages, route }, last)?.url ?? null
}

function nearest(visit: Visit, { pages, route }: Place, segments: number): FoundPage | null {
  const pattern = route.split('/')
  const [asked = ''] = visit.currentUrl.slice(visit.url('').length).split('?')
  for (let kept = segments; kept > 1; kept--) {
    const above = pattern.slice(0, kept).join('/')
    if (pages.has(above)) return { route: above, url: visit.url(asked.split('/').slice(0, kept).join('/')) }
  }
  return null
}
