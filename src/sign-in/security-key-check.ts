import { relyingParty } from '../auth/offered.js'
import type { Client } from '../client.js'
import { actorOf } from '../client.js'
import type { Core } from '../core.js'
import { securityKeyParty } from '../credentials/factors.js'
import { fingerprint } from '../crypto/digest.js'
import { invalidField, KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { User } from '../identity.js'
import type { KeyRequestOptions } from '../mfa/security-key-options.js'
import { readResponse, requestOptions, verifyAssertion } from '../mfa/security-key.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { CodeCheck, FactorProof } from './code-check.js'
import type { ChallengeUse, LimitedChallenges } from './limited-challenges.js'

/** What a security key is asked for, in which session or sign-in, and whether it must verify its user. */
export interface KeyUse extends ChallengeUse {
  readonly userVerification: 'discouraged' | 'required'
}

/** What the answer of a security key says of itself, nothing of which is proved. */
interface NamedKey {
  readonly challenge: string
  readonly credentialDigest: string
  readonly userHandle: string | null
}

/** The one place where the answers of security keys are judged. */
export interface SecurityKeyCheck {
  /**
   * What a browser needs to ask for one of these keys, without those that may not be used; for a sign-in by passkey, for any key it has.
   * 409 `no_factor` where no key is left, 429.
   */
  options(client: Client, use: KeyUse, keys: readonly SecurityKeyRow[]): Promise<KeyRequestOptions>
  /** Reads what an answer names; 422 for anything that no browser answers. */
  read(response: unknown): NamedKey
  /** Uses the challenge up, then judges the answer; `null` = it is not accepted, for whatever reason. */
  check(
    client: Client,
    use: KeyUse,
    given: { readonly user: User; readonly among: readonly SecurityKeyRow[]; readonly response: unknown },
  ): Promise<FactorProof | null>
  /** Judges as `check` does, and records a refusal: for the second factor of a user who is known already. */
  checkFactor(
    client: Client,
    use: KeyUse,
    given: { readonly user: User; readonly among: readonly SecurityKeyRow[]; readonly response: unknown },
  ): Promise<FactorProof | null>
}

type Needs = Pick<Core, 'options' | 'store' | 'journal' | 'outbox' | 'genuine' | 'enrolled'>

/** Makes the check. A key whose counter went back is marked, and its owner's events say so. */
export function securityKeyCheck(
  core: Needs,
  needs: {
    readonly codes: Pick<CodeCheck, 'forgiven' | 'recordRefusal'>
    readonly issued: LimitedChallenges
  },
): SecurityKeyCheck {
  const { codes, issued } = needs
  const { options, store, journal, outbox, genuine, enrolled } = core
  const isUsable = (key: SecurityKeyRow): boolean => enrolled.traitsOf(key).usable
  const check: SecurityKeyCheck['check'] = async (client, use, { user, among, response }) => {
    const rp = relyingParty(options)
    const { challenge, credentialDigest } = read(response)
    const issuedAt = await issued.issuedAt(challenge)
    // The challenge is used up before anything is verified: there is one try for each challenge.
    if (!(await issued.consume(client, challenge, use))) return null
    const userHandle = (await store.accounts.byId(user.id))?.webauthnHandle
    const key = among.find((one) => one.credentialDigest === credentialDigest)
    if (!key || key.userId !== user.id || !isUsable(key) || userHandle == null) return null
    const { userVerification } = use
    const verified = await verifyAssertion(rp, response, { challenge, key, userHandle, userVerification })
    if (verified?.verdict === 'cloned' && !wasOvertaken(key, issuedAt)) await suspect(client, user, key)
    if (verified?.verdict !== 'accepted') return null
    const renewed = genuine.securityKeys.renewed(key)
    const used = store.securityKeys.used(key, { ...verified, at: options.now(), renewed })
    return { method: 'hwk', keyId: key.id, changes: [...codes.forgiven(user.id), used], events: [] }
  }

  return Object.freeze({
    async options(client, use, keys) {
      const rp = relyingParty(options)
      const allow = keys.filter(isUsable)
      // With an empty list a browser would offer any passkey it has.
      if (allow.length === 0 && use.purpose !== 'passkey_sign_in') throw new KeywardError('no_factor')
      const challenge = await issued.issue(client, use)
      return requestOptions(rp, { challenge, allow, userVerification: use.userVerification })
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
    const actor = actorOf(client, user)
    const told = await outbox.write({ kind: 'security_key.suspect', user, actor, facts: { name: key.name } })
    const suspected = auditEvent(options.now(), actor, {
      type: 'security_key.suspected',
      subject: securityKeyParty(key),
      userId: user.id,
      outcome: 'refused',
      reason: 'counter_went_back',
    })
    await journal.commit([store.securityKeys.suspect(key.id), ...told], suspected)
  }
}

/** Whether the key was used in another tab while this answer was under way: then its counter is behind for that, and it is no copy. */
function wasOvertaken({ lastUsedAt }: SecurityKeyRow, issuedAt: number | null): boolean {
  return lastUsedAt !== null && issuedAt !== null && lastUsedAt > issuedAt
}

/** Makes the 403 `stronger_factor_required` that names the methods which are strong enough. */
export function strongerRequired(methods: readonly string[]): KeywardError {
  return new KeywardError('stronger_factor_required', { methods })
}
