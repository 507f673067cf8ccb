import { apiKeyParty } from '../credentials/api-key.js'
import { tokenParty } from '../credentials/token.js'
import { kindOf } from '../crypto/secret.js'
import type { Actor, AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Parts } from '../parts.js'
import type { Write } from '../store/write.js'

/** Ending a credential by holding it (RFC 7009). */
export interface Revocation {
  /** Ends the API key or token, if it is one; anything else is left alone, without a word. */
  revoke(actor: Actor, text: string): Promise<void>
}

interface Revocable extends Pick<AuditEvent, 'type' | 'subject' | 'userId'> {
  readonly removal: Write
}

export function revocation({ options, store, digester, journal }: Parts): Revocation {
  return Object.freeze({
    async revoke(actor: Actor, text: string) {
      const found = await find(text)
      if (!found) return
      const { removal, ...what } = found
      const event = auditEvent(options.now(), actor, { ...what, reason: 'revoked_by_holder' })
      await journal.commit([store.revision.bump(), removal], event)
    },
  })

  async function find(text: string): Promise<Revocable | null> {
    const kind = kindOf(options.secretPrefix, text)
    const digests = digester.candidates(text).map(({ digest }) => digest)
    if (kind === 'api_key') {
      const row = (await store.apiKeys.byDigest(digests))?.row
      if (!row) return null
      const removal = store.apiKeys.remove(row.userId, row.id)
      return { type: 'api_key.deleted', subject: apiKeyParty(row), userId: row.userId, removal }
    }
    if (kind === 'token') {
      const row = (await store.tokens.byDigest(digests))?.row
      if (!row) return null
      const removal = store.tokens.remove(row.userId, row.id)
      return { type: 'token.deleted', subject: tokenParty(row), userId: row.userId, removal }
    }
    return null
  }
}
