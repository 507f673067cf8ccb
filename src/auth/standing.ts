import type { Parts } from '../parts.js'
import type { Factors } from '../policy/enforcement.js'
import { deadlineOf, demandOf, isEnrolled, isSatisfied, stagesOf } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { organizationScope, platformScope } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { PolicyRow } from '../store/policy.js'
import type { UserRow } from '../store/user.js'

/** How a user stands to the policy on second factors, read live. */
export interface Standing {
  readonly factors: Factors
  /** What of it counts: a demand that is not in force yet does not suspend a weaker one that is. */
  readonly policy: Pick<Policy, 'mfa'>
  readonly satisfied: boolean
  /** From when on the user must satisfy it, epoch ms; `null` = they do, or nothing is demanded. */
  readonly deadline: number | null
  /** The deadline is over. */
  readonly due: boolean
}

/** What is set on one level. */
export type Level = Pick<PolicyRow, 'policy' | 'switchedOn'>
/** Reads it, by scope. */
export type Levels = (scope: string) => Promise<Level>

/** A demand that is not met, and from when on it is in force, epoch ms. */
export type Unmet = Pick<Standing, 'policy'> & { readonly deadline: number }

/** Reads the standing of a user: of a session in which `amr` was proved, or, with `null`, of what they have enrolled. */
export async function standingOf(
  { store, options }: Pick<Parts, 'store' | 'options'>,
  user: Pick<User, 'id' | 'organizationId'>,
  policy: Policy,
  amr: readonly string[] | null,
): Promise<Standing> {
  const factors = await store.factors.of(user.id)
  const isMet = (stage: Pick<Policy, 'mfa'>): boolean =>
    amr === null ? isEnrolled(stage, factors) : isSatisfied(stage, factors, amr)
  if (isMet(policy)) return { factors, policy, satisfied: true, deadline: null, due: false }
  const createdAt = (await store.users.byId(user.id))?.createdAt ?? 0
  const levels: Levels = (scope) => store.policies.read(scope)
  const unmet = await unmetBy({ ...user, createdAt }, policy, { levels, isMet })
  const due = unmet.find(({ deadline }) => options.now() >= deadline)
  return { factors, policy, deadline: null, satisfied: false, ...(due ?? unmet[0]), due: due !== undefined }
}

/** The demands on a user that are not met, the strictest first. */
export async function unmetBy(
  user: Pick<UserRow, 'organizationId' | 'createdAt'>,
  policy: Pick<Policy, 'mfa'>,
  { levels, isMet }: { readonly levels: Levels; isMet(stage: Pick<Policy, 'mfa'>): boolean },
): Promise<readonly Unmet[]> {
  const unmet = stagesOf(policy).filter((stage) => !isMet(stage))
  return Promise.all(
    unmet.map(async (stage) => {
      const switchedOn = await switchedOnAt(user, stage, levels)
      return { policy: stage, deadline: deadlineOf(stage, { switchedOn, createdAt: user.createdAt }) }
    }),
  )
}

/** From when a user's policy has demanded what it demands, epoch ms: the level that decides the field says. */
async function switchedOnAt(
  { organizationId }: Pick<User, 'organizationId'>,
  policy: Pick<Policy, 'mfa'>,
  levels: Levels,
): Promise<number> {
  const field = demandOf(policy) === 'security_key' ? 'enforceSecurityKey' : 'enforceMfa'
  const platform = await levels(platformScope)
  if (platform.policy.mfa?.[field] !== undefined) return platform.switchedOn[field] ?? 0
  if (organizationId === null) return 0
  return (await levels(organizationScope(organizationId))).switchedOn[field] ?? 0
}
