import type { EventType } from '../../events.js'
import { eventTypes } from '../../events.js'
import type { Services } from '../../http/services.js'
import { minuteMs } from '../../time.js'
import { doneTexts, doneToOthersTexts, noticeTexts } from '../messages/banners.js'
import type { ByCode } from '../messages/language.js'
import { layoutTexts } from '../messages/layout.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { icon } from './icon.js'
import { named } from './sentence.js'

/** An event that is older than this is no answer to what somebody has just done. */
const freshMs = 2 * minuteMs
/** The notices after something was done; the others say what was not. */
const wasDone = ['signed-out', 'password-chosen']

/**
 * The banner that a page's address asks for: `?notice=` names a sentence that is always true, `?done=` the type of an event. The event is
 * looked up among the visitor's own, so that a link can make nobody believe in something that did not happen.
 */
export async function bannerFor(services: Services, visit: Visit): Promise<Html | null> {
  const notice = visit.query('notice')
  const texts = visit.text<ByCode>(noticeTexts)
  if (Object.hasOwn(texts, notice))
    return status(visit, wasDone.includes(notice) ? 'kw-success' : 'kw-attention', texts[notice] ?? '')
  const done = eventTypes.find((type) => type === visit.query('done'))
  return done === undefined ? null : doneBanner(services, visit, done)
}

async function doneBanner({ audit, options }: Services, visit: Visit, type: EventType): Promise<Html | null> {
  if (!visit.user) return null
  const event = await audit.last(visit.user.id, { type, since: options.now() - freshMs })
  if (event?.outcome !== 'success') return null
  const { subject } = event
  const another = subject?.kind === 'user' && subject.id !== visit.user.id
  const sentence = visit.text<ByCode>(another ? doneToOthersTexts : doneTexts)[type]
  if (sentence === undefined) return null
  return status(visit, 'kw-success', named(sentence, subject?.name ?? ''))
}

/** What was done is shown for a while where scripts run (`data-toast` names the button that takes it away); what one should know stays. */
function status(visit: Visit, kind: 'kw-success' | 'kw-attention', content: Html | string): Html {
  const done = kind === 'kw-success'
  return html`<div
    class="kw-banner ${kind}"
    role="status"
    data-passing
    ${done && html` data-toast="${visit.text(layoutTexts).dismiss}"`}
  >
    ${icon(done ? 'check' : 'warning')}
    <p>${content}</p>
  </div>`
}
