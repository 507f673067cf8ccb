import { dayMs } from '../time.js'
import type { Policy, SecurityKeyKind } from './policy.js'

/** The second factors that a user has enrolled. */
export interface Factors {
  readonly totp: boolean
  readonly securityKeys: readonly KeyTraits[]
  /** How many unused codes are left. */
  readonly recoveryCodes: number
}

/** What a policy looks at in a security key: which one it is, and of what kind. */
export interface KeyTraits {
  readonly id: string
  /** Whether the key may be synced to other devices. */
  readonly backupEligible: boolean
  /** Whether its maker vouched for it. */
  readonly attested: boolean
  /** Whether it may prove something: its counter never went back, and its row is as keyward wrote it. */
  readonly usable: boolean
}

/** How somebody has proved who they are in a sign-in or a session. */
export interface Proved {
  /** The methods: RFC 8176 values, and ours. */
  readonly amr: readonly string[]
  /** The ids of the security keys that answered, the last one last. */
  readonly provedKeys: readonly string[]
  /** Those of `amr` that the host vouches for, and that no factor enrolled here was used for. */
  readonly vouched: readonly string[]
}

/** A factor that can be enrolled. */
export type Factor = 'security_key' | 'totp'
/** What a user may be asked for as the second step of a sign-in. */
export type SecondStep = Factor | 'recovery_code'
/** What a policy demands beside a password: nothing, any second factor, or a security key. */
export type Demand = 'off' | 'mfa' | 'security_key'

/** How a sign-in goes on after what was proved so far. */
export type NextStep =
  | { readonly status: 'signed_in' }
  | { readonly status: 'second_factor_required'; readonly methods: readonly SecondStep[] }
  | { readonly status: 'enrolment_required'; readonly methods: readonly Factor[] }

/** The methods that count as a second factor. `mfa` says that the host, or its identity provider, asked for one; `rec` is ours. */
const secondFactors = ['otp', 'hwk', 'rec', 'mfa']

const maxProvedKeys = 10

/** How much each method proves that a session can be re-authenticated with. A recovery code counts as much as the factor that was lost. */
const strengths: Readonly<Record<string, number>> = { pwd: 0, otp: 1, mfa: 1, hwk: 2, rec: 2 }

/** How much a method proves, from 0 on; one that is unknown proves as much as a password. */
export function strengthOf(method: string): number {
  return strengths[method] ?? 0
}

/** The strongest of some methods, `pwd` when none is stronger. */
export function strongestOf(amr: readonly string[]): string {
  return amr.reduce((best, method) => (strengthOf(method) > strengthOf(best) ? method : best), 'pwd')
}

/** How much a user must prove to confirm who they are: as much as their strongest factor does. */
export function strengthDemanded({ totp, securityKeys }: Factors): number {
  if (securityKeys.length > 0) return strengthOf('hwk')
  return strengthOf(totp ? 'otp' : 'pwd')
}

/** The ways for a user to prove again who they are: the strongest enrolled class, or a recovery code. */
export function proofMethods(factors: Factors): readonly (SecondStep | 'password')[] {
  if (!hasFactor(factors)) return ['password']
  const codes = factors.recoveryCodes > 0 ? (['recovery_code'] as const) : []
  if (factors.securityKeys.length === 0) return ['totp', ...codes]
  return [...(factors.securityKeys.some(({ usable }) => usable) ? (['security_key'] as const) : []), ...codes]
}

/** What a policy demands of users' sign-ins. */
export function demandOf({ mfa }: Pick<Policy, 'mfa'>): Demand {
  if (mfa.enforceSecurityKey) return 'security_key'
  return mfa.enforceMfa ? 'mfa' : 'off'
}

/** A policy and, where it demands a security key on top of any factor, what it demands until the deadline for that key. */
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

/** The factors that can be enrolled to satisfy a demand: one of them will do. */
export function satisfying(demand: Demand): readonly Factor[] {
  if (demand === 'off') return []
  return demand === 'mfa' ? ['security_key', 'totp'] : ['security_key']
}

/** Whether a user has 2-step verification. A key that proves nothing any more counts too: it must not turn the second step off. */
export function hasFactor({ totp, securityKeys }: Factors): boolean {
  return totp || securityKeys.length > 0
}

