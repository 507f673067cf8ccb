import type { Services } from '../../http/services.js'
import type { Html } from '../elements/html.js'
import type { IconName } from '../elements/icon.js'
import type { FormTokens } from '../visit/form-token.js'
import type { Theme } from '../visit/theme.js'
import type { SessionVisit, Visit } from '../visit/visit.js'
import type { Assets } from './assets.js'

/** The groups of the navigation, in their order; what belongs to none stands above them. */
export const navGroups = ['authentication', 'sign-in', 'activity', 'administration'] as const

/** A group of the navigation. */
export type NavGroup = (typeof navGroups)[number]

/** An entry of the navigation, which leads to a section. */
export interface NavEntry {
  readonly path: string
  /** Where it leads, if not to a page of ours. */
  readonly href?: string
  label(visit: Visit): string
  /** Whether only administrators see it. */
  readonly admin?: boolean
  readonly group?: NavGroup
  readonly icon?: IconName
  /** What the entry says of how things stand, such as a label "On"; asked for each page that has a navigation. */
  state?(services: Services, visit: SessionVisit): Promise<Html>
}

/** One use of the account pages in an app, which may mount them more than once: what all its pages have in common. */
export interface Mount {
  readonly services: Services
  readonly theme: Theme
  readonly assets: Assets
  readonly tokens: FormTokens
  readonly nav: readonly NavEntry[]
}

/** The name that the pages call the app by. */
export function productNameOf({ theme, services }: Pick<Mount, 'theme' | 'services'>): string {
  return theme.productName ?? services.options.productName
}
