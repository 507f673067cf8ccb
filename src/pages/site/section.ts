import type { Principals } from '../../http/level.js'
import type { Reply, Route } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import type { PageLevel, Visit } from '../visit/visit.js'
import type { NavEntry } from './mount.js'

/** A group of account pages about one subject. One that has a path, the address of its first page, and a label stands in the navigation. */
export interface Section extends Partial<NavEntry> {
  /** The section whose pages lead to this one, so that it has an entry of its own only where that one is left out. */
  readonly within?: string
  /** Whether there is such a section, as the options of `createKeyward` have it. Default: there is. */
  isOn?(options: Services['options']): boolean
  routes(router: PageRouter): readonly Route[]
}

/** What sections declare their pages with. */
export interface PageRouter {
  readonly services: Services
  /** Declares a page. */
  get<const L extends PageLevel>(path: string, definition: PageDefinition<L>): Route
  /** Declares the address that a form is sent to. */
  post<const L extends PageLevel>(path: string, definition: FormDefinition<L>): Route
}

/** A page: who may see it, and what makes it. */
interface PageDefinition<L extends PageLevel> {
  readonly level: L
  readonly handler: (visit: Visit<Principals[L]>) => Promise<PageContent | Reply>
}

/** The address that a form is sent to: who may send it, and what it does. */
interface FormDefinition<L extends PageLevel> extends PageDefinition<L> {
  /** The path to lead to when the same form is sent again: then what it does is done only once, however often it is sent. */
  readonly once?: string
  /** Fields that are never repeated in a page. */
  readonly secrets?: readonly string[]
  /** Shows the form again where what was typed is refused. Default: an error page. */
  readonly again?: (visit: Visit<Principals[L]>, problem: Problem) => Promise<PageContent>
}
