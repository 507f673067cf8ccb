import type { AuditEvent } from '../../events.js'
import { eventTypes, isUser } from '../../events.js'
import type { Services } from '../../http/services.js'
import { dayMs } from '../../time.js'
import { eventRow } from '../elements/event-row.js'
import { selectField } from '../elements/field.js'
import { dateField, dayIn, filterForm, keptOf } from '../elements/filter.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Row } from '../elements/rows.js'
import { emptyState, pager, requestedPage, rowList } from '../elements/rows.js'
import { named } from '../elements/sentence.js'
import { adminActivityTexts } from '../messages/admin-activity.js'
import { controlTexts } from '../messages/controls.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'

const path = '/account/admin/activity'

/** What happened in all accounts, for administrators. */
export const adminActivitySection: Section = {
  path,
  label: { en: adminActivityTexts.en.title, de: adminActivityTexts.de.title },
  admin: true,
  group: 'administration',
  icon: 'activity',
  routes: ({ services, get }) => [
    get(path, { level: 'admin', handler: (visit) => listPage(services, visit) }),
  ],
}

async function listPage({ audit, userNames }: Services, visit: Visit): Promise<PageContent> {
  const texts = visit.text(adminActivityTexts)
  const type = eventTypes.find((one) => one === visit.query('type'))
  const [from, until] = [dayIn(visit, 'from'), dayIn(visit, 'until')]
  const filter = {
    type,
    // The filter leaves out its own bounds, but both days that were chosen belong to the list.
    after: from === undefined ? undefined : from - 1,
    before: until === undefined ? undefined : until + dayMs,
  }
  const read = await audit.all(filter)
  const found = await read(requestedPage(visit))
  const names = await userNames.of(found.rows.flatMap(({ userId }) => userId ?? []))
  const rows = found.rows.map((event) => rowOf(visit, event, names))
  return {
    title: texts.title,
    section: path,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${filterForm(visit, path, filterFields(visit))} ${rowList(rows, emptyState(texts.empty, ''))}
      ${pager(visit, path, { ...found, kept: keptOf(visit, ['type', 'from', 'until']) })}`,
  }
}

function filterFields(visit: Visit): readonly Html[] {
  const texts = visit.text(adminActivityTexts)
  const any = { value: '', label: visit.text(controlTexts).any }
  // Types go by their names in the API, which is where whoever looks for one of them knows it from.
  const types = eventTypes.toSorted().map((type) => ({ value: type, label: type }))
  return [
    selectField({ name: 'type', label: texts.type, value: visit.query('type') }, [any, ...types]),
    dateField({ name: 'from', label: texts.from, value: visit.query('from') }),
    dateField({ name: 'until', label: texts.until, value: visit.query('until') }),
  ]
}

/** The row of the user's own list, with what administrators see besides: whose account it is about, why it was refused, and the event's type. */
function rowOf(visit: Visit, event: AuditEvent, names: ReadonlyMap<string, string>): Row {
  const texts = visit.text(adminActivityTexts)
  const { actor, subject, type, reason, userId } = event
  const row = eventRow(visit, { ...event, userId: null })
  const whose = isUser(actor, userId) || type.startsWith('user.') ? undefined : names.get(userId ?? '')
  return {
    ...row,
    facts: [
      ...row.facts,
      whose !== undefined && named(texts.account, whose),
      actor === null && texts.byNobody,
      subject?.kind === 'policy' && html`<bdi>${subject.id}</bdi>`,
      reason !== null && html`<bdi>${reason}</bdi>`,
      html`<code>${type}</code>`,
    ],
  }
}
