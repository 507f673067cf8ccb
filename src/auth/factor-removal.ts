import { nameConflict, parseName } from '../credentials/name.js'
import { KeywardError } from '../errors.js'
import type { AuditEvent, EventType } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import { removingFactors } from '../mfa/factors.js'
import type { Parts } from '../parts.js'
import type { Factors } from '../policy/enforcement.js'
import { demandOf, hasFactor, isEnrolled } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { Client } from './client.js'
import { actorOf, userParty } from './client.js'
import { changeFactors } from './factor-change.js'
import type { Reauthenticated, SessionPrincipal } from './reauthentication.js'
import { securityKeyParty } from './security-key-check.js'

/** Taking factors away, and naming them. 404 for what the user does not have, 409 `required_by_policy` for what they must keep. */
export interface FactorRemoval {
  removeTotp(client: Client, who: SessionPrincipal): Promise<Reauthenticated>
  removeSecurityKey(client: Client, who: SessionPrincipal, id: string): Promise<Reauthenticated>
  /** Turns 2-step verification off: all factors and codes go. */
  turnOff(client: Client, who: SessionPrincipal): Promise<Reauthenticated>
  renameSecurityKey(
    client: Client,
    who: SessionPrincipal,
    to: { readonly id: string; readonly name: string },
  ): Promise<SecurityKeyRow>
}

export function factorRemoval(parts: Parts): FactorRemoval {
  const { options, store, journal } = parts
  return Object.freeze({
    async removeTotp(client, who) {
      const before = await store.factors.of(who.user.id)
      if (!before.totp) throw new KeywardError('not_found')
      const removed = event(client, who, 'totp.removed', userParty(who.user))
      return remove(who, {
        before,
        after: { ...before, totp: false },
        change: store.totp.remove(who.user.id),
        removed,
      })
    },

    async removeSecurityKey(client, who, id) {
      const rows = await store.securityKeys.list(who.user.id)
      const row = rows.find((key) => key.id === id)
      if (!row) throw new KeywardError('not_found')
      const before = { ...(await store.factors.of(who.user.id)), securityKeys: rows }
      return remove(who, {
        before,
        after: { ...before, securityKeys: rows.filter((key) => key.id !== id) },
        change: store.securityKeys.remove(who.user.id, id),
        removed: event(client, who, 'security_key.removed', securityKeyParty(row)),
      })
    },

    async turnOff(client, who) {
      const { user } = who
      if (demandOf(who.policy) !== 'off') throw new KeywardError('required_by_policy')
      const disabled = event(client, who, 'mfa.disabled', userParty(user))
      return changeFactors(parts, who, { changes: removingFactors(store, user.id), events: [disabled] })
    },

    async renameSecurityKey(client, who, { id, name }) {
      const row = (await store.securityKeys.list(who.user.id)).find((key) => key.id === id)
      if (!row) throw new KeywardError('not_found')
      const named = { ...row, ...parseName(name) }
      const renamed = event(client, who, 'security_key.renamed', securityKeyParty(named))
      const change = store.securityKeys.rename(who.user.id, id, named)
      const done = await journal.commit([change], renamed).catch(nameConflict)
      if (!done) throw new KeywardError('not_found')
      return named
    },
  } satisfies FactorRemoval)

  /** The epoch of the session stands for the factors that were read: if they have changed since, nothing is removed. */
  function remove(
    who: SessionPrincipal,
    what: {
      readonly before: Factors
      readonly after: Factors
      readonly change: Change
      readonly removed: AuditEvent
    },
  ): Promise<Reauthenticated> {
    const { before, after, change, removed } = what
    if (isNeeded(who, before, after)) throw new KeywardError('required_by_policy')
    // Recovery codes alone are no factor: they go with the last one.
    const changes = hasFactor(after) ? [change] : removingFactors(store, who.user.id)
    return changeFactors(parts, who, { changes, events: [removed] })
  }

  function event(
    client: Client,
    { user }: SessionPrincipal,
    type: EventType,
    subject: AuditEvent['subject'],
  ): AuditEvent {
    return auditEvent(options.now(), actorOf(client, user), { type, subject, userId: user.id })
  }
}

/** The policy is satisfied by what would be missing, or it demands something and this is all there is. */
function isNeeded({ policy }: SessionPrincipal, before: Factors, after: Factors): boolean {
  if (demandOf(policy) === 'off') return false
  return !hasFactor(after) || (isEnrolled(policy, before) && !isEnrolled(policy, after))
}
