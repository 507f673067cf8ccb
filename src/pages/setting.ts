import type { Services } from '../http/services.js'
import type { Assets } from './assets.js'
import type { FormTokens } from './form-token.js'
import type { Texts } from './language.js'
import type { Look } from './options.js'

/** An entry of the navigation. */
export interface NavEntry {
  readonly path: string
  readonly label: Texts<string>
  /** Only administrators see it. */
  readonly admin?: boolean
}

/** What all pages of one mount have in common. */
export interface Setting {
  readonly services: Services
  readonly look: Look
  readonly assets: Assets
  readonly tokens: FormTokens
  readonly nav: readonly NavEntry[]
}

/** What the pages call the app. */
export function productNameOf({ look, services }: Pick<Setting, 'look' | 'services'>): string {
  return look.productName ?? services.options.productName
}
