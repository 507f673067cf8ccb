import { mountOf } from '../../auth/mounts.js'
import type { SessionPrincipal } from '../../auth/principal.js'
import { withQuery } from '../../auth/with-query.js'
import type { Client } from '../../client.js'
import { actorOf } from '../../client.js'
import type { Actor } from '../../events.js'
import type { Level, Principals } from '../../http/level.js'
import type { Reply } from '../../http/route.js'
import type { User } from '../../identity.js'
import type { Options } from '../../options.js'
import type { Locale, Texts } from '../messages/language.js'
import type { HostText } from '../messages/voice.js'
import { fieldName } from './field-name.js'
import type { FormTokens } from './form-token.js'
import type { Form } from './form.js'
import { safePath } from './safe-path.js'
import type { Theme } from './theme.js'

/** The levels that a page may have: people look at pages, and no programs or hosts. */
export type PageLevel = Exclude<Level, 'bearer' | 'host' | 'introspector'>

/** Anybody who may look at some page. */
type Visitor = Principals[PageLevel]

/** A request for a page or by a form: who makes it, in which language, and what a page needs to point to others. */
export interface Visit<Who = Visitor> {
  readonly client: Client
  readonly principal: Who
  /** Who is signed in; `null` where nobody is, or not quite yet. */
  readonly user: User | null
  readonly form: Form
  readonly locale: Locale
  /** What the host has said about the pages. */
  readonly theme: Theme
  /** The path and query of this page as browsers see it. */
  readonly currentUrl: string
  /** The path within this app to go on to once this is done; `null` where none was asked for. */
  readonly returnTo: string | null
  /** The address of one of keyward's routes, as browsers see it. */
  url(path: string): string
  /** The address at which people sign in, the app's own where it has one, with what goes along. */
  signIn(query: Readonly<Record<string, string | null>>): string
  /** A parameter of the path. */
  param(name: string): string
  /** A parameter of the query; '' where it was not sent, or sent twice. */
  query(name: string): string
  /** What the texts say in the visitor's language. */
  text<T>(texts: Texts<T>): T
  /** What a text of the host's says in the visitor's language. */
  words(text: HostText): string
  /** The token of this page's forms. */
  token(): string
}

/** A visit by somebody who is signed in. */
export type SessionVisit = Visit<SessionPrincipal>

/** What a visit is made of. */
interface VisitParts<Who> {
  readonly theme: Theme
  readonly services: { readonly options: Pick<Options, 'signInPath'> }
  readonly tokens: FormTokens
  /** The route's path, which tells how much of the requested path is the mount. */
  readonly route: string
  readonly client: Client
  readonly principal: Who
  /** The path as it was requested, mount included. */
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly form: Form
  param(name: string): string
}

/** Makes a visit of a request. */
export function visitOf<Who extends Visitor>(of: VisitParts<Who>): Visit<Who> {
  const { theme, tokens, client, path, principal, form, param } = of
  const base = theme.publicPath ?? mountOf(path, of.route)
  const voice = theme.voices.for(theme.locale?.(client) ?? '') ?? theme.voices.of(client)
  let issued: string | undefined
  return Object.freeze({
    client,
    principal,
    form,
    theme,
    locale: voice.locale,
    text: voice.text,
    words: voice.words,
    param,
    query,
    user: principal?.session ? principal.user : null,
    currentUrl: base + ownPath(path, of.route) + searchOf(of.query),
    returnTo: safePath(form.text('to') || query('to')),
    url: (own) => base + own,
    signIn: (given) =>
      withQuery((theme.signIn ? null : of.services.options.signInPath) ?? `${base}/sign-in`, given),
    token: () => (issued ??= tokens.issue(holderOf(principal))),
  } satisfies Visit<Who>)

  /** A parameter goes by the API's name for it, or by a form's. */
  function query(name: string): string {
    const own = fieldName(name)
    const value = Object.entries(of.query).find(([sent]) => fieldName(sent) === own)?.[1]
    return typeof value === 'string' ? value : ''
  }
}

/** The same visit, where whoever makes it is signed in; else `null`. */
export function sessionVisitOf(visit: Visit): SessionVisit | null {
  const { principal } = visit
  if (principal?.session == null) return null
  return Object.freeze({
    ...visit,
    principal: { ...principal, session: principal.session },
  } satisfies SessionVisit)
}

/** Who does what is asked for in a visit, as events name them. */
export function actorIn({ client, principal }: Pick<SessionVisit, 'client' | 'principal'>): Actor {
  return actorOf(client, principal.user)
}

/** Whom a form's token is made for: the session, or the sign-in under way. */
export function holderOf(principal: Visitor): string {
  if (principal === null) return 'anybody'
  if (principal.session) return `session:${principal.session.row.id}`
  return 'pending' in principal ? `pending:${principal.pending.id}` : 'anybody'
}

/** Sends a browser on to an address, by GET whatever it sent here (RFC 9110, section 15.4.4). */
export function seeOther(location: string, cookies: readonly string[] = []): Reply {
  return { status: 303, body: '', headers: { Location: location }, cookies }
}

function searchOf(query: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return withQuery('', Object.fromEntries(texts))
}

function ownPath(path: string, route: string): string {
  return `/${path
    .split('/')
    .slice(1 - route.split('/').length)
    .join('/')}`
}
