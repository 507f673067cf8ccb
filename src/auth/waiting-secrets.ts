import type { Core } from '../core.js'
import { fingerprint } from '../crypto/digest.js'
import type { Place } from '../crypto/seal.js'
import type { Secret } from '../crypto/secret.js'
import { secret } from '../crypto/secret.js'
import { minuteMs } from '../time.js'
import type { SessionPrincipal } from './principal.js'

/** What a secret that waits to be shown is. */
export type WaitingPurpose =
  'api_key' | 'token' | 'ssh_host' | 'temporary_password' | 'invitation' | 'recovery_codes'

/** A secret that waits: what it is, and the id of the key, host or user that it belongs to. */
export interface WaitingFor {
  readonly purpose: WaitingPurpose
  readonly subject: string
}

/** The session that a secret waits for. */
export interface WaitingHolder {
  readonly userId: string
  readonly sessionId: string
}

/**
 * Secrets between the form that made them and the page that shows them. Each is sealed and waits two minutes for one reading by the session
 * that made it; whatever has ended that session, or superseded its secret, has ended the waiting too.
 */
export interface WaitingSecrets {
  /** Keeps a secret for one reading; `false` = it could not be kept, because its owner is gone. */
  put(holder: WaitingHolder, what: WaitingFor, text: Secret): Promise<boolean>
  /** Reads a secret, once; `null` = none waits for this session, or no longer. */
  take(who: SessionPrincipal, what: WaitingFor): Promise<Secret | null>
}

const lifetimeMs = 2 * minuteMs
const table = 'waiting_secret'

/** Makes the place where secrets wait, which all processes share. */
export function waitingSecrets({
  store,
  sealer,
  options,
}: Pick<Core, 'store' | 'sealer' | 'options'>): WaitingSecrets {
  const { now } = options
  return Object.freeze({
    async put(holder, what, text) {
      const place = placeOf(holder, what)
      const { text: sealed, keyId } = await sealer.seal(Buffer.from(text.reveal()), place)
      const { userId, sessionId } = holder
      const expiresAt = now() + lifetimeMs
      return store.commit([
        store.waitingSecrets.put({ digest: place.id, userId, sessionId, sealed, keyId, expiresAt }),
      ])
    },

    async take({ user, session }, what) {
      // Whoever comes with a superseded secret may have stolen it.
      if (session.superseded) return null
      const { id, digest } = session.row
      const place = placeOf({ userId: user.id, sessionId: id }, what)
      const row = await store.waitingSecrets.read(place.id)
      if (!row) return null
      // It is used up before it is opened, so that of two readers at once one gets it.
      const first = await store.commit([store.waitingSecrets.consume(row.digest, { id, digest }, now())])
      if (!first) return null
      const plain = await sealer.open({ text: row.sealed, keyId: row.keyId }, place)
      const text = plain.toString()
      plain.fill(0)
      return secret(text)
    },
  } satisfies WaitingSecrets)
}

/** Where a secret is sealed. Its id tells session and purpose, so that it opens for no other session, and as nothing else. */
function placeOf({ userId, sessionId }: WaitingHolder, { purpose, subject }: WaitingFor): Place {
  const id = fingerprint(JSON.stringify([sessionId, purpose, subject]))
  return { table, id, column: 'sealed', userId }
}
