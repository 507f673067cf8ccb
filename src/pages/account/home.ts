import { overviewTexts } from '../messages/overview.js'
import type { Section } from '../site/section.js'
import { seeOther } from '../visit/visit.js'
import { nudgePath, putOff } from './nudge.js'
import { homePath, overviewPage } from './overview.js'

/** The account's own address: how things stand in all of its sections. */
export const accountSection: Section = {
  path: homePath,
  label: (visit) => visit.text(overviewTexts).title,
  icon: 'home',
  routes: ({ services, get, post }) => [
    get(homePath, { level: 'session', handler: (visit) => overviewPage(services, visit) }),
    post(nudgePath, {
      level: 'session',
      handler: async (visit) => seeOther(visit.url(homePath), [putOff(services, visit)]),
    }),
  ],
}
