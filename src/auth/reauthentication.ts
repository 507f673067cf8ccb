import { checkNewPassword } from '../credentials/password-rules.js'
import type { Passwords } from '../credentials/password.js'
import { recentMs, reissued, sessionParty } from '../credentials/session.js'
import type { Secret } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { SessionRow } from '../store/session.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, addressOf, userParty } from './client.js'
import type { PasswordCheck, PasswordProof } from './password-check.js'
import type { ActiveSession, Principal } from './verify.js'

/** A principal that came by a session. */
export type SessionPrincipal = Principal & { readonly session: ActiveSession }

/** A session whose owner has just proved themselves; `secret` is to be set as its cookie, `null` = it keeps the one it has. */
export interface Reauthenticated {
  readonly recentUntil: number
  readonly secret: Secret | null
}

export interface Reauthentication {
  /** Proves again who one is; 401 `invalid_credentials`, 429. */
  withPassword(client: Client, principal: SessionPrincipal, password: string): Promise<Reauthenticated>
  /** Ends the user's other sessions and tokens; API keys stay. 401 for a wrong `currentPassword`, 422 for a weak new one. */
  changePassword(
    client: Client,
    principal: SessionPrincipal,
    given: { currentPassword: string; newPassword: string },
  ): Promise<Reauthenticated>
}

export function reauthentication(parts: Parts, check: PasswordCheck, passwords: Passwords): Reauthentication {
  const { options, store, journal } = parts
  return Object.freeze({
    async withPassword(client, principal, password) {
      const { row, superseded } = principal.session
      const proof = await prove(client, principal, password)
      const proved = auditEvent(options.now(), actorOf(client, principal.user), {
        type: 'session.reauthenticated',
        subject: sessionParty(row.id),
        userId: principal.user.id,
      })
      const { to, secret } = reissued(parts, row, { securityEpoch: row.securityEpoch, overlap: true })
      if (!superseded) {
        const done = await journal.commit([store.sessions.reissue(row, to), ...proof.changes], proved)
        if (done) return { recentUntil: to.provedAt + recentMs, secret }
      }
      // Another tab has just had the session re-issued: that secret stays, only the proof is noted.
      const { digest, keyId, previousDigest, previousUntil, securityEpoch } = await present(row)
      const kept = { digest, keyId, previousDigest, previousUntil, securityEpoch, provedAt: to.provedAt }
      const noted = await journal.commit(
        [store.sessions.reissue({ ...row, digest }, kept), ...proof.changes],
        proved,
      )
      if (!noted) throw challenged('unauthenticated', options)
      return { recentUntil: to.provedAt + recentMs, secret: null }
    },

    async changePassword(client, principal, { currentPassword, newPassword }) {
      const { user, session } = principal
      const { minLength } = options.passwords
      const context = { username: user.username, productName: options.productName, minLength }
      checkNewPassword(newPassword, 'newPassword', context)
      const proof = await prove(client, principal, currentPassword)
      const hash = await passwords.queue.run(() => passwords.hash(newPassword))
      const securityEpoch = session.row.securityEpoch + 1
      const { to, secret } = reissued(parts, session.row, { securityEpoch, overlap: false })
      const changed = auditEvent(options.now(), actorOf(client, user), {
        type: 'password.changed',
        subject: userParty(user),
        userId: user.id,
      })
      const done = await journal.commit(
        [
          store.bumpRevision(),
          store.accounts.advanceEpoch(user.id, session.row.securityEpoch),
          store.accounts.set(user.id, { passwordChangedAt: to.provedAt, temporaryUntil: null }),
          store.sessions.reissue(session.row, to),
          store.sessions.removeAll(user.id, session.row.id),
          store.tokens.removeAll(user.id),
          ...proof.changes,
          store.users.setPasswordHash(user.id, hash),
        ],
        changed,
      )
      if (!done) throw new KeywardError('conflict')
      return { recentUntil: to.provedAt + recentMs, secret }
    },
  } satisfies Reauthentication)

  async function prove(client: Client, { user }: Principal, password: string): Promise<PasswordProof> {
    const proof = await check.check(user.username, password, addressOf(client))
    if (proof?.user.id === user.id) return proof
    const refused = auditEvent(options.now(), actorOf(client, user), {
      type: 'password.refused',
      subject: userParty(user),
      userId: user.id,
      outcome: 'refused',
      reason: 'invalid_credentials',
    })
    await journal.commit([], refused)
    throw challenged('invalid_credentials', options)
  }

  async function present(row: SessionRow): Promise<SessionRow> {
    const held = await store.sessions.byDigest([row.digest])
    if (!held || held.row.id !== row.id) throw challenged('unauthenticated', options)
    return held.row
  }
}
