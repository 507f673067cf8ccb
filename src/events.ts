import { EventEmitter } from 'node:events'
import { newId } from './crypto/id.js'

/** Every event type there is, `noun.past_participle`. */
export const eventTypes = [
  'session.created',
  'session.refused',
  'session.reauthenticated',
  'session.ended',
  'sessions.ended',
  'pending_sign_in.created',
  'enrolment_ticket.created',
  'second_factor.refused',
  'totp.confirmed',
  'totp.removed',
  'security_key.added',
  'security_key.renamed',
  'security_key.removed',
  'security_key.suspected',
  'recovery_codes.created',
  'recovery_code.used',
  'mfa.disabled',
  'mfa.reset',
  'password.changed',
  'password.refused',
  'password.reset',
  'api_key.created',
  'api_key.updated',
  'api_key.rotated',
  'api_key.deleted',
  'token.created',
  'token.deleted',
  'ssh_key.created',
  'ssh_key.updated',
  'ssh_key.deleted',
  'ssh_host.created',
  'ssh_host.updated',
  'ssh_host.rotated',
  'ssh_host.deleted',
  'ssh_grants.changed',
  'ssh_private_key.created',
  'ssh_private_key.updated',
  'ssh_private_key.deleted',
  'ssh_private_key.used',
  'ssh_private_key.refused',
  'credential.refused',
  'user.created',
  'user.updated',
  'user.disabled',
  'user.enabled',
  'user.deleted',
  'policy.changed',
] as const
export type EventType = (typeof eventTypes)[number]

/** Somebody or something an event names. `hint` only where it is a credential. */
export interface EventParty {
  readonly kind: string
  readonly id: string
  readonly name: string | null
  readonly hint?: string
}

/** One thing that happened, as it is stored: ids and names, never a secret. */
export interface AuditEvent {
  readonly id: string
  readonly type: EventType
  /** Epoch ms. */
  readonly at: number
  /** `null` = nobody known, for example a refused sign-in. */
  readonly actor: EventParty | null
  readonly subject: EventParty | null
  /** The user whose account it concerns: it is in their list of events. */
  readonly userId: string | null
  readonly ip: string | null
  readonly userAgent: string | null
  readonly outcome: 'success' | 'refused'
  readonly reason: string | null
}

/** Who does something, from where. */
export interface Actor {
  /** `null` = not signed in. */
  readonly party: EventParty | null
  readonly ip: string | null
  readonly userAgent: string | null
}

/** The app itself, through keyward's functions. */
export const hostActor: Actor = Object.freeze({
  party: Object.freeze({ kind: 'host', id: 'host', name: null }),
  ip: null,
  userAgent: null,
})

export type EventListener = (event: AuditEvent) => unknown

/** How a host hears of events: after they are stored, never able to change an outcome. */
export interface Events {
  /** Listens to one type, or to `*`, all of them; answers the function that stops it. */
  on(type: EventType | '*', listener: EventListener): () => void
}

export interface Emitter extends Events {
  emit(event: AuditEvent): void
}

/** Makes the emitter. A listener that throws or rejects is reported as a process warning. */
export function emitter(): Emitter {
  const inner = new EventEmitter({ captureRejections: false }).setMaxListeners(0)
  return Object.freeze({
    on(type: EventType | '*', listener: EventListener) {
      const safe = (event: AuditEvent): void => {
        void Promise.resolve(event).then(listener).catch(warn)
      }
      inner.on(type, safe)
      return () => void inner.off(type, safe)
    },
    emit(event: AuditEvent) {
      inner.emit(event.type, event)
      inner.emit('*', event)
    },
  })
}

/** Makes the row of something that happened at `now`. */
export function auditEvent(
  now: number,
  actor: Actor,
  what: Pick<AuditEvent, 'type' | 'subject' | 'userId'> & Partial<Pick<AuditEvent, 'outcome' | 'reason'>>,
): AuditEvent {
  return Object.freeze({
    id: newId(now),
    at: now,
    actor: actor.party,
    ip: actor.ip,
    userAgent: actor.userAgent,
    outcome: 'success',
    reason: null,
    ...what,
  })
}

function warn(error: unknown): void {
  process.emitWarning(
    `an event listener failed: ${error instanceof Error ? error.message : 'unknown error'}`,
    {
      code: 'KEYWARD_LISTENER',
    },
  )
}
