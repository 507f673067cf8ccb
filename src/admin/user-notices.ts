import type { Core } from '../core.js'
import type { Actor } from '../events.js'
import { hasFactor } from '../policy/enforcement.js'
import type { Write } from '../store/write.js'

/** What administrators, operators and the app do to a user, as the user is told of it: each prepares a notice. */
export interface UserNotices {
  passwordSet(actor: Actor, id: string, as: { readonly temporary: boolean }): Promise<readonly Write[]>
  sessionsEnded(actor: Actor, id: string): Promise<readonly Write[]>
  /** That 2-step verification is off or, for a user who had no factor, that their sessions have ended. */
  factorsRemoved(actor: Actor, id: string): Promise<readonly Write[]>
}

/** Makes the notices of what is done to users. */
export function userNotices({ outbox, enrolled }: Pick<Core, 'outbox' | 'enrolled'>): UserNotices {
  const notices: UserNotices = {
    passwordSet: (actor, id, facts) => outbox.write({ kind: 'password.changed', user: { id }, actor, facts }),
    sessionsEnded: (actor, id) =>
      outbox.write({ kind: 'sessions.ended_by_administrator', user: { id }, actor, facts: { all: true } }),
    async factorsRemoved(actor, id) {
      if (!outbox.isOpen) return []
      if (!hasFactor(await enrolled.of(id))) return notices.sessionsEnded(actor, id)
      return outbox.write({ kind: 'two_step.turned_off', user: { id }, actor, facts: {} })
    },
  }
  return Object.freeze(notices)
}
