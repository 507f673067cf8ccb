import { fingerprint } from '../crypto/digest.js'
import { invalidField, KeywardError } from '../errors.js'
import type { EventParty } from '../events.js'
import { auditEvent } from '../events.js'
import type { ChallengePurpose } from '../mfa/challenge.js'
import { challenges } from '../mfa/challenge.js'
import type { RelyingParty } from '../mfa/security-key.js'
import { readResponse, requestOptions, verifyAssertion } from '../mfa/security-key.js'
import type { Options } from '../options.js'
import type { Parts } from '../parts.js'
import type { User } from '../principal.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { Client } from './client.js'
import { actorOf } from './client.js'
import type { CodeCheck, FactorProof } from './code-check.js'

/** What a security key is asked for: by whom, and in which session or sign-in. */
export interface KeyUse {
  readonly purpose: ChallengePurpose
  /** The session, pending sign-in or browser that the challenge is bound to. */
  readonly holder: string
  readonly userVerification: 'discouraged' | 'required'
}

/** What the answer of a security key says of itself. */
export interface NamedKey {
  readonly challenge: string
  readonly credentialDigest: string
  readonly userHandle: string | null
}

/** The one place where the answers of security keys are judged. */
export interface SecurityKeyCheck {
  /** Request options for the keys; for a sign-in by passkey for whichever the browser has. 409 `no_factor` without keys. */
  options(use: KeyUse, keys: readonly SecurityKeyRow[]): Promise<object>
  /** What an answer names, nothing of it proved; 422 for what is no answer of a browser's. */
  read(response: unknown): NamedKey
  /** Uses the challenge up, then judges; `null` = no, whatever is wrong. */
  check(
    client: Client,
    use: KeyUse,
    given: { readonly user: User; readonly among: readonly SecurityKeyRow[]; readonly response: unknown },
  ): Promise<FactorProof | null>
  /** As `check`, for the second factor of somebody known: a refusal is recorded. */
  checkFactor(
    client: Client,
    use: KeyUse,
    given: { readonly user: User; readonly among: readonly SecurityKeyRow[]; readonly response: unknown },
  ): Promise<FactorProof | null>
}

/** How the app is known to authenticators. */
export function relyingParty({ rpId, productName, origins }: Options): RelyingParty {
  return { id: rpId, name: productName, origins }
}

/** A security key as events name it. */
export function securityKeyParty({ id, name }: Pick<SecurityKeyRow, 'id' | 'name'>): EventParty {
  return { kind: 'security_key', id, name }
}

export function securityKeyCheck(
  parts: Parts,
  codes: Pick<CodeCheck, 'forgiven' | 'recordRefusal'>,
): SecurityKeyCheck {
  const { options, store, journal } = parts
  const issued = challenges(parts)
  const rp = relyingParty(options)
  const check: SecurityKeyCheck['check'] = async (client, use, { user, among, response }) => {
    const { challenge, credentialDigest } = read(response)
    // Before anything is verified, whatever the verdict: one challenge, one try.
    if (!(await issued.consume(challenge, use.purpose, use.holder))) return null
    const userHandle = (await store.accounts.byId(user.id))?.webauthnHandle
    const key = among.find((one) => one.credentialDigest === credentialDigest)
    if (!key || key.userId !== user.id || key.suspect || userHandle == null) return null
    const { userVerification } = use
    const found = await verifyAssertion(rp, response, { challenge, key, userHandle, userVerification })
    if (found?.verdict === 'cloned') await suspect(client, user, key)
    if (found?.verdict !== 'accepted') return null
    const used = store.securityKeys.used(key, { ...found, at: options.now() })
    return { method: 'hwk', changes: [...codes.forgiven(user.id), used], events: [] }
  }

  return Object.freeze({
    async options({ purpose, holder, userVerification }, keys) {
      // An empty list would have the browser offer whatever passkey it has.
      if (keys.length === 0 && purpose !== 'passkey_sign_in') throw new KeywardError('no_factor')
      const challenge = await issued.issue(purpose, holder)
      return requestOptions(rp, { challenge, allow: keys, userVerification })
    },

    read,

    check,

    async checkFactor(client, use, given) {
      const proof = await check(client, use, given)
      if (!proof) await codes.recordRefusal(client, given.user)
      return proof
    },
  } satisfies SecurityKeyCheck)

  function read(response: unknown): NamedKey {
    const named = readResponse(response)
    if (!named) throw invalidField('response', 'malformed_response', 'is no answer of a security key')
    const { challenge, credentialId, userHandle } = named
    return { challenge, credentialDigest: fingerprint(credentialId), userHandle }
  }

  async function suspect(client: Client, user: User, key: SecurityKeyRow): Promise<void> {
    const suspected = auditEvent(options.now(), actorOf(client, user), {
      type: 'security_key.suspected',
      subject: securityKeyParty(key),
      userId: user.id,
      outcome: 'refused',
      reason: 'counter_went_back',
    })
    await journal.commit([store.revision.bump(), store.securityKeys.suspect(key.id)], suspected)
  }
}

/** 403 `stronger_factor_required`, with what would do. */
export function strongerRequired(methods: readonly string[]): KeywardError {
  return new KeywardError('stronger_factor_required', { methods })
}
