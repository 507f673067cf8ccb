import type { SessionPrincipal } from '../auth/principal.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, countedAddressOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import type { PasswordHashes } from '../credentials/password-hashes.js'
import { checkNewPassword, minLengthFor } from '../credentials/password-rules.js'
import { recentMs } from '../credentials/proof.js'
import { reissued } from '../credentials/session.js'
import { KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { PasswordCheck, PasswordProof } from '../sign-in/password-check.js'
import { recordWrongPassword } from '../sign-in/password-check.js'
import type { Reauthenticated } from './reauthentication.js'

/** Changes a user's own password. */
export interface PasswordChange {
  /**
   * Changes the password, which ends the user's other sessions, sign-ins under way and tokens; API keys stay. 401 for a wrong
   * `currentPassword`, 422 for a new one that is weak or the same.
   */
  change(
    client: Client,
    who: SessionPrincipal,
    given: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<Reauthenticated>
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'refusals'>

/** Makes the service; `check` judges the current password, `passwords` hashes the new one. */
export function passwordChange(core: Needs, check: PasswordCheck, passwords: PasswordHashes): PasswordChange {
  const { options, store, journal, outbox } = core
  return Object.freeze({
    async change(client, who, { currentPassword, newPassword }) {
      const { user, policy } = who
      const { productName } = options
      const minLength = minLengthFor(policy, options)
      const context = { username: user.username, productName, minLength, former: currentPassword }
      checkNewPassword(newPassword, 'newPassword', context)
      const attempt = {
        who: { username: user.username },
        password: currentPassword,
        ip: countedAddressOf(client),
        sessionOf: user.id,
      }
      const changed = await check.check(attempt, async (proof) =>
        proof.user.id === user.id ? replace(client, who, { proof, newPassword }) : null,
      )
      if ('done' in changed) return changed.done
      await recordWrongPassword(core, client, { user, reason: changed.refusal })
      throw challenged('invalid_credentials', options)
    },
  } satisfies PasswordChange)

  async function replace(
    client: Client,
    { user, session }: SessionPrincipal,
    { proof, newPassword }: { readonly proof: PasswordProof; readonly newPassword: string },
  ): Promise<Reauthenticated> {
    const hash = await passwords.queue.run(() => passwords.hash(newPassword))
    // A host's table is written at once, before the conditions of the commit are checked, so the epoch is checked here as well.
    const account = await store.accounts.byId(user.id)
    if (account?.securityEpoch !== session.row.securityEpoch) throw new KeywardError('conflict')
    const securityEpoch = session.row.securityEpoch + 1
    const { to, secret } = reissued(core, session, {
      securityEpoch,
      overlap: false,
      proof: { method: 'pwd' },
    })
    const actor = actorOf(client, user)
    const told = await outbox.write({ kind: 'password.changed', user, actor, facts: { temporary: false } })
    const changed = auditEvent(options.now(), actor, {
      type: 'password.changed',
      subject: userParty(user),
      userId: user.id,
    })
    const done = await journal.commit(
      [
        store.accounts.advanceEpoch(user.id, session.row.securityEpoch),
        store.accounts.set(user.id, { passwordChangedAt: options.now(), temporaryUntil: null }),
        store.sessions.reissue(session.row, to),
        store.sessions.removeAll(user.id, session.row.id),
        store.pendingSignIns.removeAll(user.id),
        store.tokens.removeAll(user.id),
        ...proof.changes,
        ...told,
        store.users.setPasswordHash(user.id, hash),
      ],
      changed,
    )
    if (!done) throw new KeywardError('conflict')
    return { recentUntil: to.provedAt + recentMs, secret }
  }
}
