import { z } from 'zod'
import { urlOf } from '../../input/url-of.js'
import type { Messages } from '../messages/own-messages.js'
import { problemsIn } from '../messages/own-messages.js'
import type { HostText } from '../messages/voice.js'
import { voicesFor } from '../messages/voice.js'
import type { Theme } from '../visit/theme.js'
import { calledHooks } from './host-hooks.js'
import type { AccountPagesOptions } from './options.js'
import type { OwnEntry, OwnPage, SectionName } from './own-page.js'
import { sectionNames } from './own-page.js'

/** The options once they are checked. */
export interface ResolvedPages {
  readonly theme: Theme
  readonly own: readonly OwnEntry[]
}

const url = z.string().refine(isPathOrHttps, 'must be a path that begins with one /, or an https:// URL')
const aFunction = <F>() => z.custom<F>((value) => typeof value === 'function', 'must be a function')
const hostText = z.custom<HostText>(isHostText, 'must be a text, or texts by language')
const link = z.strictObject({ label: hostText, href: url })

const ownEntry = z.union(
  [
    z.strictObject({ ...navigation(), href: url }),
    z.strictObject({ ...navigation(), path: ownPath(), render: aFunction<OwnPage['render']>() }),
  ],
  'must have label, group and href, or label, group, path and render',
)

/** Each problem is told by the path of the text. */
const messages = z.unknown().transform((given, context): Messages => {
  const problems = problemsIn(given)
  for (const problem of problems) context.issues.push({ code: 'custom', input: given, ...problem })
  return problems.length === 0 ? (given as Messages) : z.NEVER
})

const schema = z.strictObject({
  productName: z.string().min(1).max(64).optional(),
  logoUrl: url.optional(),
  homeUrl: url.optional(),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1f5fbf')
    .optional(),
  stylesheets: z.array(url).default([]),
  nav: z.array(link).default([]),
  legal: z.array(link).default([]),
  messages: messages.optional(),
  sections: z
    .strictObject({ only: z.array(z.enum(sectionNames)).optional(), own: z.array(ownEntry).default([]) })
    .default({ own: [] }),
  layout: aFunction<NonNullable<AccountPagesOptions['layout']>>().optional(),
  chrome: z.enum(['full', 'navigation', 'none']).default('full'),
  colorScheme: z.enum(['system', 'light', 'dark']).nullable().default(null),
  publicPath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'must be a path such as /app/auth, without a slash at its end')
    .optional(),
  locale: aFunction<NonNullable<AccountPagesOptions['locale']>>().optional(),
  csp: z.enum(['own', 'host']).default('own'),
  signIn: z.boolean().default(true),
  username: z
    .strictObject({ label: hostText.optional(), type: z.enum(['text', 'email']).default('text') })
    .default({ type: 'text' }),
  passwordHelpUrl: url.optional(),
  locate: aFunction<NonNullable<AccountPagesOptions['locate']>>().optional(),
  example: aFunction<NonNullable<AccountPagesOptions['example']>>().optional(),
})

/** Checks the options and fills in defaults; throws one TypeError that lists every problem. */
export function resolvePages(given: AccountPagesOptions): ResolvedPages {
  const result = schema.safeParse(given)
  if (!result.success) throw new TypeError(`account pages options:\n${linesOf(result.error).join('\n')}`)
  const { messages = {}, sections, ...options } = result.data
  const { productName, logoUrl, homeUrl, accent, publicPath, passwordHelpUrl, username } = options
  const { stylesheets, nav, legal, chrome, colorScheme, csp, signIn } = options
  const theme: Theme = {
    ...orNull({ productName, logoUrl, homeUrl, accent, publicPath, passwordHelpUrl }),
    stylesheets,
    nav,
    legal,
    chrome,
    colorScheme,
    csp,
    signIn,
    ...calledHooks(options),
    username: { label: username.label ?? null, type: username.type },
    voices: voicesFor(messages),
    shows: shownBy(sections.only),
  }
  return Object.freeze({ theme: Object.freeze(theme), own: sections.own } satisfies ResolvedPages)
}

/** All that is not in the list is left out, as far as it may be. */
function shownBy(only: readonly SectionName[] | undefined): (path: string) => boolean {
  const hidden = only ? sectionNames.filter((name) => !only.includes(name)) : []
  const paths = new Set(hidden.map((name) => `/account/${name}`))
  return (path) => !paths.has(path)
}

function linesOf({ issues }: z.ZodError): readonly string[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `- ${[...issue.path, key].join('.')}: is not an option`)
      : [`- ${issue.path.join('.')}: ${issue.message}`],
  )
}

function orNull<K extends string>(given: Readonly<Record<K, string | undefined>>): Record<K, string | null> {
  const pairs = Object.entries(given) as [K, string | undefined][]
  return Object.fromEntries(pairs.map(([key, text]) => [key, text ?? null])) as Record<K, string | null>
}

function navigation() {
  return { label: hostText, group: z.enum(['authentication', 'sign-in', 'activity', 'administration']) }
}

function ownPath() {
  return z
    .string()
    .regex(/^\/account(\/[a-z0-9-]+)+$/, 'must be a path such as /account/billing')
    .refine(
      (path) => !sectionNames.some((name) => `${path}/`.startsWith(`/account/${name}/`)),
      'is the address of a section that there is',
    )
}

function isHostText(value: unknown): boolean {
  if (typeof value === 'string') return value !== ''
  if (typeof value !== 'object' || value === null) return false
  const texts = Object.values(value)
  return texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '')
}

function isPathOrHttps(text: string): boolean {
  // Blanks and control characters are what parsers of URLs pass over, each in its own way.
  if (/[\s\\\p{Cc}]/u.test(text)) return false
  return /^\/(?!\/)/.test(text) || (/^https:\/\/[^/]/i.test(text) && urlOf(text) !== null)
}
