import type { SessionPrincipal } from '../../auth/principal.js'
import { eventGroups } from '../../event-group.js'
import { eventOutcomes } from '../../events.js'
import type { Services } from '../../http/services.js'
import { eventRow } from '../elements/event-row.js'
import { selectField } from '../elements/field.js'
import { filterForm, keptOf } from '../elements/filter.js'
import type { Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { emptyState, pager, requestedPage, rowList } from '../elements/rows.js'
import { activityTexts } from '../messages/activity.js'
import { adminActivityTexts } from '../messages/admin-activity.js'
import { controlTexts } from '../messages/controls.js'
import type { Section } from '../site/section.js'
import type { Visit } from '../visit/visit.js'

const path = '/account/activity'

/** What has happened in the owner's account. */
export const activitySection: Section = {
  path,
  label: (visit) => visit.text(activityTexts).title,
  group: 'activity',
  icon: 'activity',
  routes: ({ services, get }) => [
    get(path, { level: 'session', handler: (visit) => listPage(services, visit) }),
  ],
}

async function listPage({ audit }: Services, visit: Visit<SessionPrincipal>): Promise<PageContent> {
  const texts = visit.text(activityTexts)
  const { user } = visit.principal
  const read = await audit.own(user.id, {
    group: eventGroups.find((one) => one === visit.query('group')),
    outcome: eventOutcomes.find((one) => one === visit.query('outcome')),
  })
  const found = await read(requestedPage(visit))
  return {
    title: texts.title,
    section: path,
    main: html`<h1>${texts.title}</h1>
      <p class="kw-intro">${texts.intro}</p>
      ${filterForm(visit, path, filterFields(visit))}
      ${rowList(
        found.rows.map((event) => eventRow(visit, event)),
        emptyState(texts.empty, ''),
      )}
      ${pager(visit, path, { ...found, kept: keptOf(visit, ['group', 'outcome']) })}`,
  }
}

function filterFields(visit: Visit): Value {
  const texts = visit.text(adminActivityTexts)
  const any = { value: '', label: visit.text(controlTexts).any }
  const groups = eventGroups.map((group) => ({ value: group, label: texts.groups[group] }))
  const outcomes = eventOutcomes.map((one) => ({ value: one, label: texts.outcomes[one] }))
  return [
    selectField({ name: 'group', label: texts.group, value: visit.query('group') }, [any, ...groups]),
    selectField({ name: 'outcome', label: texts.outcome, value: visit.query('outcome') }, [any, ...outcomes]),
  ]
}
