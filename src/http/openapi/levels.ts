import type { Options } from '../../options.js'
import { pendingCookie, sessionCookie } from '../../auth/cookie.js'
import type { Level } from '../level.js'

/** What the document needs to know of the options: which carriers there are, and what the cookies are called. */
export type DocumentOptions = Pick<Options, 'carriers' | 'cookieName' | 'insecure'>

/** Who may call a route of each level, in words. */
export const levelTexts: Readonly<Record<Level, string>> = Object.freeze({
  anon: 'Anybody.',
  pending: 'Who has to take a second step.',
  limited:
    'A session, also one that may do little else: its owner lacks a factor that the policy demands, or must change their password.',
  limitedOrTicket: 'As `limited`, or the holder of an enrolment ticket.',
  enrolling:
    'A session with a recent proof, also one that does not satisfy the policy, or the holder of an enrolment ticket.',
  passwordChange: 'A session with a recent proof, or one that must change its password.',
  session: 'A session.',
  recent: 'A session whose owner proved themselves within 10 minutes.',
  bearer: 'Any credential.',
  introspector: 'An API key of a service account that may ask what other credentials are good for.',
  admin: 'A session of an administrator; whatever changes something also needs a recent proof.',
  host: 'An SSH host with its credential, and nobody else.',
})

/** The ways to say who one is, by the names that `securityOf` uses. */
export function securitySchemes(options: DocumentOptions): Readonly<Record<string, object>> {
  const { basic, apiKeyHeader } = options.carriers
  return {
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: sessionCookie(options),
      description: 'The session of a browser, as signing in sets it.',
    },
    pendingSignIn: {
      type: 'apiKey',
      in: 'cookie',
      name: pendingCookie(options),
      description: 'A sign-in that waits for a second step, or an enrolment ticket.',
    },
    bearer: { type: 'http', scheme: 'bearer', description: 'An API key or a token.' },
    ...(basic && {
      basic: { type: 'http', scheme: 'basic', description: 'An API key as the user name, no password.' },
    }),
    ...(apiKeyHeader && {
      apiKeyHeader: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key.' },
    }),
    sshHost: { type: 'http', scheme: 'bearer', description: 'The credential of an SSH host.' },
  }
}

/** One way to say who one is; none of keyward's has scopes here. */
type Security = Readonly<Record<string, readonly []>>

/** The ways that a level takes, one of which is enough. */
export function securityOf(
  level: Level,
  { carriers: { basic, apiKeyHeader } }: DocumentOptions,
): readonly Security[] {
  const names = ['bearer', ...(basic ? ['basic'] : []), ...(apiKeyHeader ? ['apiKeyHeader'] : [])]
  const bearers = names.map((name): Security => ({ [name]: [] }))
  switch (level) {
    case 'anon':
      return []
    case 'host':
      return [{ sshHost: [] }]
    case 'pending':
      return [{ pendingSignIn: [] }]
    case 'limitedOrTicket':
    case 'enrolling':
      return [{ session: [] }, { pendingSignIn: [] }]
    case 'bearer':
      return [{ session: [] }, ...bearers]
    case 'introspector':
      return bearers
    default:
      return [{ session: [] }]
  }
}
