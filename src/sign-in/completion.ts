import { browserSession } from '../auth/authenticate.js'
import { nextStepOf } from '../auth/next-step.js'
import type { SessionPrincipal } from '../auth/principal.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, countedAddressOf, userParty } from '../client.js'
import type { Core } from '../core.js'
import { newSession, sessionParty, toSession } from '../credentials/session.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { toUser } from '../identity.js'
import type { Change } from '../journal.js'
import type { Factors, NextStep, Proved } from '../policy/enforcement.js'
import { rfc3339 } from '../time.js'
import { rememberBrowser } from './known-browser.js'
import { seenDevice } from './known-device.js'
import type { EnrolmentRequired, SecondFactorRequired, SignedIn, SignIn } from './outcome.js'
import { Overtaken } from './overtaken.js'
import { newPending } from './pending.js'

/** What somebody proved in a sign-in, and what is committed with it. */
export interface Evidence {
  readonly proved: Proved
  /** The account's epoch, read before everything that was judged: if it has moved on since, the sign-in fails. */
  readonly securityEpoch: number
  /** The organisation that the user was in when they were read before. */
  readonly organizationId?: string | null
  /** The session that this browser has, where it was read already. */
  readonly replaced?: SessionPrincipal | null
  /** The host's own sign-in that this one rests on, and without which it does not count. Default: none. */
  readonly boundTo?: string | null
  /** When it was proved, epoch ms. Default: now. */
  readonly provedAt?: number
  /** The factors that are enrolled once `changes` are written. Default: those that are enrolled now. */
  readonly factors?: Factors
  /** The changes and events that are committed with the session or the pending sign-in. */
  readonly changes?: readonly Change[]
  readonly events?: readonly AuditEvent[]
  /** What to throw when a condition of `changes` did not hold. Default: as when the epoch has moved on. */
  readonly refuse?: () => Promise<never>
  /** What to throw when the epoch has moved on. Default: 503 `busy`. */
  readonly overtaken?: () => Error
}

/** The end of every sign-in, whichever way somebody came. */
export interface SignInCompletion {
  /** Makes the session, or the pending sign-in that comes before it, and ends the session that this browser had. */
  complete(client: Client, userId: string, evidence: Evidence): Promise<SignIn>
  /** Ends the session that this browser has; `null` = it has none. */
  end(client: Client, session: SessionPrincipal | null): Promise<void>
}

/** What making sessions needs of the core: whoever reaches this door needs as much. */
export type CompletionNeeds = Pick<
  Core,
  | ('options' | 'store' | 'digester' | 'journal' | 'outbox' | 'usage' | 'enrolled')
  | ('refusals' | 'policyFor' | 'counts')
>

/** Makes the one door to a session that there is. */
export function signInCompletion(core: CompletionNeeds): SignInCompletion {
  const { options, store, journal } = core
  return Object.freeze({ complete, end } satisfies SignInCompletion)

  async function complete(client: Client, userId: string, evidence: Evidence): Promise<SignIn> {
    const { organizationId } = evidence
    // A database may be far away: what does not need each other is asked for together.
    const [row, enrolled, expected] = await Promise.all([
      store.users.byId(userId),
      core.enrolled.of(userId),
      organizationId === undefined ? null : core.policyFor({ organizationId }),
    ])
    if (!row || row.disabled) throw challenged('invalid_credentials', options)
    const user = toUser(row, options)
    const isAsExpected = user.organizationId === organizationId
    const policy = isAsExpected && expected ? expected : await core.policyFor(user)
    const next = await nextStepOf(core, user, { policy, enrolled, ...evidence })
    // Each sign-in makes a new session and ends the old one (OWASP ASVS 7.2.4).
    const { replaced = await browserSession(core, client) } = evidence
    await end(client, replaced)
    return next.status === 'signed_in'
      ? createSession(client, user, evidence)
      : createPending(client, user, { next, evidence })
  }

  async function createSession(client: Client, user: User, evidence: Evidence): Promise<SignedIn> {
    const actor = actorOf(client, user)
    const account = { userId: user.id, securityEpoch: evidence.securityEpoch }
    const { row: session, secret } = newSession(core, account, {
      proved: evidence.proved,
      actor,
      boundTo: evidence.boundTo ?? null,
      provedAt: evidence.provedAt ?? options.now(),
    })
    const created = auditEvent(session.createdAt, actor, {
      type: 'session.created',
      subject: sessionParty(session.id),
      userId: user.id,
    })
    const device = await seenDevice(core, client, { userId: user.id, actor })
    const result = [
      store.accounts.set(user.id, { lastSignInAt: session.createdAt }),
      rememberBrowser(core, user.id, countedAddressOf(client)),
      store.sessions.insert(session),
      ...device.writes,
    ]
    await commitSignIn(user, evidence, { created, result })
    const shown = toSession(session, session.id, options)
    return { status: 'signed_in', user, session: shown, secret, device: device.cookie }
  }

  /** Makes the pending sign-in, or the enrolment ticket: there is no session before the policy is satisfied. */
  async function createPending(
    client: Client,
    user: User,
    to: { readonly next: Exclude<NextStep, { status: 'signed_in' }>; readonly evidence: Evidence },
  ): Promise<SecondFactorRequired | EnrolmentRequired> {
    const { next, evidence } = to
    const { proved, securityEpoch, boundTo = null } = evidence
    const kind = next.status === 'enrolment_required' ? 'enrolment' : 'second_factor'
    const { row, secret } = newPending(core, { userId: user.id, kind, proved, securityEpoch, boundTo })
    const created = auditEvent(row.createdAt, actorOf(client, user), {
      type: kind === 'enrolment' ? 'enrolment_ticket.created' : 'pending_sign_in.created',
      subject: userParty(user),
      userId: user.id,
    })
    await commitSignIn(user, evidence, { created, result: [store.pendingSignIns.insert(row)] })
    const expiresAt = rfc3339(row.expiresAt)
    return next.status === 'enrolment_required'
      ? { ...next, expiresAt, user, secret }
      : { ...next, expiresAt, secret }
  }

  async function commitSignIn(
    user: User,
    evidence: Evidence,
    { created, result }: { readonly created: AuditEvent; readonly result: readonly Change[] },
  ): Promise<void> {
    const stored = await journal.commit(
      [
        store.accounts.ensure(user.id),
        ...(evidence.changes ?? []),
        store.accounts.still(user.id, evidence.securityEpoch),
        ...result,
      ],
      ...(evidence.events ?? []),
      created,
    )
    if (stored) return
    const account = await store.accounts.byId(user.id)
    const isOvertaken = (account?.securityEpoch ?? 0) !== evidence.securityEpoch
    if (!isOvertaken && evidence.refuse) return evidence.refuse()
    // The user was removed meanwhile, or has another password or factor now: no guess was wrong.
    throw evidence.overtaken?.() ?? new Overtaken()
  }

  async function end(client: Client, session: SessionPrincipal | null): Promise<void> {
    if (!session) return
    const { user } = session
    const { id } = session.session.row
    const ended = auditEvent(options.now(), actorOf(client, user), {
      type: 'session.ended',
      subject: sessionParty(id),
      userId: user.id,
    })
    await journal.commit([store.sessions.remove(user.id, id)], ended)
  }
}
