import type { AuditEvent } from '../../events.js'
import { isUser } from '../../events.js'
import { activityTexts, eventTexts, ownEventTexts } from '../messages/activity.js'
import { refusedTexts } from '../messages/refused.js'
import { eventReasonTexts } from '../messages/event-reasons.js'
import type { ByCode } from '../messages/language.js'
import type { Visit } from '../visit/visit.js'
import { deviceOf } from '../../device-name.js'
import type { Value } from './html.js'
import { html } from './html.js'
import type { Row } from './list/rows.js'
import { named, plainSentence, sentence } from './sentence.js'
import { agoValue } from './time.js'

/** An event as a row of a list; how long ago it was goes by `now`, epoch ms. */
export function eventRow(visit: Visit, event: AuditEvent, now: number): Row {
  const texts = visit.text(activityTexts)
  const { at, ip, userAgent, outcome, count, note } = event
  return {
    name: nameOf(visit, event),
    facts: [
      agoValue(visit, at, now),
      actorOf(visit, event),
      ip !== null && sentence(texts.from, { ip: html`<bdi>${ip}</bdi>` }),
      userAgent !== null && html`<bdi>${deviceOf(userAgent) ?? userAgent}</bdi>`,
      reasonOf(visit, event),
      note !== null && sentence(texts.note, { note: html`<bdi>${note}</bdi>` }),
      count > 1 && plainSentence(texts.often, { count }),
      outcome === 'refused' && html`<span class="kw-label kw-danger-label">${texts.refused}</span>`,
    ],
  }
}

function nameOf(visit: Visit, { type, subject, reason, userId }: AuditEvent): Value {
  const refused = type === 'request.refused' ? visit.text<ByCode>(refusedTexts)[reason ?? ''] : undefined
  const own =
    subject?.kind === 'user' && subject.id === userId ? visit.text<ByCode>(ownEventTexts)[type] : undefined
  if (subject?.kind === 'session' && subject.name !== null && type === 'session.ended')
    return named(visit.text(activityTexts).endedSession, deviceOf(subject.name) ?? subject.name)
  const text = refused ?? own ?? visit.text<ByCode>(eventTexts)[type]
  return text === undefined ? type : named(text, subject?.name ?? '')
}

/** A reason that the name of the type says already. */
const saidAlready = { type: 'password.refused', reason: 'invalid_credentials' }

/** Why it happened, where its name does not say so already. */
function reasonOf(visit: Visit, { type, reason }: AuditEvent): Value {
  if (reason === null || type === 'request.refused') return null
  if (type === saidAlready.type && reason === saidAlready.reason) return null
  if (type === 'ssh_private_key.used')
    return sentence(visit.text(activityTexts).purpose, { purpose: html`<bdi>${reason}</bdi>` })
  const texts = visit.text<ByCode>(eventReasonTexts)
  return Object.hasOwn(texts, reason) ? texts[reason] : null
}

/** Who did it, where that is somebody other than the owner of the account. */
function actorOf(visit: Visit, { actor, userId }: AuditEvent): Value {
  const texts = visit.text(activityTexts)
  if (actor === null || isUser(actor, userId)) return null
  if (actor.kind === 'host') return texts.byHost
  return named(actor.kind === 'operator' ? texts.byOperator : texts.by, actor.name ?? actor.id)
}
