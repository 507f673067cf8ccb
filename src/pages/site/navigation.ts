import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { icon } from '../elements/icon.js'
import { layoutTexts } from '../messages/layout.js'
import type { Visit } from '../visit/visit.js'
import { sessionVisitOf } from '../visit/visit.js'
import { signOutForm } from './header.js'
import type { Mount, NavEntry, NavGroup } from './mount.js'
import { navGroups } from './mount.js'

/** An entry as one page shows it, with the answer of its `state`. */
interface ShownEntry extends NavEntry {
  readonly shownState: Html | null
}

/** Where the navigation stands: on a page of its section, and with the button to sign out where no header has it. */
interface NavPlace {
  readonly section: string
  readonly signOut: 'here' | 'in the header'
}

/** The entries that a visitor sees, with how things stand at each. */
export async function entriesFor({ nav, services }: Mount, visit: Visit): Promise<readonly ShownEntry[]> {
  const seen = nav.filter(({ admin }) => !admin || visit.user?.admin)
  const session = sessionVisitOf(visit)
  return Promise.all(
    seen.map(async (entry) => ({
      ...entry,
      shownState: (session && (await entry.state?.(services, session))) ?? null,
    })),
  )
}

/** The navigation of the account. Where the screen is too small for it, a button opens it: the browser's own popover, which needs no script. */
export function navigation(
  mount: Mount,
  visit: Visit,
  { entries, section, signOut }: NavPlace & { readonly entries: readonly ShownEntry[] },
): Html {
  const texts = visit.text(layoutTexts)
  const current = entries.find(({ path }) => path === section)
  return html`<button class="kw-button kw-nav-button" popovertarget="kw-nav">
      ${icon('menu')}${current ? current.label(visit) : texts.menu}${icon('chevron')}
    </button>
    <nav class="kw-nav" id="kw-nav" popover aria-label="${texts.navigation}">
      ${list(visit, section, entriesOf(entries, undefined))}
      ${navGroups.map((group) => groupOf(visit, section, { group, entries: entriesOf(entries, group) }))}
      ${signOut === 'here' && mount.theme.signIn && signOutForm(visit)}
    </nav>`
}

/** The way from the account to a page: its group, its section, and the page itself. */
export function breadcrumb({ nav }: Mount, visit: Visit, page: { title: string; section: string }): Html {
  const texts = visit.text(layoutTexts)
  const entry = nav.find(({ path }) => path === page.section)
  const label = entry ? entry.label(visit) : page.title
  const first = visit.client.method === 'GET' && visit.currentUrl.split('?')[0] === visit.url(page.section)
  const inside = entry && !first && label !== page.title
  const group = entry?.group !== undefined && texts[entry.group]
  return html`<nav class="kw-breadcrumb" aria-label="${texts.breadcrumb}">
    <ol>
      <li><a href="${visit.url('/account')}">${texts.account}</a></li>
      ${group !== false && group !== label && html`<li>${group}</li>`}
      ${inside && html`<li><a href="${visit.url(entry.path)}">${label}</a></li>`}
      <li aria-current="page">${first ? label : page.title}</li>
    </ol>
  </nav>`
}

function entriesOf(entries: readonly ShownEntry[], group: NavGroup | undefined): readonly ShownEntry[] {
  return entries.filter((entry) => entry.group === group)
}

/** A group with its title; one that has but one entry of the same name needs none. */
function groupOf(
  visit: Visit,
  section: string,
  { group, entries }: { readonly group: NavGroup; readonly entries: readonly ShownEntry[] },
): Value {
  const title = visit.text(layoutTexts)[group]
  const [first, second] = entries
  if (first && !second && first.label(visit) === title) return list(visit, section, entries)
  return (
    first &&
    html`<div role="group" aria-labelledby="kw-${group}">
      <p class="kw-nav-title" id="kw-${group}">${title}</p>
      ${list(visit, section, entries)}
    </div>`
  )
}

function list(visit: Visit, section: string, entries: readonly ShownEntry[]): Value {
  return (
    entries.length > 0 &&
    html`<ul>
      ${entries.map((entry) => entryOf(visit, entry, section))}
    </ul>`
  )
}

function entryOf(
  visit: Visit,
  { path, href, label, icon: sign, shownState }: ShownEntry,
  section: string,
): Html {
  return html`<li>
    <a href="${href ?? visit.url(path)}" ${path === section && html` aria-current="page"`}
      >${sign && icon(sign)}<span>${label(visit)}</span>${shownState}</a
    >
  </li>`
}
