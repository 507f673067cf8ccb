import type { Principal, SessionPrincipal } from '../auth/principal.js'
import { introspectScope } from '../credentials/scope.js'
import type { Requirements } from '../identity.js'
import type { Pending } from '../sign-in/pending.js'
import type { CallingSshHost } from '../ssh/host-credential.js'

/** Who may call a route: one of the levels that `Principals` describes. */
export type Level = keyof Principals

/** Who calls a route of each level. */
export interface Principals {
  /** Anybody. */
  readonly anon: null
  /** Who has to take a second step. */
  readonly pending: Pending
  /** A session, also one that may do little else: its owner lacks a factor that the policy demands, or must change their password. */
  readonly limited: SessionPrincipal
  /** As `limited`, or the holder of an enrolment ticket. */
  readonly limitedOrTicket: SessionPrincipal | Pending
  /** A session with a recent proof, also one that does not satisfy the policy, or the holder of an enrolment ticket. */
  readonly enrolling: SessionPrincipal | Pending
  /** A session with a recent proof, or one that must change its password. */
  readonly passwordChange: SessionPrincipal
  /** A session. */
  readonly session: SessionPrincipal
  /** A session whose owner proved themselves within 10 minutes. */
  readonly recent: SessionPrincipal
  /** Any credential. */
  readonly bearer: Principal
  /** An API key of a service account that may ask what other credentials are good for. */
  readonly introspector: Principal
  /** A session of an administrator; whatever changes something also needs a recent proof. */
  readonly admin: SessionPrincipal
  /** An SSH host with its credential, and nobody else. */
  readonly host: CallingSshHost
}

/** The caller of a route, of whatever level. */
export type Caller = Principals[Level]

/** What of a route decides who may call it; `method` in lower case. */
interface RouteLevel {
  readonly level: Level
  readonly method: string
}

/** What a level demands of a session or another credential. `null` = nothing, or something else: see `handle`. */
export function requirementsOf({ level, method }: RouteLevel): Requirements | null {
  const changes = method !== 'get'
  switch (level) {
    case 'anon':
    case 'pending':
    case 'host':
      return null
    case 'bearer':
      return { changes }
    case 'introspector':
      return { credentials: ['api_key'], scopes: [introspectScope] }
    case 'limited':
    case 'limitedOrTicket':
      // These routes change nothing but what a session has proved, which tabs with a superseded secret may do as well.
      return { credentials: ['session'], downgraded: true, temporary: true }
    case 'enrolling':
      return { credentials: ['session'], downgraded: true, recent: true, changes }
    case 'passwordChange':
      return { credentials: ['session'], temporary: true, recent: true, changes }
    case 'session':
      return { credentials: ['session'], changes }
    case 'recent':
      return { credentials: ['session'], recent: true, changes }
    case 'admin':
      return { credentials: ['session'], admin: true, recent: changes, changes }
  }
}
