import type { Visit } from './visit/visit.js'

/** Where a request is that has no page of its own to show. */
interface Place {
  /** The paths of all routes that answer with a page. */
  readonly pages: ReadonlySet<string>
  /** The path of the route that was asked for. */
  readonly route: string
}

/** The address of the nearest page above a route, with what stands in the requested path; `null` = there is none. */
export function pageAbove(visit: Visit, { pages, route }: Place): string | null {
  return nearest(visit, { pages, route }, route.split('/').length - 1)
}

/** As `pageAbove`, but of a page that is not about what the route's last parameter names. */
export function pageWithout(visit: Visit, { pages, route }: Place): string | null {
  const last = route.split('/').findLastIndex((segment) => segment.startsWith(':'))
  return nearest(visit, { pages, route }, last)
}

function nearest(visit: Visit, { pages, route }: Place, segments: number): string | null {
  const pattern = route.split('/')
  const [asked = ''] = visit.currentUrl.slice(visit.url('').length).split('?')
  for (let kept = segments; kept > 1; kept--) {
    if (!pages.has(pattern.slice(0, kept).join('/'))) continue
    return visit.url(asked.split('/').slice(0, kept).join('/'))
  }
  return null
}
