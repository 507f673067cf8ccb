import { dayMs } from '../credentials/lifetime.js'
import type { AuditEvent } from '../events.js'
import { eventTypes } from '../events.js'
import type { Services } from '../http/services.js'
import { eventRow } from './activity.js'
import { selectField } from './field.js'
import { dateField, dayIn, filterForm, keptOf } from './filter.js'
import type { Html } from './html.js'
import { html } from './html.js'
import { adminActivityTexts } from './messages/admin-activity.js'
import { controlTexts } from './messages/controls.js'
import type { Page } from './page.js'
import type { Row } from './rows.js'
import { emptyState, pager, requestedPage, rowList } from './rows.js'
import type { Section } from './section.js'
import { named } from './sentence.js'
import type { Visit } from './visit.js'

const path = '/account/admin/activity'

/** What happened in all accounts, for administrators. */
export const adminActivitySection: Section = {
  path,
  label: { en: adminActivityTexts.en.title, de: adminActivityTexts.de.title },
  admin: true,
  routes: ({ services, get }) => [
    get(path, { level: 'admin', handler: (visit) => listPage(services, visit) }),
  ],
}

async function listPage({ store }: Services, visit: Visit): Promise<Page> {
  const texts = visit.text(adminActivityTexts)
  const type = eventTypes.find((one) => one === visit.query('type'))
  const [from, until] = [dayIn(visit, 'from'), dayIn(visit, 'until')]
  const filter = {
    type,
    // The filter's bounds are not themselves in; the days asked for are.
    after: from === undefined ? undefined : from - 1,
    before: until === undefined ? undefined : until + dayMs,
  }
  const found = await store.audit.search(filter, requestedPage(visit))
  const names = await namesIn(store, found.rows)
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
  // By their own names: whoever looks for one of them knows it from the API.
  const types = eventTypes.toSorted().map((type) => ({ value: type, label: type }))
  return [
    selectField({ name: 'type', label: texts.type, value: visit.query('type') }, [any, ...types]),
    dateField({ name: 'from', label: texts.from, value: visit.query('from') }),
    dateField({ name: 'until', label: texts.until, value: visit.query('until') }),
  ]
}

/** The names of those whose accounts the events are about. */
async function namesIn(
  { users }: Services['store'],
  events: readonly AuditEvent[],
): Promise<ReadonlyMap<string | null, string>> {
  const ids = new Set(events.flatMap(({ userId }) => userId ?? []))
  const found = await Promise.all([...ids].map((id) => users.byId(id)))
  return new Map(found.flatMap((user) => (user ? [[user.id, user.username] as const] : [])))
}

/** As the user's own list has it, with who did it and to whom. */
function rowOf(visit: Visit, event: AuditEvent, names: ReadonlyMap<string | null, string>): Row {
  const texts = visit.text(adminActivityTexts)
  const { actor, subject, type, reason, userId } = event
  const row = eventRow(visit, { ...event, userId: null })
  const whose = userId === actor?.id || type.startsWith('user.') ? undefined : names.get(userId)
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
