import type { Pages } from '../http/pages.js'
import { assetRoutes, readAssets } from './assets.js'
import { formTokens } from './form-token.js'
import type { AccountPagesOptions } from './options.js'
import { resolveLook } from './options.js'
import { sections } from './sections.js'
import type { NavEntry } from './setting.js'
import { site } from './site.js'

export type { AccountPagesOptions, ShellPage } from './options.js'

/**
 * The account pages: sign-in, and everything users manage themselves. Checks the options; one TypeError lists every problem.
 *
 * @example
 * app.use('/auth', router({ pages: accountPages({ logoUrl: '/logo.svg', homeUrl: '/' }) }))
 */
export function accountPages(options: AccountPagesOptions = {}): Pages {
  const look = resolveLook(options)
  const assets = readAssets(look)
  const nav = sections.flatMap(({ path, label, admin }): NavEntry[] =>
    path === undefined || label === undefined ? [] : [{ path, label, admin }],
  )
  return Object.freeze({
    routes(services) {
      const declared = site({ services, look, assets, nav, tokens: formTokens(services.options) })
      return [...assetRoutes(assets), ...sections.flatMap((section) => section.routes(declared))]
    },
  } satisfies Pages)
}
