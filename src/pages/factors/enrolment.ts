import type { Enrolled, Enroller } from '../../account/enrolment.js'
import type { WaitingHolder } from '../../auth/waiting-secrets.js'
import { withQuery } from '../../auth/with-query.js'
import type { EventType } from '../../events.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie, signInReply } from '../../http/sign-in-reply.js'
import type { PageContent } from '../elements/page.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'
import type { EnrolmentPlace } from './enrolment-place.js'
import { newCodesReply } from './new-codes.js'

/** A factor that has just been set up. */
interface NewFactor {
  readonly place: EnrolmentPlace
  readonly enrolled: Enrolled
  readonly event: EventType
}

/** Goes on once a factor is set up, by way of the recovery codes where this was the first factor. */
export async function enrolledReply(
  services: Services,
  visit: Visit<Enroller>,
  { place, enrolled, event }: NewFactor,
): Promise<PageContent | Reply> {
  const { options } = services
  const { recoveryCodes: codes, outcome } = enrolled
  const cookies =
    'status' in outcome
      ? (signInReply(visit.client, outcome, options).cookies ?? [])
      : reissuedCookie(outcome, options)
  if (codes) {
    const holder = holderOf(visit.principal, outcome)
    return newCodesReply(services, visit, { place, codes, occasion: 'first', holder, cookies })
  }
  const next = place.next(visit)
  return seeOther(place.section === undefined ? next : withQuery(next, { done: event }), cookies)
}

/** The session that a factor was set up in, or that came of setting it up. */
function holderOf({ user, session }: Enroller, outcome: Enrolled['outcome']): WaitingHolder {
  const made = 'status' in outcome && outcome.status === 'signed_in' ? outcome.session.id : null
  return { userId: user.id, sessionId: session?.row.id ?? made ?? '' }
}
