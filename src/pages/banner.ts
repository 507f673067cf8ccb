import type { EventType } from '../events.js'
import { eventTypes } from '../events.js'
import type { Services } from '../http/services.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { doneTexts, doneToOthersTexts, noticeTexts } from './messages/banners.js'
import { named } from './sentence.js'
import type { Visit } from './visit.js'

const freshMs = 2 * 60_000

/**
 * What is to be told above a page: `?notice=` names a standing sentence, `?done=` an event. The event is looked up, so that a link
 * can make nobody believe in something that did not happen.
 */
export async function bannerFor(services: Services, visit: Visit): Promise<Html | null> {
  const notice = visit.query('notice')
  const said = visit.text(noticeTexts)
  if (Object.hasOwn(said, notice))
    return status(notice === 'signed-out' ? 'kw-success' : 'kw-attention', said[notice] ?? '')
  const done = eventTypes.find((type) => type === visit.query('done'))
  return done === undefined ? null : doneBanner(services, visit, done)
}

async function doneBanner({ store, options }: Services, visit: Visit, type: EventType): Promise<Html | null> {
  if (!visit.user) return null
  const filter = { userId: visit.user.id, type, after: options.now() - freshMs }
  const { rows } = await store.audit.list(filter, { limit: 1, before: null })
  const [event] = rows
  if (event?.outcome !== 'success') return null
  const { subject } = event
  const another = subject?.kind === 'user' && subject.id !== visit.user.id
  const sentence = visit.text(another ? doneToOthersTexts : doneTexts)[type]
  if (sentence === undefined) return null
  return status('kw-success', named(sentence, subject?.name ?? ''))
}

function status(kind: string, content: Html | string): Html {
  return html`<div class="kw-banner ${kind}" role="status" data-passing><p>${content}</p></div>`
}
