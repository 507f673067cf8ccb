import type { Route } from '../http/route.js'
import type { Pages } from '../http/routes.js'
import type { Services } from '../http/services.js'
import type { Options } from '../options.js'
import { fallbackRoutes, leadingOn } from './dead-ends.js'
import { pageRouter } from './page-router.js'
import { sections } from './sections.js'
import { signInSection } from './sign-in/sign-in.js'
import { assetRoutes, readAssets } from './site/assets.js'
import type { Mount, NavEntry } from './site/mount.js'
import { resolvePages } from './site/option-schema.js'
import type { AccountPagesOptions } from './site/options.js'
import type { OwnEntry } from './site/own-page.js'
import { ownSection } from './site/own-section.js'
import type { Section } from './site/section.js'
import { formTokens } from './visit/form-token.js'

export type { Html, Value } from './elements/html.js'
export { html, trustedHtml } from './elements/html.js'
export type { Messages, PageMessages } from './messages/own-messages.js'
export type { HostText } from './messages/voice.js'
export type { AccountPagesOptions } from './site/options.js'
export type { OwnEntry, OwnLink, OwnPage, OwnPageVisit, SectionName } from './site/own-page.js'
export type { ExampleKey, HostLink, ShellPage } from './visit/theme.js'

/**
 * The account pages: sign-in, and everything users manage themselves. Checks the options; one TypeError lists every problem.
 *
 * @example
 * app.use('/auth', router({ pages: accountPages({ logoUrl: '/logo.svg', homeUrl: '/' }) }))
 */
export function accountPages(options: AccountPagesOptions = {}): Pages {
  const { theme, own } = resolvePages(options)
  const assets = readAssets(theme)
  const shown = sections.filter(
    (section) =>
      (theme.signIn || section !== signInSection) &&
      (section.path === undefined || theme.shows(section.path)),
  )
  return Object.freeze({
    publicPath: theme.publicPath,
    routes(services) {
      if (!theme.signIn) requireOwnSignIn(services.options)
      const there = sectionsFor(services)
      const mount = mountOf(services)
      const declared = pageRouter(mount)
      const builtIn = there.flatMap((section) => section.routes(declared))
      refuseTaken(own, [...assetRoutes(assets), ...builtIn])
      const routes = [...builtIn, ...own.flatMap((entry) => ownSection(entry).routes(declared))]
      return [...assetRoutes(assets), ...routes, ...leadingOn(mount, routes)]
    },
    fallbacks: (services) => fallbackRoutes(mountOf(services)),
  } satisfies Pages)

  function sectionsFor({ options }: Services): readonly Section[] {
    return shown.filter(({ isOn }) => isOn?.(options) ?? true)
  }

  function mountOf(services: Services): Mount {
    const nav = [...sectionsFor(services), ...own.map(ownSection)].flatMap(
      ({ path, href, label, admin, group, icon, state, within }): NavEntry[] =>
        path === undefined || label === undefined || (within !== undefined && theme.shows(within))
          ? []
          : [{ path, href, label, admin, group, icon, state }],
    )
    return { services, theme, assets, nav, tokens: formTokens(services.options) }
  }
}

/** Refuses pages of the host's at an address that a route of ours takes. */
function refuseTaken(own: readonly OwnEntry[], routes: readonly Route[]): void {
  const problems = own.flatMap((entry, n) => {
    const taken = 'path' in entry && routes.some(({ path }) => takes(path, entry.path))
    return taken ? [`- sections.own.${String(n)}.path: is the address of a page that there is`] : []
  })
  if (problems.length > 0) throw new TypeError(`account pages options:\n${problems.join('\n')}`)
}

/** Whether a route takes an address, parameters in its path included. */
function takes(route: string, address: string): boolean {
  const [pattern, asked] = [route.split('/'), address.split('/')]
  return (
    pattern.length === asked.length &&
    pattern.every((segment, n) => segment.startsWith(':') || segment === asked[n])
  )
}

/** Refuses options by which browsers would be led to the very page that is left out. */
function requireOwnSignIn({ signInPath, mountPath }: Pick<Options, 'signInPath' | 'mountPath'>): void {
  if (signInPath !== null && signInPath !== `${mountPath ?? ''}/sign-in`) return
  throw new TypeError(
    'account pages options:\n- signIn: false needs signInPath in the options of createKeyward, the path at which the app signs people in',
  )
}
