import type { Services } from '../../http/services.js'
import type { Texts } from '../messages/language.js'
import type { FormTokens } from '../visit/form-token.js'
import type { Theme } from '../visit/theme.js'
import type { Assets } from './assets.js'

/** An entry of the navigation, which leads to a section. */
export interface NavEntry {
  readonly path: string
  readonly label: Texts<string>
  /** Whether only administrators see it. */
  readonly admin?: boolean
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
