import type { Section } from '../site/section.js'
import { seeOther } from '../visit/visit.js'

/** The account's own address, which leads to the first of its pages. */
export const accountSection: Section = {
  routes: ({ get }) => [
    get('/account', { level: 'limited', handler: async (visit) => seeOther(visit.url('/account/api-keys')) }),
  ],
}
