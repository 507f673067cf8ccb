import type { SessionPrincipal } from '../../auth/principal.js'
import type { Services } from '../../http/services.js'
import { eventRow } from '../elements/event-row.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { emptyState, pager, requestedPage, rowList } from '../elements/rows.js'
import { activityTexts } from '../messages/activity.js'
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
  const read = await audit.own(user.id, {})
  const found = await read(requestedPage(visit))
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