/** Whether a key still works and is of the kind that the policy wants. */
export function isOfKind(key: KeyTraits, kind: SecurityKeyKind): boolean {
  if (!key.usable) return false
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

/** Whether a session meets the policy: what was proved in it must still be enrolled, and of the right kind. */
export function isSatisfied(policy: Pick<Policy, 'mfa'>, factors: Factors, proved: Proved): boolean {
  switch (demandOf(policy)) {
    case 'off':
      return true
    case 'mfa':
      return provedSecond(factors, proved)
    case 'security_key':
      return provedKeyOfKind(policy, factors, proved)
  }
}

/** Whether a second factor was proved that is still enrolled, or that the host vouches for. A recovery code counts for a lost one. */
export function provedSecond(factors: Factors, { amr, provedKeys, vouched }: Proved): boolean {
  if (secondFactors.some((method) => vouched.includes(method))) return true
  if (amr.includes('otp') && factors.totp) return true
  if (amr.includes('rec') && hasFactor(factors)) return true
  return factors.securityKeys.some(({ id, usable }) => usable && provedKeys.includes(id))
}

/** Whether a key of the right kind was proved. What the host vouches for names no key, so it counts only where any key does, and there is one. */
function provedKeyOfKind(
  policy: Pick<Policy, 'mfa'>,
  { securityKeys }: Factors,
  { provedKeys, vouched }: Proved,
): boolean {
  const kind = policy.mfa.securityKeyKind
  const byWord = kind === 'any' && vouched.includes('hwk')
  return securityKeys.some((key) => isOfKind(key, kind) && (byWord || provedKeys.includes(key.id)))
}

/** Nothing has been proved yet. */
export const nothingProved: Proved = Object.freeze({ amr: [], provedKeys: [], vouched: [] })

/** Adds one more method to what was proved; a security key is named by its id, of which the last 10 are kept. */
export function withMethod(before: Proved, method: string, keyId?: string): Proved {
  const { amr, provedKeys, vouched } = before
  const others = provedKeys.filter((id) => id !== keyId)
  return {
    amr: [...new Set([...amr, method])],
    provedKeys: keyId === undefined ? provedKeys : [...others, keyId].slice(-maxProvedKeys),
    vouched,
  }
}

/** What a user may be asked for as a second step; only a key once one is demanded, the grace period is over (`due`) and the user has one. */
export function secondSteps(
  policy: Pick<Policy, 'mfa'>,
  factors: Factors,
  { due }: { readonly due: boolean },
): readonly SecondStep[] {
  const onlyKeys = due && demandOf(policy) === 'security_key' && hasKeyOfKind(policy, factors)
  const steps: SecondStep[] = []
  if (factors.securityKeys.some(({ usable }) => usable)) steps.push('security_key')
  if (factors.totp && !onlyKeys) steps.push('totp')
  if (hasFactor(factors) && factors.recoveryCodes > 0) steps.push('recovery_code')
  return steps
}

/** Decides how a sign-in goes on, from the policy, the present factors and what was proved. `due` = the grace period is over. */
export function nextStep(
  policy: Pick<Policy, 'mfa'>,
  factors: Factors,
  { proved, due }: { readonly proved: Proved; readonly due: boolean },
): NextStep {
  const inForce = due && demandOf(policy) !== 'off'
  const enrol = { status: 'enrolment_required', methods: satisfying(demandOf(policy)) } as const
  const ask = { status: 'second_factor_required', methods: secondSteps(policy, factors, { due }) } as const
  if (!provedSecond(factors, proved)) {
    if (hasFactor(factors)) return ask
    return inForce ? enrol : { status: 'signed_in' }
  }
  if (!inForce || isSatisfied(policy, factors, proved)) return { status: 'signed_in' }
  // A security key is demanded, and something else was proved. A recovery code says that the key was lost: another has to be enrolled.
  return hasKeyOfKind(policy, factors) && !proved.amr.includes('rec') ? ask : enrol
}

/** From when a demand is in force for a user, epoch ms: the days of grace count from the later of demand and account. */
export function deadlineOf(
  { mfa }: Pick<Policy, 'mfa'>,
  { switchedOn, createdAt }: { readonly switchedOn: number; readonly createdAt: number },
): number {
  return Math.max(switchedOn, createdAt) + mfa.graceDays * dayMs
}

/** Whether a deadline is over. `NaN` is: a value that was not understood must not put a demand off for ever. */
export function isOver(deadline: number, now: number): boolean {
  return !(now < deadline)
}

function hasKeyOfKind({ mfa }: Pick<Policy, 'mfa'>, { securityKeys }: Factors): boolean {
  return securityKeys.some((key) => isOfKind(key, mfa.securityKeyKind))
}
