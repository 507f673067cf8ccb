import type { Passwords } from '../credentials/password.js'
import type { Session } from '../credentials/session.js'
import { newSession, sessionParty, toSession } from '../credentials/session.js'
import { rfc3339 } from '../credentials/lifetime.js'
import { toUser } from '../credentials/user.js'
import { usernameKey } from '../credentials/username.js'
import type { Secret } from '../crypto/secret.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { Parts } from '../parts.js'
import type { Factor, Factors, NextStep, SecondStep } from '../policy/enforcement.js'
import { nextStep } from '../policy/enforcement.js'
import type { Amr, User } from '../principal.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, addressOf, userParty } from './client.js'
import { readCookie, sessionCookie } from './cookie.js'
import type { PasswordCheck } from './password-check.js'
import { newPending, readPending } from './pending.js'
import { standingOf } from './standing.js'
import { reading, verifySession } from './verify.js'

/** Where a sign-in has come to; `secret` is for the cookie of the session, or of the pending sign-in. */
export type SignIn = SignedIn | SecondFactorRequired | EnrolmentRequired

/** A sign-in without its secret. */
export type SignInOutcome =
  Omit<SignedIn, 'secret'> | Omit<SecondFactorRequired, 'secret'> | Omit<EnrolmentRequired, 'secret'>

export interface SignedIn {
  readonly status: 'signed_in'
  readonly user: User
  readonly session: Session
  readonly secret: Secret
}

export interface SecondFactorRequired {
  readonly status: 'second_factor_required'
  readonly methods: readonly SecondStep[]
  readonly expiresAt: string
  readonly secret: Secret
}

export interface EnrolmentRequired {
  readonly status: 'enrolment_required'
  readonly methods: readonly Factor[]
  readonly expiresAt: string
  readonly user: User
  readonly secret: Secret
}

/** What somebody proved on their way in. */
export interface Evidence {
  readonly amr: readonly Amr[]
  /** The account's epoch when it was proved: if it has moved on since, the session is born dead. Default: as it is now. */
  readonly securityEpoch?: number
  /** What is enrolled once `changes` are written. Default: what is enrolled now. */
  readonly factors?: Factors
  /** Written, and told, with the session or the pending sign-in. */
  readonly changes?: readonly Change[]
  readonly events?: readonly AuditEvent[]
  /** What to throw when a condition of `changes` did not hold. Default: 401 `invalid_credentials`. */
  readonly refuse?: () => Promise<never>
}

export interface SignIns {
  /** Signs in with a password; 401 `invalid_credentials` for whatever is wrong with it. */
  withPassword(client: Client, given: { username: string; password: string }): Promise<SignIn>
  /** The single door to a session, whichever way a user came; a live session of this browser is replaced. */
  completeSignIn(client: Client, userId: string, evidence: Evidence): Promise<SignIn>
  /** Ends the session of this browser, and its pending sign-in, if there are any. */
  signOut(client: Client): Promise<void>
}

export function signIns(parts: Parts, passwordCheck: PasswordCheck, passwords: Passwords): SignIns {
  const { options, store, journal } = parts
  return Object.freeze({
    withPassword,
    completeSignIn,
    async signOut(client: Client) {
      await endSession(client)
      const pending = await readPending(parts, client)
      if (pending) await store.commit([store.pendingSignIns.consume(pending.pending.id)])
    },
  })

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
    const user = toUser(row, options)
    const next = await nextFor(user, evidence)
    // OWASP ASVS 7.2.4: a new session at each sign-in, the old one ended.
    await endSession(client)
    const securityEpoch = evidence.securityEpoch ?? (await store.accounts.byId(userId))?.securityEpoch ?? 0
    const proved = { ...evidence, securityEpoch }
    return next.status === 'signed_in' ? open(client, user, proved) : hold(client, user, next, proved)
  }

  async function nextFor(user: User, { amr, factors }: Evidence): Promise<NextStep> {
    const policy = await parts.policyFor(user)
    const standing = await standingOf(parts, user, policy, amr)
    return nextStep(standing.policy, factors ?? standing.factors, { amr, due: standing.due })
  }

  /** Makes the session. */
  async function open(
    client: Client,
    user: User,
    evidence: Evidence & { readonly securityEpoch: number },
  ): Promise<SignedIn> {
    const actor = actorOf(client, user)
    const account = { userId: user.id, securityEpoch: evidence.securityEpoch }
    const { row: session, secret } = newSession(parts, account, { amr: evidence.amr, actor })
    const created = auditEvent(session.createdAt, actor, {
      type: 'session.created',
      subject: sessionParty(session.id),
      userId: user.id,
    })
    await write(user, evidence, created, [
      store.accounts.set(user.id, { lastSignInAt: session.createdAt }),
      store.sessions.insert(session),
    ])
    return { status: 'signed_in', user, session: toSession(session, session.id, options), secret }
  }

  /** Makes the pending sign-in, or the enrolment ticket: no session before the policy is satisfied. */
  async function hold(
    client: Client,
    user: User,
    next: Exclude<NextStep, { status: 'signed_in' }>,
    evidence: Evidence & { readonly securityEpoch: number },
  ): Promise<SecondFactorRequired | EnrolmentRequired> {
    const { amr, securityEpoch } = evidence
    const kind = next.status === 'enrolment_required' ? 'enrolment' : 'second_factor'
    const { row, secret } = newPending(parts, { userId: user.id, kind, amr, securityEpoch })
    const created = auditEvent(row.createdAt, actorOf(client, user), {
      type: kind === 'enrolment' ? 'enrolment_ticket.created' : 'pending_sign_in.created',
      subject: userParty(user),
      userId: user.id,
    })
    await write(user, evidence, created, [store.pendingSignIns.insert(row)])
    const expiresAt = rfc3339(row.expiresAt)
    return next.status === 'enrolment_required'
      ? { ...next, expiresAt, user, secret }
      : { ...next, expiresAt, secret }
  }

  async function write(
    user: User,
    evidence: Evidence,
    created: AuditEvent,
    result: readonly Change[],
  ): Promise<void> {
    const stored = await journal.commit(
      [store.accounts.ensure(user.id), ...(evidence.changes ?? []), ...result],
      ...(evidence.events ?? []),
      created,
    )
    if (stored) return
    if (evidence.refuse) return evidence.refuse()
    // The user went away meanwhile.
    throw challenged('invalid_credentials', options)
  }

  async function endSession(client: Client): Promise<void> {
    const cookie = readCookie(client, sessionCookie(options))
    const principal = cookie === undefined ? null : await verifySession(parts, reading(parts), cookie, client)
    if (!principal?.session) return
    const { id } = principal.session.row
    const { user } = principal
    const ended = auditEvent(options.now(), actorOf(client, user), {
      type: 'session.ended',
      subject: sessionParty(id),
      userId: user.id,
    })
    await journal.commit([store.revision.bump(), store.sessions.remove(user.id, id)], ended)
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
