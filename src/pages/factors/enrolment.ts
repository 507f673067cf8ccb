import type { Enrolled, Enroller } from '../../account/enrolment.js'
import { withQuery } from '../../auth/with-query.js'
import type { EventType } from '../../events.js'
import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { reissuedCookie, signInReply } from '../../http/sign-in-reply.js'
import type { PageContent } from '../elements/page.js'
import { recoveryCodesPage } from '../elements/recovery-codes.js'
import type { Visit } from '../visit/visit.js'
import { seeOther } from '../visit/visit.js'

/** Where a factor is set up: in the account, or on the way in, where the policy demands one first. */
export interface EnrolmentPlace {
  /** The address of the page that leads here; those of the forms begin with it. */
  readonly path: string
  /** The path of the section, in the account. */
  readonly section?: string
  /** Where the forms for passkeys begin, and the section that they belong to. */
  readonly passkeys: string
  readonly passkeySection?: string
  /** The address to go on to once a factor is set up. */
  next(visit: Visit): string
}

/** A factor that has just been set up. */
interface NewFactor {
  readonly place: EnrolmentPlace
  readonly enrolled: Enrolled
  readonly event: EventType
}

/** Goes on once a factor is set up, by way of the recovery codes where this was the first factor. */
export function enrolledReply(
  { options }: Services,
  visit: Visit<Enroller>,
  { place, enrolled, event }: NewFactor,
): PageContent | Reply {
  const { recoveryCodes: codes, outcome } = enrolled
  const cookies =
    'status' in outcome
      ? (signInReply(visit.client, outcome, options).cookies ?? [])
      : reissuedCookie(outcome, options)
  const next = place.next(visit)
  if (codes)
    return recoveryCodesPage(visit, { codes, occasion: 'first', next, section: place.section, cookies })
  return seeOther(place.section === undefined ? next : withQuery(next, { done: event }), cookies)
}
