import type { SessionPrincipal } from '../auth/reauthentication.js'
import type { AuditEvent } from '../events.js'
import type { Services } from '../http/services.js'
import { deviceOf } from './device.js'
import type { Value } from './html.js'
import { html } from './html.js'
import { activityTexts, eventTexts } from './messages/activity.js'
import type { Page } from './page.js'
import type { Row } from './rows.js'
import { emptyState, pager, requestedPage, rowList } from './rows.js'
import type { Section } from './section.js'
import { named, sentence } from './sentence.js'
import { moment } from './time.js'
import type { Visit } from './visit.js'

const path = '/account/activity'

/** What happened in the owner's account. */
export const activitySection: Section = {
  path,
  label: { en: activityTexts.en.title, de: activityTexts.de.title },
  routes: ({ services, get }) => [
    get(path, { level: 'session', handler: (visit) => listPage(services, visit) }),
  ],
}

async function listPage({ store }: Services, visit: Visit<SessionPrincipal>): Promise<Page> {
  const texts = visit.text(activityTexts)
  const { user } = visit.principal
  const found = await store.audit.list({ userId: user.id }, requestedPage(visit))
  return {
    title: texts.title,
    section: path,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${rowList(
        found.rows.map((event) => eventRow(visit, event)),
        emptyState(texts.empty, ''),
      )}
      ${pager(visit, path, found)}`,
  }
}

/** An event as a row of a list. */
export function eventRow(visit: Visit, event: AuditEvent): Row {
  const texts = visit.text(activityTexts)
  const { at, ip, userAgent, outcome } = event
  return {
    name: told(visit, event),
    facts: [
      moment(visit.locale, at, 'time'),
      actorOf(visit, event),
      ip !== null && sentence(texts.from, { ip: html`<bdi>${ip}</bdi>` }),
      userAgent !== null && html`<bdi>${deviceOf(userAgent) ?? userAgent}</bdi>`,
      outcome === 'refused' && html`<span class="kw-label kw-danger-label">${texts.refused}</span>`,
    ],
  }
}

function told(visit: Visit, { type, subject }: AuditEvent): Value {
  const text = visit.text(eventTexts)[type]
  return text === undefined ? type : named(text, subject?.name ?? '')
}

/** Whoever did it, where that is somebody else. */
function actorOf(visit: Visit, { actor, userId }: AuditEvent): Value {
  const texts = visit.text(activityTexts)
  if (actor === null || actor.id === userId) return null
  return actor.kind === 'host' ? texts.byHost : named(texts.by, actor.name ?? actor.id)
}
