import { readAddress } from '../../address.js'
import type { ReadEvents } from '../../audit.js'
import type { AuditEvent } from '../../events.js'
import { eventGroups } from '../../event-group.js'
import { eventOutcomes, eventTypes, isUser } from '../../events.js'
import type { Services } from '../../http/services.js'
import { dayMs } from '../../time.js'
import { downloadLinks, downloadReply } from '../elements/event-download.js'
import { eventRow } from '../elements/event-row.js'
import { selectField, textField } from '../elements/field.js'
import { dateField, dayIn, filterForm, keptOf } from '../elements/list/filter.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Row } from '../elements/list/rows.js'
import { emptyState, pager, requestedPage, rowList } from '../elements/list/rows.js'
import { named } from '../elements/sentence.js'
import { adminActivityTexts } from '../messages/admin/admin-activity.js'
import { controlTexts } from '../messages/controls.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'

const path = '/account/admin/activity'
const filters = ['group', 'outcome', 'user', 'ip', 'type', 'from', 'until'] as const

/** What happened in all accounts, for administrators. */
export const adminActivitySection: Section = {
  path,
  label: (visit) => visit.text(adminActivityTexts).title,
  admin: true,
  group: 'administration',
  icon: 'activity',
  routes: ({ services, get }) => [
    get(path, { level: 'admin', handler: (visit) => listPage(services, visit) }),
    get(`${path}/export`, {
      level: 'admin',
      handler: (visit) => downloadReply(visit, () => readingOf(services, visit)),
    }),
  ],
}

async function listPage(services: Services, visit: Visit): Promise<PageContent> {
  const texts = visit.text(adminActivityTexts)
  const read = await readingOf(services, visit)
  const found = await read(requestedPage(visit))
  const names = await services.userNames.of(found.rows.flatMap(({ userId }) => userId ?? []))
  const now = services.options.now()
  const rows = found.rows.map((event) => rowOf(visit, event, { names, now }))
  const kept = keptOf(visit, filters)
  return {
    title: texts.title,
    section: path,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${filterForm(visit, path, filterFields(visit))} ${rows.length > 0 && downloadLinks(visit, path, kept)}
      ${rowList(rows, emptyState(texts.empty, ''))} ${pager(visit, path, { ...found, kept })}`,
  }
}

/** Reads the events that the query asks for. */
async function readingOf({ audit, userNames }: Services, visit: Visit): Promise<ReadEvents> {
  const [from, until] = [dayIn(visit, 'from'), dayIn(visit, 'until')]
  const user = visit.query('user').trim()
  return audit.all({
    type: eventTypes.find((one) => one === visit.query('type')),
    group: eventGroups.find((one) => one === visit.query('group')),
    outcome: eventOutcomes.find((one) => one === visit.query('outcome')),
    userId: user === '' ? undefined : await userNames.idInAudit(user, 'user'),
    ip: addressIn(visit),
    // The filter leaves out its own bounds, but both days that were chosen belong to the list.
    after: from === undefined ? undefined : from - 1,
    before: until === undefined ? undefined : until + dayMs,
  })
}

/** The address to look for in the one spelling in which it is stored; text that is none stays as it is, and finds nothing. */
function addressIn(visit: Visit): string | undefined {
  const text = visit.query('ip').trim()
  return text === '' ? undefined : (readAddress(text) ?? text)
}

function filterFields(visit: Visit): readonly Html[] {
  const texts = visit.text(adminActivityTexts)
  const any = { value: '', label: visit.text(controlTexts).any }
  // Types go by their names in the API, which is where whoever looks for one of them knows it from.
  const types = eventTypes.toSorted().map((type) => ({ value: type, label: type }))
  const groups = eventGroups.map((group) => ({ value: group, label: texts.groups[group] }))
  const outcomes = eventOutcomes.map((outcome) => ({ value: outcome, label: texts.outcomes[outcome] }))
  return [
    selectField({ name: 'group', label: texts.group, value: visit.query('group') }, [any, ...groups]),
    selectField({ name: 'outcome', label: texts.outcome, value: visit.query('outcome') }, [any, ...outcomes]),
    textField({ name: 'user', label: texts.user, value: visit.query('user'), optional: true }),
    textField({ name: 'ip', label: texts.ip, value: visit.query('ip'), optional: true }),
    selectField({ name: 'type', label: texts.type, value: visit.query('type') }, [any, ...types]),
    dateField({ name: 'from', label: texts.from, value: visit.query('from') }),
    dateField({ name: 'until', label: texts.until, value: visit.query('until') }),
  ]
}

/** The row of the user's own list, with what administrators see besides: whose account it is about, why it was refused, and the event's type. */
function rowOf(
  visit: Visit,
  event: AuditEvent,
  { names, now }: { readonly names: ReadonlyMap<string, string>; readonly now: number },
): Row {
  const texts = visit.text(adminActivityTexts)
  const { actor, subject, type, reason, userId } = event
  const row = eventRow(visit, { ...event, userId: null }, now)
  const whose = isUser(actor, userId) || type.startsWith('user.') ? undefined : names.get(userId ?? '')
  return {
    ...row,
    facts: [
      ...row.facts,
      whose !== undefined && named(texts.account, whose),
      actor === null && texts.byNobody,
      subject?.kind === 'policy' && html`<bdi>${subject.id}</bdi>`,
      // What a key was used for is in the row already.
      reason !== null && type !== 'ssh_private_key.used' && html`<code>${reason}</code>`,
      html`<code>${type}</code>`,
    ],
  }
}
