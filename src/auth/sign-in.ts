import type { Passwords } from '../credentials/password.js'
import type { Session } from '../credentials/session.js'
import { newSession, sessionParty, toSession } from '../credentials/session.js'
import { toUser } from '../credentials/user.js'
import { usernameKey } from '../credentials/username.js'
import type { Secret } from '../crypto/secret.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { Parts } from '../parts.js'
import type { Amr, User } from '../principal.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, addressOf, userParty } from './client.js'
import { readCookie, sessionCookie } from './cookie.js'
import type { PasswordCheck } from './password-check.js'
import { verifySession } from './verify.js'

/** Where a sign-in has come to. A second step joins here as further states. */
export type SignIn = SignedIn

export interface SignedIn {
  readonly status: 'signed_in'
  readonly user: User
  readonly session: Session
  readonly secret: Secret
}

/** What somebody proved on their way in. */
export interface Evidence {
  readonly amr: readonly Amr[]
  /** The account's epoch when it was proved: if it has moved on since, the session is born dead. Default: as it is now. */
  readonly securityEpoch?: number
  /** Written with the session. */
  readonly changes?: readonly Change[]
}

export interface SignIns {
  /** Signs in with a password; 401 `invalid_credentials` for whatever is wrong with it. */
  withPassword(client: Client, given: { username: string; password: string }): Promise<SignIn>
  /** The single door to a session, whichever way a user came; a live session of this browser is replaced. */
  completeSignIn(client: Client, userId: string, evidence: Evidence): Promise<SignIn>
  /** Ends the session of this browser, if there is one. */
  signOut(client: Client): Promise<void>
}

export function signIns(parts: Parts, passwordCheck: PasswordCheck, passwords: Passwords): SignIns {
  const { options, store, journal } = parts
  return Object.freeze({ withPassword, completeSignIn, signOut })

  async function withPassword(
    client: Client,
    given: { username: string; password: string },
  ): Promise<SignIn> {
    const proof = await passwordCheck.check(given.username, given.password, addressOf(client))
    if (!proof) {
      await recordRefusal(client, given.username)
      throw challenged('invalid_credentials', options)
    }
    const changes: Change[] = [...proof.changes]
    if (proof.outdated) {
      const hash = await passwords.queue.run(() => passwords.hash(given.password))
      changes.push(store.users.setPasswordHash(proof.user.id, hash))
    }
    const securityEpoch = proof.account?.securityEpoch ?? 0
    return completeSignIn(client, proof.user.id, { amr: ['pwd'], securityEpoch, changes })
  }

  async function completeSignIn(client: Client, userId: string, evidence: Evidence): Promise<SignIn> {
    const row = await store.users.byId(userId)
    if (!row || row.disabled) throw challenged('invalid_credentials', options)
    // OWASP ASVS 7.2.4: a new session at each sign-in, the old one ended.
    await signOut(client)
    const user = toUser(row, options)
    const actor = actorOf(client, user)
    const securityEpoch = evidence.securityEpoch ?? (await store.accounts.byId(userId))?.securityEpoch ?? 0
    const { row: session, secret } = newSession(
      parts,
      { userId, securityEpoch },
      { amr: evidence.amr, actor },
    )
    const created = auditEvent(session.createdAt, actor, {
      type: 'session.created',
      subject: sessionParty(session.id),
      userId,
    })
    const stored = await journal.commit(
      [
        store.accounts.ensure(userId),
        store.accounts.set(userId, { lastSignInAt: session.createdAt }),
        store.sessions.insert(session),
        ...(evidence.changes ?? []),
      ],
      created,
    )
    // The user went away meanwhile.
    if (!stored) throw challenged('invalid_credentials', options)
    return { status: 'signed_in', user, session: toSession(session, session.id, options), secret }
  }

  async function signOut(client: Client): Promise<void> {
    const cookie = readCookie(client, sessionCookie(options))
    const principal = cookie === undefined ? null : await verifySession(parts, cookie, addressOf(client))
    if (!principal?.session) return
    const { id } = principal.session.row
    const { user } = principal
    const ended = auditEvent(options.now(), actorOf(client, user), {
      type: 'session.ended',
      subject: sessionParty(id),
      userId: user.id,
    })
    await journal.commit([store.bumpRevision(), store.sessions.remove(user.id, id)], ended)
  }

  /** The name that was tried is kept only where it is a user's: it may be a password typed into the wrong field. */
  async function recordRefusal(client: Client, username: string): Promise<void> {
    const user = await store.users.byUsername(usernameKey(username))
    const refused = auditEvent(options.now(), actorOf(client, null), {
      type: 'session.refused',
      subject: user && userParty(user),
      userId: user?.id ?? null,
      outcome: 'refused',
      reason: 'invalid_credentials',
    })
    await journal.commit([], refused)
  }
}
