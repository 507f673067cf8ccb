import type { HostCalls } from '../../plug-in/host-calls.js'
import { hostCalls } from '../../plug-in/host-calls.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { SessionVisit } from '../visit/visit.js'
import type { OwnEntry, OwnPage } from './own-page.js'
import type { Section } from './section.js'

/** Makes a section of what the host puts into the navigation: an entry alone, or an entry with its page. */
export function ownSection(entry: OwnEntry): Section {
  const { label, group } = entry
  const own = {
    label: (visit) => visit.words(label),
    group,
    admin: group === 'administration',
  } satisfies Partial<Section>
  if ('href' in entry)
    return Object.freeze({ ...own, path: entry.href, href: entry.href, routes: () => [] } satisfies Section)
  const { path } = entry
  const calls = hostCalls()
  return Object.freeze({
    ...own,
    path,
    routes: ({ get }) => [
      get(path, {
        level: own.admin ? 'admin' : 'session',
        handler: async (visit) => {
          const title = visit.words(label)
          return {
            title,
            section: path,
            main: html`<h1>${title}</h1>
              ${await rendered(calls, entry, visit)}`,
          }
        },
      }),
    ],
  } satisfies Section)
}

/** What the host answers: a text, which the page escapes, or HTML that it has declared to be safe. */
function rendered(
  { ask }: HostCalls,
  { path, render }: OwnPage,
  visit: SessionVisit,
): Promise<Html | string> {
  const { user } = visit.principal
  const { locale, query, url } = visit
  return ask(`the page ${path}`, () => render(Object.freeze({ user, locale, query, url })))
}
