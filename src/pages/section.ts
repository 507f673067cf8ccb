import type { Principals, Reply, Route } from '../http/route.js'
import type { Services } from '../http/services.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import type { NavEntry } from './setting.js'
import type { PageLevel, Visit } from './visit.js'

/** A part of the account pages. One that has a label stands in the navigation. */
export interface Section {
  readonly path?: string
  readonly label?: NavEntry['label']
  readonly admin?: boolean
  routes(site: Site): readonly Route[]
}

/** How sections declare their pages. */
export interface Site {
  readonly services: Services
  get<const L extends PageLevel>(path: string, definition: PageDefinition<L>): Route
  /** A form's address. */
  post<const L extends PageLevel>(path: string, definition: FormDefinition<L>): Route
}

export interface PageDefinition<L extends PageLevel> {
  readonly level: L
  readonly handler: (visit: Visit<Principals[L]>) => Promise<Page | Reply>
}

export interface FormDefinition<L extends PageLevel> extends PageDefinition<L> {
  /** What it does is done once, however often the form is sent: from the second time on it leads to this path. */
  readonly once?: string
  /** Fields that are never repeated in a page. */
  readonly secrets?: readonly string[]
  /** Shows the form again when what was typed is refused. Default: an error page. */
  readonly again?: (visit: Visit<Principals[L]>, problem: Problem) => Promise<Page>
}
