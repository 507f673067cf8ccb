import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { mint } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Actor, EventParty } from '../events.js'
import { auditEvent, isUser } from '../events.js'
import type { User } from '../identity.js'
import type { Options } from '../options.js'
import type { Proved } from '../policy/enforcement.js'
import { strongestOf } from '../policy/enforcement.js'
import type { AccountRow } from '../store/account.js'
import type { CredentialOwner } from '../store/owned-credential.js'
import type { Page, PageRequest } from '../store/page.js'
import type { Reissue, SessionRow } from '../store/session.js'
import { dayMs, hourMs, rfc3339 } from '../time.js'
import type { MoreProof, Presented } from './proof.js'
import { proofOf, withProof } from './proof.js'
import type { Validity } from './verdict.js'
import { refused } from './verdict.js'

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

/** How long the old secret lives after a re-issue, for requests of other tabs that are under way already. */
const graceMs = 10_000

/** A user's sessions. */
export interface Sessions {
  /** The sessions that have not ended; `currentId` = the session that asks, `null` = none does. */
  list(user: User, currentId: string | null, page: PageRequest): Promise<Page<Session>>
  /** Ends a session; 404 for another user's. */
  end(actor: Actor, user: User, id: string): Promise<void>
}

/** How long a stored session is valid if it is not used again. Every path that accepts sessions asks this one rule. */
export function decideSession(
  found: { readonly row: SessionRow; readonly owner: CredentialOwner; readonly account: AccountRow },
  options: Pick<Options, 'sessions'>,
): Validity {
  const { row, owner, account } = found
  if (owner.disabled) return refused('owner_disabled')
  if (row.securityEpoch !== account.securityEpoch) return refused('revoked')
  return { until: endOfSession(row, options), reason: 'expired' }
}

/** Makes a new session and its secret; neither is stored yet. */
export function newSession(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  account: Pick<AccountRow, 'userId' | 'securityEpoch'>,
  by: {
    readonly proved: Proved
    readonly actor: Pick<Actor, 'ip' | 'userAgent'>
    readonly boundTo: string | null
    /** Epoch ms. */
    readonly provedAt: number
  },
): { row: SessionRow; secret: Secret } {
  const at = options.now()
  const secret = mint(options.secretPrefix, 'session')
  const row: SessionRow = {
    id: newId(at),
    userId: account.userId,
    ...digester.digest(secret.reveal()),
    previousDigest: null,
    previousUntil: null,
    previousProof: null,
    securityEpoch: account.securityEpoch,
    boundTo: by.boundTo,
    amr: by.proved.amr,
    provedKeys: by.proved.provedKeys,
    vouched: by.proved.vouched,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: at + options.sessions.absoluteDays * dayMs,
    provedAt: by.provedAt,
    provedBy: strongestOf(by.proved.amr),
    ip: by.actor.ip,
    userAgent: by.actor.userAgent,
  }
  return { row, secret }
}

/**
 * Makes a session's new secret under a (perhaps new) epoch, with one more proof; the old secret lives 10 s more only with `overlap`.
 * 409 for whoever presents a superseded secret: it may have been stolen before the owner proved themselves.
 */
export function reissued(
  { options, digester }: Pick<Core, 'options' | 'digester'>,
  { row, superseded }: Presented,
  by: { readonly securityEpoch: number; readonly overlap: boolean; readonly proof?: MoreProof },
): { to: Reissue; secret: Secret } {
  if (superseded) throw new KeywardError('conflict')
  const at = options.now()
  const secret = mint(options.secretPrefix, 'session')
  const to = {
    ...digester.digest(secret.reveal()),
    previousDigest: by.overlap ? row.digest : null,
    previousUntil: by.overlap ? at + graceMs : null,
    previousProof: by.overlap ? proofOf(row) : null,
    securityEpoch: by.securityEpoch,
    ...(by.proof === undefined ? proofOf(row) : withProof(row, by.proof, at)),
  }
  return { to, secret }
}

/** When a session ends if it is not used again, epoch ms. */
export function endOfSession(
  row: Pick<SessionRow, 'expiresAt' | 'lastSeenAt'>,
  { sessions }: Pick<Options, 'sessions'>,
): number {
  return Math.min(row.expiresAt, row.lastSeenAt + sessions.idleHours * hourMs)
}

/** A session as its owner sees it. */
export function toSession(
  row: SessionRow,
  currentId: string | null,
  options: Pick<Options, 'sessions'>,
): Session {
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

/** What the name of an event's subject has room for. */
const maxNameLength = 255

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'outbox' | 'usage'>

/** Makes the service; how long a session lives, the options say. */
export function sessions({ options, store, journal, outbox, usage }: Needs): Sessions {
  const { now } = options
  return Object.freeze({
    async list(user, currentId, page) {
      await usage.flush()
      const alive = { now: now(), seenSince: now() - options.sessions.idleHours * hourMs }
      const { rows, more } = await store.sessions.list(user.id, alive, page)
      return { rows: rows.map((row) => toSession(row, currentId, options)), more }
    },

    async end(actor, user, id) {
      const found = await store.credentials.byId('session', id)
      const name = found?.row.userId === user.id ? found.row.userAgent : null
      const ended = auditEvent(now(), actor, {
        type: 'session.ended',
        subject: { ...sessionParty(id), name: name?.slice(0, maxNameLength) ?? null },
        userId: user.id,
      })
      // An app ends single sessions where its users ask for it, on pages of its own.
      const isOther = !isUser(actor.party, user.id) && actor.party?.kind !== 'host'
      const notice = { kind: 'sessions.ended_by_administrator', user, actor, facts: { all: false } } as const
      const told = isOther ? await outbox.write(notice) : []
      const done = await journal.commit([store.sessions.remove(user.id, id), ...told], ended)
      if (!done) throw new KeywardError('not_found')
    },
  } satisfies Sessions)
}
