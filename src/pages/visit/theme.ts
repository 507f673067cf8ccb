import { z } from 'zod'
import type { Client } from '../../client.js'
import type { User } from '../../identity.js'
import type { HostCalls } from '../../plug-in/host-calls.js'
import { hostCalls } from '../../plug-in/host-calls.js'

/** A page as the host's own shell is given it. All fields but `title` are HTML, ready to be put in. */
export interface ShellPage {
  /** Plain text: escape it. */
  readonly title: string
  /** For the `lang` of the document. */
  readonly lang: string
  /** What belongs into `<head>`: stylesheets and scripts. */
  readonly head: string
  /** What belongs into `<body>`. */
  readonly body: string
  /** Who is signed in; `null` where nobody is, or not quite yet. */
  readonly user: User | null
}

/** How the account pages look and where they lead. */
export interface AccountPagesOptions {
  /** What the pages call the app. Default: the `productName` of `createKeyward`. */
  readonly productName?: string
  /** An image beside the name: a path, or an https URL. Default: none. */
  readonly logoUrl?: string
  /** Where the name leads, and a sign-in that was not asked for by another page. Default: `/` and the account. */
  readonly homeUrl?: string
  /** The colour of buttons and marks, `#rrggbb`. Default: a blue. */
  readonly accent?: string
  /** Stylesheets of the host's: any rule in them wins over the pages' own. Default: none. */
  readonly stylesheets?: readonly string[]
  /** Further links in the header. Default: none. */
  readonly nav?: readonly { readonly label: string; readonly href: string }[]
  /** Puts a page into the host's own shell; answers the whole document. Default: a plain one. */
  readonly layout?: (page: ShellPage) => string
  /** The path that browsers see the router at, where a proxy strips a part of it. Default: the path of the request. */
  readonly publicPath?: string
  /** The language for a visitor, such as `de`. Default: as Accept-Language has it. */
  readonly locale?: (client: Client) => string | undefined
  /** `own` sends a strict Content-Security-Policy with each page, `host` leaves the host's alone. Default: `own`. */
  readonly csp?: 'own' | 'host'
  /** `false` leaves out the sign-in page and the button to sign out: people sign in at the app's own `signInPath`. Default: true. */
  readonly signIn?: boolean
}

/** The options once they are checked; `null` where one was not given. */
export interface Theme {
  readonly productName: string | null
  readonly logoUrl: string | null
  readonly homeUrl: string | null
  readonly accent: string | null
  readonly stylesheets: readonly string[]
  readonly nav: readonly { readonly label: string; readonly href: string }[]
  readonly layout: ((page: ShellPage) => string) | null
  readonly publicPath: string | null
  readonly locale: ((client: Client) => string | undefined) | null
  readonly csp: 'own' | 'host'
  readonly signIn: boolean
}

const url = z.string().refine(isPathOrHttps, 'must be a path that begins with one /, or an https URL')
const aFunction = <F>() => z.custom<F>((value) => typeof value === 'function', 'must be a function')

const schema = z.strictObject({
  productName: z.string().min(1).max(64).nullable().default(null),
  logoUrl: url.nullable().default(null),
  homeUrl: url.nullable().default(null),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1f5fbf')
    .nullable()
    .default(null),
  stylesheets: z.array(url).default([]),
  nav: z.array(z.strictObject({ label: z.string().min(1), href: url })).default([]),
  layout: aFunction<(page: ShellPage) => string>().nullable().default(null),
  publicPath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'must be a path such as /app/auth, without a slash at its end')
    .nullable()
    .default(null),
  locale: aFunction<(client: Client) => string | undefined>().nullable().default(null),
  csp: z.enum(['own', 'host']).default('own'),
  signIn: z.boolean().default(true),
})

/** Checks the options and fills in defaults; throws one TypeError that lists every problem. */
export function resolveTheme(given: AccountPagesOptions): Theme {
  const result = schema.safeParse(given)
  if (result.success)
    return Object.freeze({ ...result.data, ...calledHooks(result.data, hostCalls()) } satisfies Theme)
  const problems = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `- ${[...issue.path, key].join('.')}: is not an option`)
      : [`- ${issue.path.join('.')}: ${issue.message}`],
  )
  throw new TypeError(`account pages options:\n${problems.join('\n')}`)
}

function calledHooks(
  { layout, locale }: Pick<Theme, 'layout' | 'locale'>,
  { askNow }: HostCalls,
): Pick<Theme, 'layout' | 'locale'> {
  return {
    layout: layout && ((page) => askNow('layout', () => layout(page))),
    locale: locale && ((client) => askNow('locale', () => locale(client))),
  }
}

function isPathOrHttps(text: string): boolean {
  if (/^\/(?![/\\])[^\s\\]*$/.test(text)) return true
  return URL.canParse(text) && new URL(text).protocol === 'https:'
}
