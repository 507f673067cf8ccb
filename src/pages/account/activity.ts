import type { ReadEvents } from '../../audit.js'
import type { SessionPrincipal } from '../../auth/principal.js'
import { eventGroups } from '../../event-group.js'
import { eventOutcomes } from '../../events.js'
import type { Services } from '../../http/services.js'
import { downloadLinks, downloadReply } from '../elements/event-download.js'
import { eventRow } from '../elements/event-row.js'
import { selectField } from '../elements/field.js'
import { filterForm, keptOf } from '../elements/list/filter.js'
import type { Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { emptyState, pager, requestedPage, rowList } from '../elements/list/rows.js'
import { activityTexts } from '../messages/activity.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'

const path = '/account/activity'
const filters = ['group', 'outcome'] as const

/** What has happened in the owner's account. */
export const activitySection: Section = {
  path,
  label: (visit) => visit.text(activityTexts).title,
  group: 'activity',
  icon: 'activity',
  routes: ({ services, get }) => [
    get(path, { level: 'session', handler: (visit) => listPage(services, visit) }),
    get(`${path}/export`, {
      level: 'session',
      handler: (visit) => downloadReply(visit, () => readingOf(services, visit)),
    }),
  ],
}

async function listPage(services: Services, visit: Visit<SessionPrincipal>): Promise<PageContent> {
  const texts = visit.text(activityTexts)
  const read = await readingOf(services, visit)
  const found = await read(requestedPage(visit))
  const kept = keptOf(visit, filters)
  const now = services.options.now()
  const narrowed = Object.values(kept).some((value) => value !== null)
  return {
    title: texts.title,
    section: path,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${filterForm(visit, path, filterFields(visit))}
      ${found.rows.length > 0 && downloadLinks(visit, path, kept)}
      ${rowList(
        found.rows.map((event) => eventRow(visit, event, now)),
        emptyState(narrowed ? texts.emptyFiltered : texts.empty, ''),
      )}
      ${pager(visit, path, { ...found, kept })}`,
  }
}

/** Reads those of the owner's events that the query asks for. */
function readingOf({ audit }: Services, visit: Visit<SessionPrincipal>): Promise<ReadEvents> {
  return audit.own(visit.principal.user.id, {
    group: eventGroups.find((one) => one === visit.query('group')),
    outcome: eventOutcomes.find((one) => one === visit.query('outcome')),
  })
}

function filterFields(visit: Visit): Value {
  const texts = visit.text(activityTexts)
  const groups = eventGroups.map((group) => ({ value: group, label: texts.groups[group] }))
  const outcomes = eventOutcomes.map((one) => ({ value: one, label: texts.outcomes[one] }))
  return [
    selectField({ name: 'group', label: texts.about, value: visit.query('group') }, [
      { value: '', label: texts.everything },
      ...groups,
    ]),
    selectField({ name: 'outcome', label: texts.outcome, value: visit.query('outcome') }, [
      { value: '', label: texts.either },
      ...outcomes,
    ]),
  ]
}
