import type { SessionPrincipal } from '../auth/principal.js'
import type { Client } from '../client.js'
import { actorOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { securityKeyParty } from '../credentials/factors.js'
import { nameConflict, parseName } from '../credentials/name.js'
import { KeywardError, existing } from '../errors.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import type { Change } from '../journal.js'
import { removingFactors } from '../mfa/factors.js'
import type { FactorFacts } from '../notice/notice.js'
import type { Factors } from '../policy/enforcement.js'
import { demandOf, hasFactor, isEnrolled } from '../policy/enforcement.js'
import { underNewEpoch } from './factor-change.js'
import type { OwnSecurityKey } from './own-factors.js'
import { ownSecurityKey } from './own-factors.js'
import type { Reauthenticated } from './reauthentication.js'

/** Removes and renames factors. 404 for one that the user does not have, 409 `required_by_policy` for one that they must keep. */
export interface FactorRemoval {
  removeTotp(client: Client, who: SessionPrincipal): Promise<Reauthenticated>
  removeSecurityKey(client: Client, who: SessionPrincipal, id: string): Promise<Reauthenticated>
  /** Turns 2-step verification off: removes all factors and recovery codes. */
  turnOff(client: Client, who: SessionPrincipal): Promise<Reauthenticated>
  renameSecurityKey(
    client: Client,
    who: SessionPrincipal,
    to: { readonly id: string; readonly name: string },
  ): Promise<OwnSecurityKey>
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'genuine' | 'enrolled'>

/** Makes the service. Each removal ends the user's other sessions and re-issues the acting one. */
export function factorRemoval(core: Needs): FactorRemoval {
  const { options, store, enrolled, journal, outbox } = core
  return Object.freeze({
    async removeTotp(client, who) {
      const before = await enrolled.of(who.user.id)
      if (!before.totp) throw new KeywardError('not_found')
      const after = { ...before, totp: false }
      const removed = event(client, who, { type: 'totp.removed', subject: userParty(who.user) })
      return remove(who, {
        before,
        after,
        change: store.totp.remove(who.user.id),
        removed,
        told: await told(client, who, { change: 'authenticator_removed', name: null, after }),
      })
    },

    async removeSecurityKey(client, who, id) {
      const row = existing((await store.securityKeys.list(who.user.id)).find((key) => key.id === id))
      const before = await enrolled.of(who.user.id)
      const after = { ...before, securityKeys: before.securityKeys.filter((key) => key.id !== id) }
      return remove(who, {
        before,
        after,
        change: store.securityKeys.remove(who.user.id, id),
        removed: event(client, who, { type: 'security_key.removed', subject: securityKeyParty(row) }),
        told: await told(client, who, { change: 'security_key_removed', name: row.name, after }),
      })
    },

    async turnOff(client, who) {
      const { user } = who
      if (demandOf(who.policy) !== 'off') throw new KeywardError('required_by_policy')
      const disabled = event(client, who, { type: 'mfa.disabled', subject: userParty(user) })
      const changes = [...removingFactors(store, user.id), ...(await toldOfEnd(client, user))]
      return underNewEpoch(core, who, { changes, events: [disabled] })
    },

    async renameSecurityKey(client, who, { id, name }) {
      const row = existing((await store.securityKeys.list(who.user.id)).find((key) => key.id === id))
      const named = { ...row, ...parseName(name) }
      const renamed = event(client, who, { type: 'security_key.renamed', subject: securityKeyParty(named) })
      const change = store.securityKeys.rename(who.user.id, id, named)
      const done = await journal.commit([change], renamed).catch(nameConflict)
      if (!done) throw new KeywardError('not_found')
      return ownSecurityKey(core, named)
    },
  } satisfies FactorRemoval)

  /** Removes a factor. If the factors have changed since they were read, the session's epoch has too, and nothing is removed. */
  function remove(
    who: SessionPrincipal,
    what: {
      readonly before: Factors
      readonly after: Factors
      readonly change: Change
      readonly removed: AuditEvent
      readonly told: readonly Change[]
    },
  ): Promise<Reauthenticated> {
    const { before, after, change, removed, told: notices } = what
    if (isNeeded(who, before, after)) throw new KeywardError('required_by_policy')
    // Recovery codes alone are no factor, so they are removed with the last one.
    const changes = hasFactor(after) ? [change] : removingFactors(store, who.user.id)
    return underNewEpoch(core, who, { changes: [...changes, ...notices], events: [removed] })
  }

  /** Tells the user of a factor that is removed; without the last one 2-step verification is off. */
  async function told(
    client: Client,
    { user }: SessionPrincipal,
    { after, ...facts }: Pick<FactorFacts, 'change' | 'name'> & { readonly after: Factors },
  ): Promise<readonly Change[]> {
    if (!hasFactor(after)) return toldOfEnd(client, user)
    return outbox.write({ kind: 'two_step.changed', user, actor: actorOf(client, user), facts })
  }

  function toldOfEnd(client: Client, user: User): Promise<readonly Change[]> {
    return outbox.write({ kind: 'two_step.turned_off', user, actor: actorOf(client, user), facts: {} })
  }

  function event(
    client: Client,
    { user }: SessionPrincipal,
    what: Pick<AuditEvent, 'type' | 'subject'>,
  ): AuditEvent {
    return auditEvent(options.now(), actorOf(client, user), { ...what, userId: user.id })
  }
}

/** Whether the policy demands a factor, and the user would lose the last one, or the one that satisfies it. */
function isNeeded({ policy }: SessionPrincipal, before: Factors, after: Factors): boolean {
  if (demandOf(policy) === 'off') return false
  return !hasFactor(after) || (isEnrolled(policy, before) && !isEnrolled(policy, after))
}
