import type { Core } from '../core.js'
import { apiKeyParty } from '../credentials/api-key.js'
import { importedDigests } from '../credentials/imported-api-key.js'
import { findApiKey, keysOf } from '../credentials/keys-of.js'
import { tokenParty } from '../credentials/token.js'
import type { Actor, AuditEvent, EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import type { Write } from '../store/write.js'
import { bearerKind, isOfForm } from './verify.js'

/** Revokes a credential by its own secret, without anybody being signed in (RFC 7009). */
export interface Revocation {
  /**
   * Deletes the API key or token that a text is the secret of; does nothing for any other text, nor for a secret that no longer counts, and
   * does not say so.
   */
  revoke(actor: Actor, text: string): Promise<void>
  /**
   * Deletes the API key or token that a text is the secret of, as one that was found in public, at that place. A secret that no longer counts,
   * since its time is over or the key was renewed, ends nothing. `null` = the text is no such secret at all.
   */
  revokeLeaked(actor: Actor, text: string, place: string | null): Promise<LeakedCredential | null>
}

/** What a text was the secret of. */
interface LeakedCredential {
  readonly subject: EventParty
  readonly owner: User
  /** Whether it was ended by this call: not so where it did not count any more, or somebody was first. */
  readonly ended: boolean
}

interface Revocable extends Pick<AuditEvent, 'type' | 'userId'> {
  readonly subject: EventParty
  readonly owner: User
  readonly removal: Write
  /** Whether the secret that it was found by is in force, or could be again. */
  readonly counts: boolean
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal'>

/** Makes the service. A deletion is an event with the reason `revoked_by_holder`, or `leaked` with the place as its note. */
export function revocation({ options, store, digester, journal }: Needs): Revocation {
  return Object.freeze({
    async revoke(actor, text) {
      const revocable = await find(text)
      if (revocable) await end(actor, revocable, { reason: 'revoked_by_holder' })
    },
    async revokeLeaked(actor, text, place) {
      const revocable = await find(text)
      if (!revocable) return null
      const { subject, owner } = revocable
      const why = { reason: 'leaked', ...(place !== null && { note: place }) } as const
      return { subject, owner, ended: await end(actor, revocable, why) }
    },
  } satisfies Revocation)

  /** Whoever found a secret that was renewed, since somebody had it, must not be able to end what it was renewed into. */
  async function end(
    actor: Actor,
    { type, subject, userId, removal, counts }: Revocable,
    why: Pick<AuditEvent, 'reason'> & Partial<Pick<AuditEvent, 'note'>>,
  ): Promise<boolean> {
    if (!counts) return false
    const event = auditEvent(options.now(), actor, { type, subject, userId, ...why })
    return journal.commit([removal], event)
  }

  async function find(text: string): Promise<Revocable | null> {
    const kind = bearerKind(options, text)
    if (kind === null || !isOfForm(kind, text)) return null
    const hashes = kind === 'imported_api_key' ? importedDigests(digester, text) : digester.candidates(text)
    const digests = hashes.map(({ digest }) => digest)
    return kind === 'token' ? tokenBy(digests) : apiKeyBy(digests)
  }

  async function apiKeyBy(digests: readonly string[]): Promise<Revocable | null> {
    const found = await findApiKey(store, digests)
    if (!found) return null
    const { row, owner } = found
    const removal = keysOf(store, owner).remove(row.userId, row.id)
    const counts = isAlive(row) && (digests.includes(row.digest) || isAhead(row.previousUntil))
    const subject = apiKeyParty(row)
    return { type: 'api_key.deleted', subject, owner, userId: row.userId, removal, counts }
  }

  async function tokenBy(digests: readonly string[]): Promise<Revocable | null> {
    const found = await store.tokens.byDigest(digests)
    if (!found) return null
    const { row, owner } = found
    const removal = store.tokens.remove(row.userId, row.id)
    return {
      type: 'token.deleted',
      subject: tokenParty(row),
      owner,
      userId: row.userId,
      removal,
      counts: isAlive(row),
    }
  }

  function isAlive({ expiresAt }: { readonly expiresAt: number | null }): boolean {
    return expiresAt === null || isAhead(expiresAt)
  }

  function isAhead(time: number | null): boolean {
    return time !== null && time > options.now()
  }
}
