import { EventEmitter } from 'node:events'
import { newId } from './crypto/id.js'

/** Every type of event there is, named `noun.past_participle`. */
export const eventTypes = [
  /** Somebody signed in. */
  'session.created',
  /** Somebody tried to sign in and was kept out; `reason` says why. */
  'session.refused',
  /** Somebody signed in proved again who they are. */
  'session.reauthenticated',
  /**
   * One session ended: by a sign-out, from the list of sessions, or because another sign-in took its place. From the list, the subject's name is
   * the browser that the session was in, as it called itself.
   */
  'session.ended',
  /** All sessions of a user ended, or all but the one that asked for it. */
  'sessions.ended',
  /** A password was right, and a second step is asked for. */
  'pending_sign_in.created',
  /** A password was right, and the sign-in went no further. */
  'pending_sign_in.abandoned',
  /** A password was right, and a factor has to be enrolled before there is a session. */
  'enrolment_ticket.created',
  /** A code or a security key was not accepted; `reason` says why. */
  'second_factor.refused',
  /** An authenticator app was set up. */
  'totp.confirmed',
  /** An authenticator app was removed. */
  'totp.removed',
  /** A security key was registered. */
  'security_key.added',
  /** A security key was given another name. */
  'security_key.renamed',
  /** A security key was removed. */
  'security_key.removed',
  /** The counter of a security key went back, so there may be a copy of it. It stays out from then on. */
  'security_key.suspected',
  /** Recovery codes were made, and the former ones ended. */
  'recovery_codes.created',
  /** A recovery code was used up. */
  'recovery_code.used',
  /** A user turned 2-step verification off. */
  'mfa.disabled',
  /** An administrator, or the app, removed all second factors of a user; `note` is the reason they gave. */
  'mfa.reset',
  /** A user changed their password, or the app set it. */
  'password.changed',
  /** A password was wrong where it was asked for again, or by the app for its own sign-in. */
  'password.refused',
  /** A password was made up for a user, who must choose another. */
  'password.reset',
  /** A link was made that sets a user’s password, once: an invitation, or because they, or somebody in their name, asked for it. */
  'one_time_link.created',
  /** A user set their password by such a link, which ended it and all others of theirs. */
  'one_time_link.used',
  /** A link that sets a password was ended before anybody used it, since its code was found in public. */
  'one_time_link.ended',
  /** An API key was made, or taken in from before keyward. */
  'api_key.created',
  /** An API key was renamed, disabled or enabled. */
  'api_key.updated',
  /** An API key was given a new secret. */
  'api_key.rotated',
  /** An API key was ended. */
  'api_key.deleted',
  /** A token was made. */
  'token.created',
  /** A token was ended. */
  'token.deleted',
  /** A user let a device sign in, such as a program on a command line: it may collect a token now. */
  'device.approved',
  /** A user said no to a device that asked to sign in. */
  'device.denied',
  /** An SSH public key was added. */
  'ssh_key.created',
  /** An SSH public key was renamed. */
  'ssh_key.updated',
  /** An SSH public key was removed. */
  'ssh_key.deleted',
  /** An SSH host was added. */
  'ssh_host.created',
  /** Name, groups or addresses of an SSH host changed, or it was disabled or enabled. */
  'ssh_host.updated',
  /** An SSH host was given a new credential. */
  'ssh_host.rotated',
  /** An SSH host was removed. */
  'ssh_host.deleted',
  /** The grants, who may log in where, were changed. */
  'ssh_grants.changed',
  /** An SSH private key was taken in or made. */
  'ssh_private_key.created',
  /** An SSH private key was renamed or described otherwise. */
  'ssh_private_key.updated',
  /** An SSH private key was removed. */
  'ssh_private_key.deleted',
  /** Something was signed with an SSH private key, or it was lent to the app. */
  'ssh_private_key.used',
  /** An SSH private key was asked for something that it may not be used for. */
  'ssh_private_key.refused',
  /** A credential that is known was not accepted: expired, disabled, revoked, of a disabled user, or altered in the database. */
  'credential.refused',
  /** Any other refusal; `reason` is the error code, or `various` for several kinds counted together. */
  'request.refused',
  /** A user was added. */
  'user.created',
  /** A user was changed. */
  'user.updated',
  /** A user was disabled: sessions and tokens ended, keys rest. */
  'user.disabled',
  /** A user was enabled again. */
  'user.enabled',
  /** A user was removed, and all that they held. */
  'user.deleted',
  /** A service account was added. */
  'service_account.created',
  /** A service account was renamed or described otherwise, disabled or enabled; disabled, its keys rest. */
  'service_account.updated',
  /** A service account was removed, and all its keys. */
  'service_account.deleted',
  /** The policy of the platform or of an organisation was replaced. */
  'policy.changed',
  /** Rows of the audit under one seal were exported and removed; `count` is how many. */
  'audit.pruned',
  /** Rows were moved to the first of `secrets`, or to the present key of the key service; `count` is how many. */
  'secrets.rewrapped',
  /** A user was not told of something: it could not be delivered, or came to its end before; `reason` says which, the subject's name what it was. */
  'notice.given_up',
] as const
/** One of those types. */
export type EventType = (typeof eventTypes)[number]

