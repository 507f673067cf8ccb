import { mint } from '../crypto/secret.js'
import type { Secret } from '../crypto/secret.js'
import { newId } from '../crypto/id.js'
import { KeywardError } from '../errors.js'
import type { Actor, EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { Options } from '../options.js'
import type { Parts } from '../parts.js'
import type { Factors } from '../policy/enforcement.js'
import { strengthDemanded, strengthOf, strongestOf } from '../policy/enforcement.js'
import type { User } from '../principal.js'
import type { AccountRow } from '../store/account.js'
import type { Owner } from '../store/held.js'
import type { Page, PageRequest } from '../store/page.js'
import type { SessionRow } from '../store/session.js'
import { dayMs, hourMs, rfc3339 } from './lifetime.js'
import { never } from './verdict.js'
import type { Term } from './verdict.js'

/** A session as its owner sees it. Times are RFC 3339. */
export interface Session {
  readonly id: string
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
  readonly ip: string | null
  readonly userAgent: string | null
  readonly current: boolean
  readonly amr: readonly string[]
}

/** How long a proof of who one is counts as recent. */
export const recentMs = 10 * 60_000
/** How long the old secret lives after a re-issue, for requests already under way in other tabs. */
const graceMs = 10_000

export interface Sessions {
  list(user: User, currentId: string, page: PageRequest): Promise<Page<Session>>
  /** 404 for another user's. */
  end(actor: Actor, user: User, id: string): Promise<void>
  endOthers(actor: Actor, user: User, currentId: string): Promise<void>
}

/** How long a stored session is alive if it is not used again: the one rule. */
export function decideSession(
  held: { readonly row: SessionRow; readonly owner: Owner; readonly account: AccountRow },
  options: Pick<Options, 'sessions'>,
): Term {
  if (held.owner.disabled) return never('owner_disabled')
  if (held.row.securityEpoch !== held.account.securityEpoch) return never('revoked')
  return { until: endOfSession(held.row, options), reason: 'expired' }
}

/** A new session and its secret, not yet stored. */
export function newSession(
  { options, digester }: Pick<Parts, 'options' | 'digester'>,
  account: Pick<AccountRow, 'userId' | 'securityEpoch'>,
  by: { readonly amr: readonly string[]; readonly actor: Pick<Actor, 'ip' | 'userAgent'> },
): { row: SessionRow; secret: Secret } {
  const at = options.now()
  const secret = mint(options.secretPrefix, 'session')
  const row: SessionRow = {
    id: newId(at),
    userId: account.userId,
    ...digester.digest(secret.reveal()),
    previousDigest: null,
    previousUntil: null,
    securityEpoch: account.securityEpoch,
    amr: by.amr,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: at + options.sessions.absoluteDays * dayMs,
    provedAt: at,
    provedBy: strongestOf(by.amr),
    ip: by.actor.ip,
    userAgent: by.actor.userAgent,
  }
  return { row, secret }
}

/** What a re-issue changes: a new secret under a (perhaps new) epoch, and one more proof; the old secret lives 10 s more only if `overlap`. */
export function reissued(
  { options, digester }: Pick<Parts, 'options' | 'digester'>,
  row: SessionRow,
  by: { readonly securityEpoch: number; readonly overlap: boolean; readonly proof?: string },
): { to: Parameters<Parts['store']['sessions']['reissue']>[1]; secret: Secret } {
  const at = options.now()
  const secret = mint(options.secretPrefix, 'session')
  const to = {
    ...digester.digest(secret.reveal()),
    previousDigest: by.overlap ? row.digest : null,
    previousUntil: by.overlap ? at + graceMs : null,
    securityEpoch: by.securityEpoch,
    ...(by.proof === undefined ? provedBefore(row) : withProof(row, by.proof, at)),
  }
  return { to, secret }
}

/** What a session has proved once one more proof has come; a weaker one does not take the place of a recent one. */
export function withProof(
  row: SessionRow,
  method: string,
  now: number,
): Pick<SessionRow, 'amr' | 'provedAt' | 'provedBy'> {
  const amr = [...new Set([...row.amr, method])]
  const counts = strengthOf(method) >= strengthOf(row.provedBy) || now >= row.provedAt + recentMs
  return counts ? { amr, provedAt: now, provedBy: method } : { ...provedBefore(row), amr }
}

function provedBefore({
  amr,
  provedAt,
  provedBy,
}: SessionRow): Pick<SessionRow, 'amr' | 'provedAt' | 'provedBy'> {
  return { amr, provedAt, provedBy }
}

/** Whether the owner proved themselves within 10 minutes, by the strongest class that is enrolled. */
export function isRecent(row: SessionRow, factors: Factors, now: number): boolean {
  return now < row.provedAt + recentMs && strengthOf(row.provedBy) >= strengthDemanded(factors)
}

/** When a session ends if it is not used again. */
export function endOfSession(
  row: Pick<SessionRow, 'expiresAt' | 'lastSeenAt'>,
  { sessions }: Pick<Options, 'sessions'>,
): number {
  return Math.min(row.expiresAt, row.lastSeenAt + sessions.idleHours * hourMs)
}

export function toSession(row: SessionRow, currentId: string, options: Pick<Options, 'sessions'>): Session {
  return {
    id: row.id,
    createdAt: rfc3339(row.createdAt),
    lastSeenAt: rfc3339(row.lastSeenAt),
    expiresAt: rfc3339(endOfSession(row, options)),
    ip: row.ip,
    userAgent: row.userAgent,
    current: row.id === currentId,
    amr: row.amr,
  }
}

/** A session as events name it. */
export function sessionParty(id: string): EventParty {
  return { kind: 'session', id, name: null }
}

export function sessions({ options, store, journal, usage }: Parts): Sessions {
  const { now } = options
  return Object.freeze({
    async list(user, currentId, page) {
      await usage.flush()
      const alive = { now: now(), seenSince: now() - options.sessions.idleHours * hourMs }
      const { rows, more } = await store.sessions.list(user.id, alive, page)
      return { rows: rows.map((row) => toSession(row, currentId, options)), more }
    },

    async end(actor, user, id) {
      const ended = auditEvent(now(), actor, {
        type: 'session.ended',
        subject: sessionParty(id),
        userId: user.id,
      })
      const done = await journal.commit([store.revision.bump(), store.sessions.remove(user.id, id)], ended)
      if (!done) throw new KeywardError('not_found')
    },

    async endOthers(actor, user, currentId) {
      const subject = { kind: 'user', id: user.id, name: user.username }
      const ended = auditEvent(now(), actor, { type: 'sessions.ended', subject, userId: user.id })
      await journal.commit(
        [
          store.revision.bump(),
          store.sessions.removeAll(user.id, currentId),
          store.pendingSignIns.removeAll(user.id),
        ],
        ended,
      )
    },
  } satisfies Sessions)
}
