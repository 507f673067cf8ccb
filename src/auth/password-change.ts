import { checkNewPassword, minLengthFor } from '../credentials/password-rules.js'
import type { Passwords } from '../credentials/password.js'
import { recentMs, reissued } from '../credentials/session.js'
import { KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, addressOf, userParty } from './client.js'
import type { PasswordCheck } from './password-check.js'
import { recordWrongPassword } from './password-check.js'
import type { Reauthenticated, SessionPrincipal } from './reauthentication.js'

/** Choosing another password. */
export interface PasswordChange {
  /** Ends the user's other sessions, sign-ins under way and tokens; API keys stay. 401 for a wrong `currentPassword`, 422 for a weak new one. */
  change(
    client: Client,
    who: SessionPrincipal,
    given: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<Reauthenticated>
}

export function passwordChange(parts: Parts, check: PasswordCheck, passwords: Passwords): PasswordChange {
  const { options, store, journal } = parts
  return Object.freeze({
    async change(client, { user, session, policy }, { currentPassword, newPassword }) {
      const { productName } = options
      const minLength = minLengthFor(policy, options)
      checkNewPassword(newPassword, 'newPassword', { username: user.username, productName, minLength })
      const proof = await check.check(user.username, currentPassword, addressOf(client))
      if (proof?.user.id !== user.id) {
        await recordWrongPassword(parts, client, user)
        throw challenged('invalid_credentials', options)
      }
      const hash = await passwords.queue.run(() => passwords.hash(newPassword))
      const securityEpoch = session.row.securityEpoch + 1
      const { to, secret } = reissued(parts, session.row, { securityEpoch, overlap: false, proof: 'pwd' })
      const changed = auditEvent(options.now(), actorOf(client, user), {
        type: 'password.changed',
        subject: userParty(user),
        userId: user.id,
      })
      const done = await journal.commit(
        [
          store.revision.bump(),
          store.accounts.advanceEpoch(user.id, session.row.securityEpoch),
          store.accounts.set(user.id, { passwordChangedAt: options.now(), temporaryUntil: null }),
          store.sessions.reissue(session.row, to),
          store.sessions.removeAll(user.id, session.row.id),
          store.pendingSignIns.removeAll(user.id),
          store.tokens.removeAll(user.id),
          ...proof.changes,
          store.users.setPasswordHash(user.id, hash),
        ],
        changed,
      )
      if (!done) throw new KeywardError('conflict')
      return { recentUntil: to.provedAt + recentMs, secret }
    },
  } satisfies PasswordChange)
}
