import type { EventType } from './events.js'
import { eventTypes } from './events.js'

/** What the types of events are grouped by: getting in, what programs hold, what proves you, and what administrators do. */
export const eventGroups = ['sign_in', 'credentials', 'two_step', 'administration'] as const
/** One of those groups. */
export type EventGroup = (typeof eventGroups)[number]

/** The group of each type of event. */
export const groupOfEvent: Readonly<Record<EventType, EventGroup>> = Object.freeze({
  'session.created': 'sign_in',
  'session.refused': 'sign_in',
  'session.reauthenticated': 'sign_in',
  'session.ended': 'sign_in',
  'sessions.ended': 'sign_in',
  'pending_sign_in.created': 'sign_in',
  'pending_sign_in.abandoned': 'sign_in',
  'enrolment_ticket.created': 'sign_in',
  'second_factor.refused': 'sign_in',
  'totp.confirmed': 'two_step',
  'totp.removed': 'two_step',
  'security_key.added': 'two_step',
  'security_key.renamed': 'two_step',
  'security_key.removed': 'two_step',
  'security_key.suspected': 'two_step',
  'recovery_codes.created': 'two_step',
  'recovery_code.used': 'two_step',
  'mfa.disabled': 'two_step',
  'mfa.reset': 'two_step',
  'password.changed': 'two_step',
  // A wrong password is a way in that did not open, whoever asked for it.
  'password.refused': 'sign_in',
  'password.reset': 'two_step',
  'one_time_link.created': 'administration',
  'one_time_link.used': 'administration',
  'one_time_link.ended': 'administration',
  'api_key.created': 'credentials',
  'api_key.updated': 'credentials',
  'api_key.rotated': 'credentials',
  'api_key.deleted': 'credentials',
  'token.created': 'credentials',
  'token.deleted': 'credentials',
  'device.approved': 'credentials',
  'device.denied': 'credentials',
  'ssh_key.created': 'credentials',
  'ssh_key.updated': 'credentials',
  'ssh_key.deleted': 'credentials',
  'ssh_host.created': 'administration',
  'ssh_host.updated': 'administration',
  'ssh_host.rotated': 'administration',
  'ssh_host.deleted': 'administration',
  'ssh_grants.changed': 'administration',
  'ssh_private_key.created': 'credentials',
  'ssh_private_key.updated': 'credentials',
  'ssh_private_key.deleted': 'credentials',
  'ssh_private_key.used': 'credentials',
  'ssh_private_key.refused': 'credentials',
  'credential.refused': 'credentials',
  'request.refused': 'sign_in',
  'user.created': 'administration',
  'user.updated': 'administration',
  'user.disabled': 'administration',
  'user.enabled': 'administration',
  'user.deleted': 'administration',
  'service_account.created': 'administration',
  'service_account.updated': 'administration',
  'service_account.deleted': 'administration',
  'policy.changed': 'administration',
  'audit.pruned': 'administration',
  'secrets.rewrapped': 'administration',
  'notice.given_up': 'administration',
})

/** The types of a group, in the order of all types. */
export function typesIn(group: EventGroup): readonly EventType[] {
  return eventTypes.filter((type) => groupOfEvent[type] === group)
}
