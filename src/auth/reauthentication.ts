import { recentMs, reissued, sessionParty, withProof } from '../credentials/session.js'
import type { Secret } from '../crypto/secret.js'
import type { ErrorCode } from '../errors.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { Parts } from '../parts.js'
import type { Factors } from '../policy/enforcement.js'
import { proofMethods, strengthDemanded, strengthOf } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { SessionRow } from '../store/session.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import { actorOf, addressOf } from './client.js'
import type { CodeCheck, FactorProof } from './code-check.js'
import type { PasswordCheck } from './password-check.js'
import { recordWrongPassword } from './password-check.js'
import type { KeyUse, SecurityKeyCheck } from './security-key-check.js'
import { strongerRequired } from './security-key-check.js'
import type { ActiveSession, Principal } from './found.js'

/** A principal that came by a session. */
export type SessionPrincipal = Principal & { readonly session: ActiveSession }

/** A session whose owner has just proved themselves; `secret` is to be set as its cookie, `null` = it keeps the one it has. */
export interface Reauthenticated {
  readonly recentUntil: number
  readonly secret: Secret | null
}

/** What the owner of a session proves themselves with. */
export type Proof =
  { readonly password: string } | { readonly code: string } | { readonly recoveryCode: string }

/** Proving again who one is, by the strongest class of factor that is enrolled; else 403 `stronger_factor_required`. */
export interface Reauthentication {
  /** 401 `invalid_credentials` or `invalid_code`, 429. */
  prove(client: Client, who: SessionPrincipal, proof: Proof): Promise<Reauthenticated>
  securityKeyOptions(who: SessionPrincipal): Promise<object>
  proveByKey(client: Client, who: SessionPrincipal, response: unknown): Promise<Reauthenticated>
}

/** A proof that holds once its changes are written. */
interface Held {
  readonly method: string
  readonly changes: readonly Change[]
  readonly events: readonly AuditEvent[]
}

export function reauthentication(
  parts: Parts,
  checks: { readonly passwords: PasswordCheck; readonly codes: CodeCheck; readonly keys: SecurityKeyCheck },
): Reauthentication {
  const { options, store, journal } = parts
  const { passwords, codes, keys } = checks
  return Object.freeze({
    async prove(client, who, proof) {
      const { user } = who
      const factors = await store.factors.of(user.id)
      if ('password' in proof) {
        demand(factors, 'pwd')
        return note(client, who, await byPassword(client, who, proof.password))
      }
      if ('code' in proof) {
        demand(factors, 'otp')
        return note(client, who, await codes.totp({ client, user, code: proof.code }))
      }
      return note(client, who, await codes.recoveryCode({ client, user, code: proof.recoveryCode }))
    },

    async securityKeyOptions(who) {
      return keys.options(useOf(who), await usableKeys(who))
    },

    async proveByKey(client, who, response) {
      const given = { user: who.user, among: await usableKeys(who), response }
      return note(client, who, await keys.checkFactor(client, useOf(who), given))
    },
  } satisfies Reauthentication)

  async function byPassword(client: Client, { user }: SessionPrincipal, password: string): Promise<Held> {
    const proof = await passwords.check(user.username, password, addressOf(client))
    if (proof?.user.id === user.id) return { method: 'pwd', changes: proof.changes, events: [] }
    await recordWrongPassword(parts, client, user)
    throw challenged('invalid_credentials', options)
  }

  async function usableKeys({ user }: SessionPrincipal): Promise<readonly SecurityKeyRow[]> {
    return (await store.securityKeys.list(user.id)).filter(({ suspect }) => !suspect)
  }

  /** Notes the proof in the session, under a new secret. */
  async function note(
    client: Client,
    { user, session }: SessionPrincipal,
    proof: Held | FactorProof | null,
  ): Promise<Reauthenticated> {
    if (!proof) throw challenged('invalid_code', options)
    const { row, superseded } = session
    const proved = auditEvent(options.now(), actorOf(client, user), {
      type: 'session.reauthenticated',
      subject: sessionParty(row.id),
      userId: user.id,
    })
    const events = [...proof.events, proved]
    const { to, secret } = reissued(parts, row, {
      securityEpoch: row.securityEpoch,
      overlap: true,
      proof: proof.method,
    })
    if (!superseded) {
      const done = await journal.commit([...proof.changes, store.sessions.reissue(row, to)], ...events)
      if (done) return { recentUntil: to.provedAt + recentMs, secret }
    }
    // Another tab has just had the session re-issued: that secret stays, only the proof is noted.
    const { digest, keyId, previousDigest, previousUntil, securityEpoch, ...rest } = await present(row)
    const kept = { digest, keyId, previousDigest, previousUntil, securityEpoch }
    const now = withProof({ ...rest, ...kept }, proof.method, options.now())
    const noted = await journal.commit(
      [
        // Guards may remember the session under the secret that stays.
        store.revision.bump(),
        ...proof.changes,
        store.sessions.reissue({ ...row, digest }, { ...kept, ...now }),
      ],
      ...events,
    )
    if (!noted) throw challenged(lost(proof), options)
    return { recentUntil: now.provedAt + recentMs, secret: null }
  }

  async function present(row: SessionRow): Promise<SessionRow> {
    const held = await store.sessions.byDigest([row.digest])
    if (!held || held.row.id !== row.id) throw challenged('unauthenticated', options)
    return held.row
  }
}

/** A code was used up by another request; a password can only have met the end of the session. */
function lost({ method }: Held): ErrorCode {
  return method === 'pwd' ? 'unauthenticated' : 'invalid_code'
}

function demand(factors: Factors, method: string): void {
  if (strengthOf(method) < strengthDemanded(factors)) throw strongerRequired(proofMethods(factors))
}

function useOf({ session }: SessionPrincipal): KeyUse {
  return {
    purpose: 'reauthentication',
    holder: `session:${session.row.id}`,
    userVerification: 'discouraged',
  }
}
