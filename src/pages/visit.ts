import type { Client } from '../auth/client.js'
import type { Level, Principals, Reply } from '../http/route.js'
import type { User } from '../principal.js'
import type { FormTokens } from './form-token.js'
import type { Form } from './form.js'
import type { Language, Locale, Texts } from './language.js'
import { languageOf, localeFor, localeOf } from './language.js'
import type { Look } from './options.js'
import { safePath } from './safe-path.js'

/** The levels of pages: people look at them, not programs. */
export type PageLevel = Exclude<Level, 'bearer' | 'host'>

/** Whoever may look at some page. */
export type Visitor = Principals[PageLevel]

/** Somebody looks at a page, or has sent a form. */
export interface Visit<Who = Visitor> {
  readonly client: Client
  readonly principal: Who
  /** Who is signed in; `null` = nobody, or not quite yet. */
  readonly user: User | null
  readonly form: Form
  readonly language: Language
  readonly locale: Locale
  /** The path and query of this page as browsers see it. */
  readonly asked: string
  /** Where to go on to once this is done: a path of this site, or `null`. */
  readonly to: string | null
  /** The address of one of keyward's routes, as browsers see it. */
  url(path: string): string
  /** A parameter of the path. */
  param(name: string): string
  /** A parameter of the query; '' where it was not sent, or sent twice. */
  query(name: string): string
  text<T>(texts: Texts<T>): T
  /** A new form token. */
  token(): string
}

/** What a visit is made of. */
export interface VisitOf<Who> {
  readonly look: Look
  readonly tokens: FormTokens
  /** The route's path, to tell the mount from. */
  readonly route: string
  readonly client: Client
  readonly principal: Who
  /** As it was asked for, mount included. */
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly form: Form
  param(name: string): string
}

export function visitOf<Who extends Visitor>(of: VisitOf<Who>): Visit<Who> {
  const { look, tokens, client, path, principal, form, param } = of
  const base = look.publicPath ?? mountOf(path, of.route)
  const locale = localeFor(look.locale?.(client) ?? '') ?? localeOf(client)
  const language = languageOf(locale)
  return Object.freeze({
    ...{ client, principal, form, language, locale, param, query },
    user: principal?.session ? principal.user : null,
    asked: base + ownPath(path, of.route) + searchOf(of.query),
    to: safePath(form.text('to') || query('to')),
    url: (own) => base + own,
    text: (texts) => texts[language],
    token: () => tokens.issue(holderOf(principal)),
  } satisfies Visit<Who>)

  function query(name: string): string {
    const value = Object.hasOwn(of.query, name) ? of.query[name] : undefined
    return typeof value === 'string' ? value : ''
  }
}

/** Whom a form is made out to: the session, or the sign-in under way. */
export function holderOf(principal: Visitor): string {
  if (principal === null) return 'anybody'
  if (principal.session) return `session:${principal.session.row.id}`
  return 'pending' in principal ? `pending:${principal.pending.id}` : 'anybody'
}

/** Sends a browser on. `303`: by GET, whatever was sent here. */
export function seeOther(location: string, cookies: readonly string[] = []): Reply {
  return { status: 303, body: '', headers: { Location: location }, cookies }
}

/** A path with what is to be told there, or done next. */
export function withQuery(path: string, query: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== null)
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`
}

function searchOf(query: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return withQuery('', Object.fromEntries(texts))
}

/** What stands before the route's own path: it has as many segments as the route says, whatever is in them. */
function mountOf(path: string, route: string): string {
  const mount = path
    .split('/')
    .slice(0, 1 - route.split('/').length)
    .join('/')
  // `//other.example/…`, asked for under a mount that takes anything, must not become a link to there.
  return mount.replace(/^(?:[a-z]+:)?[/\\]*/i, '/').replace(/\/$/, '')
}

function ownPath(path: string, route: string): string {
  return `/${path
    .split('/')
    .slice(1 - route.split('/').length)
    .join('/')}`
}
