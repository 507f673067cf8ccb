import type { Reauthenticated } from '../../account/reauthentication.js'
import { withQuery } from '../../auth/with-query.js'
import type { EventType } from '../../events.js'
import type { Route } from '../../http/route.js'
import { reissuedCookie } from '../../http/sign-in-reply.js'
import type { Confirmation } from '../elements/confirmation.js'
import { confirmationPage } from '../elements/confirmation.js'
import { problemSummary } from '../elements/problem.js'
import type { PageRouter } from '../site/section.js'
import type { SessionVisit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'

/** A factor, or all of them, that can be removed once that is confirmed. */
export interface Removal {
  readonly path: string
  readonly event: EventType
  /** The path of the page to go on to. */
  readonly back: string
  confirmation(visit: SessionVisit): Promise<Confirmation>
  remove(visit: SessionVisit): Promise<Reauthenticated>
}

/** The routes of a removal. Where the policy demands what would go, the page shows the reason and asks again. */
export function removalRoutes({ services, get, post }: PageRouter, removal: Removal): readonly Route[] {
  const { path, event, back, confirmation, remove } = removal
  return [
    get(path, {
      level: 'session',
      handler: async (visit) => confirmationPage(visit, await confirmation(visit)),
    }),
    post(path, {
      level: 'recent',
      again: async (visit, problem) =>
        confirmationPage(visit, await confirmation(visit), problemSummary(visit, problem, {})),
      handler: async (visit) => {
        const cookies = reissuedCookie(await remove(visit), services.options)
        return seeOther(withQuery(visit.url(back), { done: event }), cookies)
      },
    }),
  ]
}
