import type { Policy, SecurityKeyKind } from './policy.js'

/** A user's second factors, as plain values. */
export interface Factors {
  readonly totp: boolean
  readonly securityKeys: readonly KeyTraits[]
  /** How many are left. */
  readonly recoveryCodes: number
}

/** What matters about a security key: not whether it works, but what it is. */
export interface KeyTraits {
  /** It may be synced to other devices. */
  readonly backupEligible: boolean
  /** Its maker vouched for it. */
  readonly attested: boolean
  /** Its counter went back. */
  readonly suspect: boolean
}

/** A factor that can be enrolled. */
export type Factor = 'security_key' | 'totp'
/** What may be asked for as a second step. */
export type SecondStep = Factor | 'recovery_code'
/** What a policy demands. */
export type Demand = 'off' | 'mfa' | 'security_key'

/** Where a sign-in goes from what was proved. */
export type NextStep =
  | { readonly status: 'signed_in' }
  | { readonly status: 'second_factor_required'; readonly methods: readonly SecondStep[] }
  | { readonly status: 'enrolment_required'; readonly methods: readonly Factor[] }

const dayMs = 86_400_000

/** RFC 8176 values that stand for a second factor; `mfa`: the host, or its identity provider, asked for one. `rec` is ours. */
const secondFactors = ['otp', 'hwk', 'rec', 'mfa']

/** How much a method proves, of those that a session can be re-authenticated with. A recovery code stands in for a lost factor. */
const strengths: Readonly<Record<string, number>> = { pwd: 0, otp: 1, mfa: 1, hwk: 2, rec: 2 }

/** What a method proves; anything unknown as much as a password. */
export function strengthOf(method: string): number {
  return strengths[method] ?? 0
}

/** The strongest of some methods. */
export function strongestOf(amr: readonly string[]): string {
  return amr.reduce((best, method) => (strengthOf(method) > strengthOf(best) ? method : best), 'pwd')
}

/** How much the strongest enrolled factor proves. */
export function strengthDemanded({ totp, securityKeys }: Factors): number {
  if (securityKeys.length > 0) return strengthOf('hwk')
  return strengthOf(totp ? 'otp' : 'pwd')
}

/** The ways for a user to prove again who they are: the strongest enrolled class, or a recovery code. */
export function proofMethods(factors: Factors): readonly (SecondStep | 'password')[] {
  if (!hasFactor(factors)) return ['password']
  const codes = factors.recoveryCodes > 0 ? (['recovery_code'] as const) : []
  if (factors.securityKeys.length === 0) return ['totp', ...codes]
  return [
    ...(factors.securityKeys.some(({ suspect }) => !suspect) ? (['security_key'] as const) : []),
    ...codes,
  ]
}

export function demandOf({ mfa }: Pick<Policy, 'mfa'>): Demand {
  if (mfa.enforceSecurityKey) return 'security_key'
  return mfa.enforceMfa ? 'mfa' : 'off'
}

/** A policy, and what is left of it while its strictest demand is not in force. */
export function stagesOf(policy: Pick<Policy, 'mfa'>): readonly Pick<Policy, 'mfa'>[] {
  const { mfa } = policy
  return mfa.enforceMfa && mfa.enforceSecurityKey
    ? [policy, { mfa: { ...mfa, enforceSecurityKey: false } }]
    : [policy]
}

/** Whether a policy demands more of users than another, or of another kind. */
export function isStricter(policy: Pick<Policy, 'mfa'>, than: Pick<Policy, 'mfa'>): boolean {
  const demands: readonly Demand[] = ['off', 'mfa', 'security_key']
  const [now, before] = [demandOf(policy), demandOf(than)]
  if (now !== before) return demands.indexOf(now) > demands.indexOf(before)
  return now === 'security_key' && policy.mfa.securityKeyKind !== than.mfa.securityKeyKind
}

/** The factors of which one would satisfy a demand. */
export function satisfying(demand: Demand): readonly Factor[] {
  if (demand === 'off') return []
  return demand === 'mfa' ? ['security_key', 'totp'] : ['security_key']
}

/** Whether 2-step verification is on. A suspect key counts: it must not turn the second step off. */
export function hasFactor({ totp, securityKeys }: Factors): boolean {
  return totp || securityKeys.length > 0
}

/** Whether a key still works and is of the kind that the policy wants. */
export function isOfKind(key: KeyTraits, kind: SecurityKeyKind): boolean {
  if (key.suspect) return false
  if (kind === 'device-bound') return !key.backupEligible
  return kind === 'any' || key.attested
}

/** Whether what a user has enrolled meets the policy. */
export function isEnrolled(policy: Pick<Policy, 'mfa'>, factors: Factors): boolean {
  switch (demandOf(policy)) {
    case 'off':
      return true
    case 'mfa':
      return hasFactor(factors)
    case 'security_key':
      return hasKeyOfKind(policy, factors)
  }
}

/** Whether a session in which `amr` was proved meets the policy. */
export function isSatisfied(policy: Pick<Policy, 'mfa'>, factors: Factors, amr: readonly string[]): boolean {
  switch (demandOf(policy)) {
    case 'off':
      return true
    case 'mfa':
      return provedSecond(amr)
    case 'security_key':
      return amr.includes('hwk') && hasKeyOfKind(policy, factors)
  }
}

export function provedSecond(amr: readonly string[]): boolean {
  return secondFactors.some((method) => amr.includes(method))
}

/** What a user may be asked for as a second step. With `due`, a demand is in force: then a key of the right kind stands alone. */
export function secondSteps(
  policy: Pick<Policy, 'mfa'>,
  factors: Factors,
  due: boolean,
): readonly SecondStep[] {
  const onlyKeys = due && demandOf(policy) === 'security_key' && hasKeyOfKind(policy, factors)
  const steps: SecondStep[] = []
  if (factors.securityKeys.some(({ suspect }) => !suspect)) steps.push('security_key')
  if (factors.totp && !onlyKeys) steps.push('totp')
  if (hasFactor(factors) && factors.recoveryCodes > 0) steps.push('recovery_code')
  return steps
}

/** The state machine of a sign-in: from policy, live factors and what was proved. `due` = the grace period is over. */
export function nextStep(
  policy: Pick<Policy, 'mfa'>,
  factors: Factors,
  { amr, due }: { readonly amr: readonly string[]; readonly due: boolean },
): NextStep {
  const inForce = due && demandOf(policy) !== 'off'
  const enrol = { status: 'enrolment_required', methods: satisfying(demandOf(policy)) } as const
  const ask = { status: 'second_factor_required', methods: secondSteps(policy, factors, due) } as const
  if (!provedSecond(amr)) {
    if (hasFactor(factors)) return ask
    return inForce ? enrol : { status: 'signed_in' }
  }
  if (!inForce || isSatisfied(policy, factors, amr)) return { status: 'signed_in' }
  // A security key is demanded and was not what was proved. A recovery code stands for one that is lost: enrol another.
  return hasKeyOfKind(policy, factors) && !amr.includes('rec') ? ask : enrol
}

/** From when a demand is in force for a user. Epoch ms. */
export function deadlineOf(
  { mfa }: Pick<Policy, 'mfa'>,
  { switchedOn, createdAt }: { readonly switchedOn: number; readonly createdAt: number },
): number {
  return Math.max(switchedOn, createdAt) + mfa.graceDays * dayMs
}

function hasKeyOfKind({ mfa }: Pick<Policy, 'mfa'>, { securityKeys }: Factors): boolean {
  return securityKeys.some((key) => isOfKind(key, mfa.securityKeyKind))
}
