import type { Core } from '../core.js'
import type { User } from '../identity.js'
import type { Factors, NextStep, Proved } from '../policy/enforcement.js'
import { demandOf, nextStep } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { complianceOf } from './compliance.js'
import { offered } from './offered.js'

/** What somebody proved, and what they are measured by. */
interface StepQuestion {
  readonly policy: Policy
  readonly proved: Proved
  /** What will be enrolled, where that is not what is enrolled now. */
  readonly factors?: Factors
  /** What is enrolled now, where it was read already. */
  readonly enrolled?: Factors
}

/**
 * Decides how a sign-in goes on after what was proved, the same way for every way to sign in.
 */
export async function nextStepOf(
  core: Pick<Core, 'store' | 'options' | 'enrolled'>,
  user: User,
  by: StepQuestion,
): Promise<NextStep> {
  const { policy, proved, factors, enrolled } = by
  // Where nothing is demanded and the factors are known already, nothing has to be read.
  const compliance =
    factors && demandOf(policy) === 'off'
      ? { policy, factors, due: false }
      : await complianceOf(core, user, { policy, proved, factors: enrolled })
  const next = nextStep(compliance.policy, factors ?? compliance.factors, { proved, due: compliance.due })
  // Methods are only left out, so each status keeps methods of its own kind.
  return next.status === 'signed_in'
    ? next
    : ({ ...next, methods: offered(next.methods, core.options) } as NextStep)
}
