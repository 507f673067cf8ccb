import type { Reply } from '../../http/route.js'
import type { Services } from '../../http/services.js'
import { bannerFor } from '../elements/banner.js'
import type { Html } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { standingBanners } from '../elements/standing.js'
import type { Theme } from '../visit/theme.js'
import type { Visit } from '../visit/visit.js'
import { sessionVisitOf } from '../visit/visit.js'
import { documentOf } from './layout.js'
import type { Mount } from './mount.js'

/** Makes a reply of a page; one that answers a form shows no banner, since what was done is told after the redirect. */
export async function pageReply(mount: Mount, visit: Visit, page: PageContent): Promise<Reply> {
  const asked = visit.client.method === 'GET'
  const [banner, standing] = asked
    ? await Promise.all([bannerFor(mount.services, visit), standingFacts(mount.services, visit, page)])
    : [null, []]
  const main = html`${standing} ${page.main}`
  return {
    status: page.status ?? 200,
    body: await documentOf(mount, visit, { page: { ...page, main }, banner }),
    headers: { ...headersFor(mount.theme), ...page.headers },
    cookies: page.cookies,
  }
}

/** What stands against the account, on each page of it. */
async function standingFacts(
  services: Services,
  visit: Visit,
  { section }: PageContent,
): Promise<readonly Html[]> {
  const session = sessionVisitOf(visit)
  return session && section !== undefined ? standingBanners(services, session, section) : []
}

function headersFor(theme: Theme): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    // Under `no-referrer` a browser sends `Origin: null` with a form.
    'Referrer-Policy': 'same-origin',
    ...(theme.csp === 'own' && { 'Content-Security-Policy': policyFor(theme) }),
  }
}

/** The Content Security Policy (Level 3): pages load nothing but their own files and what the options name. */
function policyFor({ stylesheets, logoUrl, homeUrl }: Theme): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...originsOf(stylesheets)].join(' '),
    ["img-src 'self' data:", ...originsOf([logoUrl])].join(' '),
    "connect-src 'self'",
    // Browsers also ask this of the address that a form's answer redirects to.
    ["form-action 'self'", ...originsOf([homeUrl])].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

function originsOf(urls: readonly (string | null)[]): readonly string[] {
  const origins = urls.flatMap((url) => (url?.startsWith('https:') ? [new URL(url).origin] : []))
  return [...new Set(origins)]
}
