import type { Parts } from '../parts.js'
import type { SecondStep } from '../policy/enforcement.js'
import { demandOf, isOfKind, secondSteps } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import { challenged } from './challenge.js'
import type { Client } from './client.js'
import type { CodeCheck, FactorProof } from './code-check.js'
import type { Pending } from './pending.js'
import type { KeyUse, SecurityKeyCheck } from './security-key-check.js'
import { strongerRequired } from './security-key-check.js'
import type { SignIn, SignIns } from './sign-in.js'
import type { Standing } from './standing.js'
import { standingOf } from './standing.js'

/** The second step of a sign-in. 401 `invalid_code`, 410 `expired`, 429; 403 `stronger_factor_required` where policy demands a security key. */
export interface SecondSteps {
  totp(client: Client, who: Pending, code: string): Promise<SignIn>
  /** `remaining` = how many codes are left. */
  recoveryCode(client: Client, who: Pending, code: string): Promise<SignIn & { readonly remaining: number }>
  securityKeyOptions(who: Pending): Promise<object>
  securityKey(client: Client, who: Pending, response: unknown): Promise<SignIn>
}

export function secondStep(
  parts: Parts,
  checks: { readonly codes: CodeCheck; readonly keys: SecurityKeyCheck },
  signIns: SignIns,
): SecondSteps {
  const { store, options } = parts
  const { codes, keys } = checks
  return Object.freeze({
    async totp(client, who, code) {
      await ask(who, 'totp')
      const proof = await codes.totp({ client, user: who.user, code, pending: who.pending })
      return finish(client, who, proof)
    },

    async recoveryCode(client, who, code) {
      const { factors } = await ask(who, 'recovery_code')
      const proof = await codes.recoveryCode({ client, user: who.user, code, pending: who.pending })
      const signIn = await finish(client, who, proof)
      return { ...signIn, remaining: factors.recoveryCodes - 1 }
    },

    async securityKeyOptions(who) {
      return keys.options(useOf(who), await usableKeys(who))
    },

    async securityKey(client, who, response) {
      await codes.admitPending(who.pending)
      const given = { user: who.user, among: await usableKeys(who), response }
      return finish(client, who, await keys.checkFactor(client, useOf(who), given))
    },
  } satisfies SecondSteps)

  /** Refuses a step that the policy does not take, where the user has the one that it does. */
  async function ask({ user, policy, pending }: Pending, step: SecondStep): Promise<Standing> {
    const standing = await standingOf(parts, user, policy, pending.amr)
    const methods = secondSteps(standing.policy, standing.factors, standing.due)
    const enrolled = step === 'totp' && standing.factors.totp
    if (enrolled && !methods.includes(step)) throw strongerRequired(methods)
    return standing
  }

  /** Under a demand that is in force, a key of the right kind is the only one to ask for, if there is one. */
  async function usableKeys(who: Pending): Promise<readonly SecurityKeyRow[]> {
    const { user, pending } = who
    const { policy, due } = await standingOf(parts, user, who.policy, pending.amr)
    const usable = (await store.securityKeys.list(user.id)).filter(({ suspect }) => !suspect)
    const right = usable.filter((key) => isOfKind(key, policy.mfa.securityKeyKind))
    return due && demandOf(policy) === 'security_key' && right.length > 0 ? right : usable
  }

  async function finish(client: Client, who: Pending, proof: FactorProof | null): Promise<SignIn> {
    if (!proof) throw challenged('invalid_code', options)
    const { pending, user } = who
    return signIns.completeSignIn(client, user.id, {
      amr: [...pending.amr, proof.method],
      securityEpoch: pending.securityEpoch,
      changes: [...proof.changes, store.pendingSignIns.consume(pending.id)],
      events: proof.events,
      // Another request was first: with this code, or in this sign-in.
      async refuse() {
        await codes.recordRefusal(client, user)
        throw challenged('invalid_code', options)
      },
    })
  }
}

function useOf({ pending }: Pending): KeyUse {
  return { purpose: 'sign_in', holder: `pending:${pending.id}`, userVerification: 'discouraged' }
}
