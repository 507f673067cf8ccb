import type { Compliance } from '../auth/compliance.js'
import { complianceOf } from '../auth/compliance.js'
import { offered } from '../auth/offered.js'
import { challenged } from '../auth/www-authenticate.js'
import type { Client } from '../client.js'
import type { Core } from '../core.js'
import { KeywardError } from '../errors.js'
import type { KeyRequestOptions } from '../mfa/security-key-options.js'
import type { SecondStep } from '../policy/enforcement.js'
import { demandOf, isOfKind, secondSteps, withMethod } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import type { CodeCheck, FactorProof } from './code-check.js'
import type { SignIn } from './outcome.js'
import type { Pending } from './pending.js'
import type { KeyUse, SecurityKeyCheck } from './security-key-check.js'
import { strongerRequired } from './security-key-check.js'
import type { SignIns } from './sign-in.js'
import type { Throttle } from './throttle.js'

/** The second step of a sign-in. 401 `invalid_code`, 410 `expired`, 429; 403 `stronger_factor_required` where the policy demands a security key. */
export interface SecondSteps {
  totp(client: Client, who: Pending, code: string): Promise<SignIn>
  /** `remaining` = how many codes are left. */
  recoveryCode(client: Client, who: Pending, code: string): Promise<SignIn & { readonly remaining: number }>
  securityKeyOptions(client: Client, who: Pending): Promise<KeyRequestOptions>
  securityKey(client: Client, who: Pending, response: unknown): Promise<SignIn>
}

type Needs = Pick<Core, 'options' | 'store' | 'enrolled'>

/** Makes the service out of the checks of each kind of factor. */
export function secondStep(
  core: Needs,
  checks: { readonly codes: CodeCheck; readonly keys: SecurityKeyCheck; readonly limits: Throttle },
  signIns: SignIns,
): SecondSteps {
  const { store, enrolled, options } = core
  const { codes, keys, limits } = checks
  return Object.freeze({
    async totp(client, who, code) {
      await ask(who, 'totp')
      const { user, pending } = who
      return accepted(
        await codes.totp({ client, user, code, pending }, (proof) => finish(client, who, proof)),
      )
    },

    async recoveryCode(client, who, code) {
      const { factors } = await ask(who, 'recovery_code')
      const { user, pending } = who
      const signIn = accepted(
        await codes.recoveryCode({ client, user, code, pending }, (proof) => finish(client, who, proof)),
      )
      return { ...signIn, remaining: factors.recoveryCodes - 1 }
    },

    async securityKeyOptions(client, who) {
      return keys.options(client, useOf(who), await usableKeys(who))
    },

    async securityKey(client, who, response) {
      const { user, pending } = who
      const right = await limits.attempt(codes.inPending(pending), async () =>
        keys.check(client, useOf(who), { user, among: await usableKeys(who), response }),
      )
      if (!right) await codes.recordRefusal(client, user)
      return accepted(right && (await right.use((proof) => finish(client, who, proof))))
    },
  } satisfies SecondSteps)

  /** Refuses a step that the policy does not take, where the user has the one that it does. */
  async function ask({ user, policy, pending }: Pending, step: SecondStep): Promise<Compliance> {
    const compliance = await complianceOf(core, user, { policy, proved: pending })
    const methods = secondSteps(compliance.policy, compliance.factors, compliance)
    const enrolled = step === 'totp' && compliance.factors.totp
    if (enrolled && !methods.includes(step)) throw strongerRequired(offered(methods, core.options))
    return compliance
  }

  /** The keys to ask for; once a security key is demanded, only those of the right kind, if the user has one. */
  async function usableKeys(who: Pending): Promise<readonly SecurityKeyRow[]> {
    const { user, pending } = who
    const { policy, due } = await complianceOf(core, user, { policy: who.policy, proved: pending })
    const keys = (await store.securityKeys.list(user.id)).map((row) => ({
      row,
      traits: enrolled.traitsOf(row),
    }))
    const usable = keys.filter(({ traits }) => traits.usable)
    const right = usable.filter(({ traits }) => isOfKind(traits, policy.mfa.securityKeyKind))
    const among = due && demandOf(policy) === 'security_key' && right.length > 0 ? right : usable
    return among.map(({ row }) => row)
  }

  function accepted(signIn: SignIn | null): SignIn {
    if (!signIn) throw challenged('invalid_code', options)
    return signIn
  }

  async function finish(client: Client, { pending, user }: Pending, proof: FactorProof): Promise<SignIn> {
    return signIns.completeSignIn(client, user.id, {
      proved: withMethod(pending, proof.method, proof.keyId),
      securityEpoch: pending.securityEpoch,
      boundTo: pending.boundTo,
      changes: [...proof.changes, store.pendingSignIns.consume(pending.id)],
      events: proof.events,
      // The sign-in has ended because the epoch moved on; the code was not wrong.
      overtaken: () => new KeywardError('expired'),
      // Another request was faster, with this code or in this sign-in.
      async refuse() {
        await codes.recordRefusal(client, user)
        throw challenged('invalid_code', options)
      },
    })
  }
}

function useOf({ pending, user }: Pending): KeyUse {
  const holder = `pending:${pending.id}`
  return { purpose: 'sign_in', holder, userId: user.id, userVerification: 'discouraged' }
}
