import type { Reply } from '../http/route.js'
import { bannerFor } from './banner.js'
import { documentOf } from './layout.js'
import type { Look } from './options.js'
import type { Page } from './page.js'
import type { Setting } from './setting.js'
import type { Visit } from './visit.js'

/** A page as a reply. */
export async function pageReply(setting: Setting, visit: Visit, page: Page): Promise<Reply> {
  const banner = visit.client.method === 'GET' ? await bannerFor(setting.services, visit) : null
  return {
    status: page.status ?? 200,
    body: documentOf(setting, visit, page, banner),
    headers: { ...headersFor(setting.look), ...page.headers },
    cookies: page.cookies,
  }
}

function headersFor(look: Look): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    // Under `no-referrer` a browser sends `Origin: null` with a form.
    'Referrer-Policy': 'same-origin',
    ...(look.csp === 'own' && { 'Content-Security-Policy': policyFor(look) }),
  }
}

/** Content Security Policy Level 3: nothing but the pages' own files, and what the options name. */
function policyFor({ stylesheets, logoUrl, homeUrl }: Look): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...originsOf(stylesheets)].join(' '),
    ["img-src 'self' data:", ...originsOf([logoUrl])].join(' '),
    "connect-src 'self'",
    // Also asked where a form's answer leads on to another address.
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
