import { offered } from '../auth/offered.js'
import type { SessionPrincipal } from '../auth/principal.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import { actorOf, countedAddressOf } from '../client.js'
import type { Core } from '../core.js'
import type { MoreProof } from '../credentials/proof.js'
import { recentMs, withProof } from '../credentials/proof.js'
import { reissued, sessionParty } from '../credentials/session.js'
import type { Secret } from '../crypto/secret.js'
import type { ErrorCode } from '../errors.js'
import type { AuditEvent } from '../events.js'
import { auditEvent } from '../events.js'
import type { Change } from '../journal.js'
import type { KeyRequestOptions } from '../mfa/security-key-options.js'
import type { Options } from '../options.js'
import type { Factors } from '../policy/enforcement.js'
import { proofMethods, strengthDemanded, strengthOf } from '../policy/enforcement.js'
import type { CodeCheck, FactorProof } from '../sign-in/code-check.js'
import type { PasswordCheck } from '../sign-in/password-check.js'
import { recordWrongPassword } from '../sign-in/password-check.js'
import type { KeyUse, SecurityKeyCheck } from '../sign-in/security-key-check.js'
import { strongerRequired } from '../sign-in/security-key-check.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { SessionRow } from '../store/session.js'

/**
 * A session whose owner has just proved themselves, which counts as recent until `recentUntil`, epoch ms. `secret` is to be set as its cookie;
 * `null` = it keeps the one it has.
 */
export interface Reauthenticated {
  readonly recentUntil: number
  readonly secret: Secret | null
}

/** What the owner of a session proves themselves with. */
export type Proof =
  { readonly password: string } | { readonly code: string } | { readonly recoveryCode: string }

/** Has users prove again who they are, by a factor as strong as their strongest; 403 `stronger_factor_required` for a weaker one. */
export interface Reauthentication {
  /** Takes a proof that was typed. 401 `invalid_credentials` or `invalid_code`, 429. */
  prove(client: Client, who: SessionPrincipal, proof: Proof): Promise<Reauthenticated>
  securityKeyOptions(client: Client, who: SessionPrincipal): Promise<KeyRequestOptions>
  proveByKey(client: Client, who: SessionPrincipal, response: unknown): Promise<Reauthenticated>
}

/** A proof that counts once its changes are written. */
interface PreparedProof extends MoreProof {
  readonly changes: readonly Change[]
  readonly events: readonly AuditEvent[]
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'enrolled' | 'refusals'>

/** Makes the service out of the checks of each kind of proof. */
export function reauthentication(
  core: Needs,
  checks: { readonly passwords: PasswordCheck; readonly codes: CodeCheck; readonly keys: SecurityKeyCheck },
): Reauthentication {
  const { options, store, enrolled, journal } = core
  const { passwords, codes, keys } = checks
  return Object.freeze({
    async prove(client, who, proof) {
      const { user } = who
      const factors = await enrolled.of(user.id)
      if ('password' in proof) {
        demand(factors, 'pwd', options)
        return byPassword(client, who, proof.password)
      }
      const use = (right: FactorProof): Promise<Reauthenticated> => note(client, who, right)
      if ('code' in proof) {
        demand(factors, 'otp', options)
        return accepted(await codes.totp({ client, user, code: proof.code }, use))
      }
      return accepted(await codes.recoveryCode({ client, user, code: proof.recoveryCode }, use))
    },

    async securityKeyOptions(client, who) {
      return keys.options(client, useOf(who), await usableKeys(who))
    },

    async proveByKey(client, who, response) {
      const given = { user: who.user, among: await usableKeys(who), response }
      const proof = await keys.checkFactor(client, useOf(who), given)
      return accepted(proof && (await note(client, who, proof)))
    },
  } satisfies Reauthentication)

  async function byPassword(
    client: Client,
    who: SessionPrincipal,
    password: string,
  ): Promise<Reauthenticated> {
    const { user } = who
    const { username } = user
    const attempt = { who: { username }, password, ip: countedAddressOf(client), sessionOf: user.id }
    const proved = await passwords.check(attempt, async (proof) =>
      proof.user.id === user.id
        ? note(client, who, { method: 'pwd', changes: proof.changes, events: [] })
        : null,
    )
    if ('done' in proved) return proved.done
    await recordWrongPassword(core, client, { user, reason: proved.refusal })
    throw challenged('invalid_credentials', options)
  }

  function accepted(done: Reauthenticated | null): Reauthenticated {
    if (!done) throw challenged('invalid_code', options)
    return done
  }

  async function usableKeys({ user }: SessionPrincipal): Promise<readonly SecurityKeyRow[]> {
    return (await store.securityKeys.list(user.id)).filter((key) => enrolled.traitsOf(key).usable)
  }

  /** Notes the proof in the session, under a new secret. */
  async function note(
    client: Client,
    { user, session }: SessionPrincipal,
    proof: PreparedProof | FactorProof,
  ): Promise<Reauthenticated> {
    const { row } = session
    const proved = auditEvent(options.now(), actorOf(client, user), {
      type: 'session.reauthenticated',
      subject: sessionParty(row.id),
      userId: user.id,
    })
    const events = [...proof.events, proved]
    if (session.superseded) return noteBeside(row, proof, events)
    const { securityEpoch } = row
    const { to, secret } = reissued(core, session, { securityEpoch, overlap: true, proof })
    const done = await journal.commit([...proof.changes, store.sessions.reissue(row, to)], ...events)
    return done ? { recentUntil: to.provedAt + recentMs, secret } : noteBeside(row, proof, events)
  }

  /**
   * Notes the proof in a session that another tab has had re-issued meanwhile: the new secret stays. The proof serves whoever has that
   * secret, and nobody who still has the one before it.
   */
  async function noteBeside(
    row: SessionRow,
    proof: PreparedProof | FactorProof,
    events: readonly AuditEvent[],
  ): Promise<Reauthenticated> {
    const now = await present(row)
    const to = { ...now, ...withProof(now, proof, options.now()) }
    const noted = await journal.commit([...proof.changes, store.sessions.reissue(now, to)], ...events)
    if (!noted) throw challenged(lost(proof), options)
    return { recentUntil: to.provedAt + recentMs, secret: null }
  }

  async function present(row: SessionRow): Promise<SessionRow> {
    const stored = await store.sessions.byDigest([row.digest])
    if (!stored || stored.row.id !== row.id) throw challenged('unauthenticated', options)
    return stored.row
  }
}

/** Why a proof could not be noted: a code was used up by another request; with a password only the session can have ended. */
function lost({ method }: PreparedProof): ErrorCode {
  return method === 'pwd' ? 'unauthenticated' : 'invalid_code'
}

function demand(factors: Factors, method: string, options: Pick<Options, 'rpId'>): void {
  if (strengthOf(method) >= strengthDemanded(factors)) return
  throw strongerRequired(offered(proofMethods(factors), options))
}

function useOf({ session, user }: SessionPrincipal): KeyUse {
  return {
    purpose: 'reauthentication',
    holder: `session:${session.row.id}`,
    userId: user.id,
    userVerification: 'discouraged',
  }
}