/** What may have come of something that was tried. */
export const eventOutcomes = ['success', 'refused'] as const
/** One of those outcomes. */
export type EventOutcome = (typeof eventOutcomes)[number]

/** Somebody or something that an event names; a credential has a `hint`. */
export interface EventParty {
  readonly kind: string
  readonly id: string
  readonly name: string | null
  readonly hint?: string
}

/** Whether a party is that user, and not something else, such as the app itself, with the same id. */
export function isUser(party: EventParty | null, userId: string | null): boolean {
  return party?.kind === 'user' && party.id === userId
}

/** One thing that happened, as it is stored. It holds ids and names, and never a secret. */
export interface AuditEvent {
  /** By it events are listed, the newest first. */
  readonly id: string
  /** What happened. */
  readonly type: EventType
  /** Epoch ms. */
  readonly at: number
  /** Who did it; `null` = nobody knows, as at a refused sign-in. */
  readonly actor: EventParty | null
  /** Whom, or what, it was done to. */
  readonly subject: EventParty | null
  /** The user whose account it concerns, in whose list of events it is. */
  readonly userId: string | null
  /** Where the request came from; `null` = there was none, or it said no address. */
  readonly ip: string | null
  /** What sent the request, as it calls itself. */
  readonly userAgent: string | null
  /** Whether it was done. */
  readonly outcome: EventOutcome
  /** Why it was refused, in one word, or what a key was used for; `null` = nothing is said. */
  readonly reason: string | null
  /** Why it was done, in the words of whoever did it; `null` = they were not asked. */
  readonly note: string | null
  /** How often it happened: refusals that repeat are counted into one event a minute, with the time of the last one. */
  readonly count: number
}

/** Who does something, and from where. */
export interface Actor {
  /** `null` = not signed in. */
  readonly party: EventParty | null
  readonly ip: string | null
  readonly userAgent: string | null
  /** Why they do it, in their own words, for each event that says nothing else. */
  readonly note?: string | null
}

/** The actor of what the app itself does through keyward's functions. */
export const hostActor: Actor = Object.freeze({
  party: Object.freeze({ kind: 'host', id: 'host', name: null }),
  ip: null,
  userAgent: null,
})

/** Makes the actor of what is done on the command line of a machine; `name` = the user of that machine. */
export function operatorActor({ name, reason }: { name: string; reason: string | null }): Actor {
  const party = Object.freeze({ kind: 'operator', id: name, name })
  return Object.freeze({ party, ip: null, userAgent: null, note: reason } satisfies Actor)
}

/** A host's function that is called with each event; what it answers is ignored. */
export type EventListener = (event: AuditEvent) => unknown

/** How a host hears of events: after they are stored, so that a listener cannot change an outcome. */
export interface Events {
  /** Listens to events of one type, or of all (`*`); answers the function that stops it. */
  on(type: EventType | '*', listener: EventListener): () => void
}

/** Events as keyward itself has them, who can also emit. */
export interface Emitter extends Events {
  emit(event: AuditEvent): void
}

/** Makes the emitter. A listener that throws or rejects is reported as a process warning. */
export function emitter(): Emitter {
  const inner = new EventEmitter({ captureRejections: false }).setMaxListeners(0)
  return Object.freeze({
    on(type, listener) {
      const safe = (event: AuditEvent): void => {
        void Promise.resolve(event).then(listener).catch(warn)
      }
      inner.on(type, safe)
      return () => void inner.off(type, safe)
    },
    emit(event) {
      inner.emit(event.type, event)
      inner.emit('*', event)
    },
  } satisfies Emitter)
}

/** Makes the event of something that happened at `now` (epoch ms): a success, once, unless `what` says otherwise. */
export function auditEvent(
  now: number,
  actor: Actor,
  what: Pick<AuditEvent, 'type' | 'subject' | 'userId'> &
    Partial<Pick<AuditEvent, 'outcome' | 'reason' | 'note' | 'count'>>,
): AuditEvent {
  return Object.freeze({
    id: newId(now),
    at: now,
    actor: actor.party,
    ip: actor.ip,
    userAgent: actor.userAgent,
    outcome: 'success',
    reason: null,
    note: actor.note ?? null,
    count: 1,
    ...what,
  } satisfies AuditEvent)
}

function warn(error: unknown): void {
  process.emitWarning(
    `an event listener failed: ${error instanceof Error ? error.message : 'unknown error'}`,
    {
      code: 'KEYWARD_LISTENER',
    },
  )
}
