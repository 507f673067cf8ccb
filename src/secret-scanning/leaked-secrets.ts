import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Revocation } from '../auth/revocation.js'
import { userParty } from '../client.js'
import type { Core } from '../core.js'
import { decideSession, sessionParty } from '../credentials/session.js'
import { earlier, refusalAt, validityOfSecret } from '../credentials/verdict.js'
import type { SecretHash } from '../crypto/digest.js'
import { kindOf, mint } from '../crypto/secret.js'
import type { Actor, AuditEvent, EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import { sshHostParty } from '../ssh/host.js'
import { withoutOneLimit } from '../store/time-limit.js'
import type { Write } from '../store/write.js'
import { longestSecret } from './secret-scanning.js'

/** What a text was the secret of. */
export interface RevokedSecret {
  readonly kind: 'api_key' | 'token' | 'session' | 'ssh_host' | 'one_time_link' | 'unknown'
  /** `null` = unknown. */
  readonly id: string | null
  readonly name: string | null
  /** As much of the secret as lists show; `null` = nothing is kept of it. */
  readonly hint: string | null
  /** `null` = it is nobody's, as that of an SSH host, or unknown. */
  readonly owner: Pick<User, 'id' | 'username' | 'kind'> | null
  /** Whether it was ended now: not so where it did not count any more. */
  readonly ended: boolean
}

/** Ends whatever texts are the secrets of. */
export interface LeakedSecrets {
  /**
   * Ends API keys, tokens, sessions and one-time links; an SSH host stays and has to be given a new credential. Answers in the order of the
   * texts. What is `unknown` may be the secret of a sign-in under way or of a device that waits, which end by themselves within minutes.
   */
  end(actor: Actor, texts: readonly string[]): Promise<readonly RevokedSecret[]>
}

interface Found {
  readonly subject: EventParty & Pick<RevokedSecret, 'kind'>
  readonly owner: User | null
  /** Whether the secret is in force. */
  readonly counts: boolean
  readonly event: Pick<AuditEvent, 'type' | 'subject' | 'userId'>
  readonly removal: () => Write
}

const unknown: RevokedSecret = Object.freeze({
  kind: 'unknown',
  id: null,
  name: null,
  hint: null,
  owner: null,
  ended: false,
} satisfies RevokedSecret)
/** What the name of an event's subject has room for. */
const maxNameLength = 255

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal'>

/** Makes the service. Each end is an event with the reason `leaked`. */
export function leakedSecrets(
  { options, store, digester, journal }: Needs,
  revocation: Pick<Revocation, 'revokeLeaked'>,
): LeakedSecrets {
  return Object.freeze({
    end: (actor, texts) => withoutOneLimit(() => endAll(actor, texts)),
  } satisfies LeakedSecrets)

  async function endAll(actor: Actor, texts: readonly string[]): Promise<readonly RevokedSecret[]> {
    const known = new Map<string, RevokedSecret>()
    for (const text of texts) {
      if (!known.has(text)) known.set(text, text.length > longestSecret ? unknown : await endOne(actor, text))
      // SQLite answers at once, and there may be many.
      await nextTurn()
    }
    return texts.map((text) => known.get(text) ?? unknown)
  }

  async function endOne(actor: Actor, text: string): Promise<RevokedSecret> {
    const leaked = await revocation.revokeLeaked(actor, text, null)
    if (leaked) {
      // The party of a bearer credential is an API key or a token.
      const kind = leaked.subject.kind === 'token' ? 'token' : 'api_key'
      return { ...shown({ ...leaked.subject, kind }, leaked.owner), ended: leaked.ended }
    }
    const found = await find(text)
    if (!found) return unknown
    const what = shown(found.subject, found.owner)
    if (!found.counts) return { ...what, ended: false }
    const event = auditEvent(options.now(), actor, { ...found.event, reason: 'leaked' })
    return { ...what, ended: await journal.commit([found.removal()], event) }
  }

  async function find(text: string): Promise<Found | null> {
    const hashes = digester.candidates(text)
    switch (kindOf(options.secretPrefix, text)) {
      case 'session':
        return sessionBy(hashes)
      case 'host':
        return hostBy(hashes)
      case 'one_time_link':
        return linkBy(hashes)
      default:
        return null
    }
  }

  async function sessionBy(hashes: readonly SecretHash[]): Promise<Found | null> {
    const stored = await store.sessions.byDigest(digestsOf(hashes))
    if (!stored) return null
    const { row, owner } = stored
    const name = row.userAgent?.slice(0, maxNameLength) ?? null
    const subject = { ...sessionParty(row.id), name, kind: 'session' } as const
    const validity = earlier(decideSession(stored, options), validityOfSecret(row, hashes))
    return {
      subject,
      owner,
      counts: refusalAt(validity, options.now()) === null,
      event: { type: 'session.ended', subject, userId: row.userId },
      removal: () => store.sessions.remove(row.userId, row.id),
    }
  }

  /** The credential goes and the host stays, with its groups and addresses: the one in its place is known to nobody. */
  async function hostBy(hashes: readonly SecretHash[]): Promise<Found | null> {
    const row = await store.sshHosts.byDigest(digestsOf(hashes))
    if (!row) return null
    const subject = { ...sshHostParty(row), kind: 'ssh_host' } as const
    const fresh = digester.digest(mint(options.secretPrefix, 'host').reveal())
    return {
      subject,
      owner: null,
      counts: refusalAt(validityOfSecret(row, hashes), options.now()) === null,
      event: { type: 'ssh_host.rotated', subject, userId: null },
      removal: () => store.sshHosts.rotate(row, { ...fresh, previousDigest: null, previousUntil: null }),
    }
  }

  async function linkBy(hashes: readonly SecretHash[]): Promise<Found | null> {
    const row = await store.oneTimeLinks.byDigest(digestsOf(hashes))
    const user = row && (await store.users.byId(row.userId))
    if (!user) return null
    const now = options.now()
    const account = await store.accounts.byId(user.id)
    return {
      subject: { kind: 'one_time_link', id: row.id, name: row.kind },
      owner: { ...user, kind: 'user' },
      counts: now < row.expiresAt && account?.securityEpoch === row.securityEpoch,
      event: { type: 'one_time_link.ended', subject: userParty(user), userId: user.id },
      removal: () => store.oneTimeLinks.consume(row.id, now),
    }
  }
}

function shown(subject: Found['subject'], owner: User | null): Omit<RevokedSecret, 'ended'> {
  const { kind, id, name, hint } = subject
  return {
    kind,
    id,
    name,
    hint: hint ?? null,
    owner: owner && { id: owner.id, username: owner.username, kind: owner.kind },
  }
}

function digestsOf(hashes: readonly SecretHash[]): readonly string[] {
  return hashes.map(({ digest }) => digest)
}
