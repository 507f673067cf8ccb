import { complianceOf } from '../auth/compliance.js'
import type { SessionPrincipal } from '../auth/principal.js'
import type { Core } from '../core.js'
import type { Demand } from '../policy/enforcement.js'
import { demandOf } from '../policy/enforcement.js'
import { longestDays } from '../policy/policy.js'
import type { EndingCredentials } from '../store/standing.js'
import { dayMs } from '../time.js'

/** A factor that the policy demands and that the user lacks. */
export interface UnmetDemand {
  readonly demand: Exclude<Demand, 'off'>
  /** From when on nothing is possible without it, epoch ms. */
  readonly deadline: number
  /** Whether the deadline is over. */
  readonly due: boolean
}

/** What users are told of wherever they are, until it is mended. */
export interface StandingFacts {
  /** `null` = nothing is demanded that they lack. */
  readonly unmet: UnmetDemand | null
  /** Whether they have 2-step verification. */
  readonly twoStep: boolean
  /** How many of their security keys sign in without a password. */
  readonly passkeys: number
  /** How many of their security keys are blocked, since there may be copies of them. */
  readonly suspectKeys: number
  /** How many recovery codes are left. */
  readonly recoveryCodes: number
  /** Whether they signed in with a recovery code and have shown no other factor since. */
  readonly recovered: boolean
  /** Keys that end within 7 days. */
  readonly apiKeys: EndingCredentials
  readonly sshKeys: EndingCredentials
}

/** Says what stands against somebody's account. */
export interface StandingService {
  /** One statement; those that find a deadline are only needed where nothing was asked when they were let in. */
  of(who: SessionPrincipal): Promise<StandingFacts>
}

/** From this number of recovery codes down they are few. */
export const fewRecoveryCodes = 3

/** How long before their end keys are told of. */
const endingMs = 7 * dayMs

/** Makes the service. */
export function standing(core: Pick<Core, 'options' | 'store' | 'enrolled'>): StandingService {
  const { options, store } = core
  return Object.freeze({
    async of(who) {
      const { user, policy, session } = who
      const now = options.now()
      const { maxDays } = policy.sshKeys
      const longest = { apiKeys: inMs(longestDays(policy)), sshKeys: inMs(maxDays) }
      const [found, unmet] = await Promise.all([
        store.standing.of(user.id, { now, until: now + endingMs, longest }),
        unmetOf(who),
      ])
      const { totp, securityKeys, passkeys, suspectKeys, recoveryCodes, apiKeys, sshKeys } = found
      const { amr } = session.row
      return Object.freeze({
        unmet,
        twoStep: totp || securityKeys > 0,
        passkeys,
        suspectKeys,
        recoveryCodes,
        recovered: amr.includes('rec') && !amr.includes('otp') && !amr.includes('hwk'),
        apiKeys,
        sshKeys,
      } satisfies StandingFacts)
    },
  } satisfies StandingService)

  async function unmetOf({
    user,
    policy,
    session,
    compliance,
  }: SessionPrincipal): Promise<UnmetDemand | null> {
    if (demandOf(policy) === 'off') return null
    const found = compliance ?? (await complianceOf(core, user, { policy, proved: session.row }))
    const demand = demandOf(found.policy)
    // Where nothing is unmet there is no deadline.
    if (found.deadline === null || demand === 'off') return null
    return { demand, deadline: found.deadline, due: found.due }
  }
}

function inMs(days: number | 'none'): number | null {
  return days === 'none' ? null : days * dayMs
}
