import type { Pages } from '../http/routes.js'
import type { Options } from '../options.js'
import { pageRouter } from './page-router.js'
import { sections } from './sections.js'
import { signInSection } from './sign-in/sign-in.js'
import { assetRoutes, readAssets } from './site/assets.js'
import type { NavEntry } from './site/mount.js'
import { formTokens } from './visit/form-token.js'
import type { AccountPagesOptions } from './visit/theme.js'
import { resolveTheme } from './visit/theme.js'

export type { AccountPagesOptions, ShellPage } from './visit/theme.js'

/**
 * The account pages: sign-in, and everything users manage themselves. Checks the options; one TypeError lists every problem.
 *
 * @example
 * app.use('/auth', router({ pages: accountPages({ logoUrl: '/logo.svg', homeUrl: '/' }) }))
 */
export function accountPages(options: AccountPagesOptions = {}): Pages {
  const theme = resolveTheme(options)
  const assets = readAssets(theme)
  const shown = theme.signIn ? sections : sections.filter((section) => section !== signInSection)
  const nav = shown.flatMap(({ path, label, admin }): NavEntry[] =>
    path === undefined || label === undefined ? [] : [{ path, label, admin }],
  )
  return Object.freeze({
    routes(services) {
      if (!theme.signIn) requireOwnSignIn(services.options)
      const declared = pageRouter({ services, theme, assets, nav, tokens: formTokens(services.options) })
      return [...assetRoutes(assets), ...shown.flatMap((section) => section.routes(declared))]
    },
  } satisfies Pages)
}

/** Refuses options by which browsers would be led to the very page that is left out. */
function requireOwnSignIn({ signInPath, mountPath }: Pick<Options, 'signInPath' | 'mountPath'>): void {
  if (signInPath !== `${mountPath}/sign-in`) return
  throw new TypeError(
    'account pages options:\n- signIn: false needs signInPath in the options of createKeyward, the path at which the app signs people in',
  )
}
