import type { Core } from '../core.js'
import type { User } from '../identity.js'
import type { Factors, Proved } from '../policy/enforcement.js'
import { deadlineOf, demandOf, isEnrolled, isOver, isSatisfied, stagesOf } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { organizationScope, platformScope } from '../policy/policy.js'
import type { PolicyRow } from '../store/policy.js'
import type { UserRow } from '../store/user.js'

/** How a user complies with the policy on second factors, read from the database each time. */
export interface Compliance {
  readonly factors: Factors
  /** The part of the policy that counts: a demand that is not in force yet does not suspend a weaker one that is. */
  readonly policy: Pick<Policy, 'mfa'>
  readonly satisfied: boolean
  /** From when on the user must satisfy it, epoch ms; `null` = they do, or nothing is demanded. */
  readonly deadline: number | null
  /** Whether the deadline is over. */
  readonly due: boolean
}

/** What is set on one level: the platform, or an organisation. */
export type LevelSetting = Pick<PolicyRow, 'policy' | 'switchedOn'>
/** Reads what is set on a level, by its scope. */
export type ReadLevel = (scope: string) => Promise<LevelSetting>

/** A demand that a user does not meet, and from when on it is in force, epoch ms. */
export type Unmet = Pick<Compliance, 'policy'> & { readonly deadline: number }

/** What a user is measured by. */
interface ComplianceQuestion {
  readonly policy: Policy
  /** `null` = nothing is proved now, and what is enrolled counts. */
  readonly proved: Proved | null
  /** What is enrolled, where it was read just now. */
  readonly factors?: Factors
}

/** Reads how a user complies with a policy by what was proved in a session or, where `proved` is `null`, by what they have enrolled. */
export async function complianceOf(
  { store, enrolled, options }: Pick<Core, 'store' | 'enrolled' | 'options'>,
  user: Pick<User, 'id' | 'organizationId'>,
  { policy, proved, ...read }: ComplianceQuestion,
): Promise<Compliance> {
  const factors = read.factors ?? (await enrolled.of(user.id))
  const isMet = (stage: Pick<Policy, 'mfa'>): boolean =>
    proved === null ? isEnrolled(stage, factors) : isSatisfied(stage, factors, proved)
  if (isMet(policy)) return { factors, policy, satisfied: true, deadline: null, due: false }
  const createdAt = (await store.users.byId(user.id))?.createdAt ?? 0
  const levels: ReadLevel = (scope) => store.policies.read(scope)
  const unmet = await unmetBy({ ...user, createdAt }, policy, { levels, isMet })
  const due = unmet.find(({ deadline }) => isOver(deadline, options.now()))
  return { factors, policy, deadline: null, satisfied: false, ...(due ?? unmet[0]), due: due !== undefined }
}

/** Whether a user's keys and tokens are blocked, since the user does not satisfy the policy on second factors. */
export async function isBlocked(
  core: Pick<Core, 'store' | 'enrolled' | 'options'>,
  user: Pick<User, 'id' | 'organizationId'>,
  policy: Policy,
): Promise<boolean> {
  if (!policy.enforcement.blockCredentials) return false
  return (await complianceOf(core, user, { policy, proved: null })).due
}

/** The demands that a user does not meet, the strictest first. */
export async function unmetBy(
  user: Pick<UserRow, 'organizationId' | 'createdAt'>,
  policy: Pick<Policy, 'mfa'>,
  { levels, isMet }: { readonly levels: ReadLevel; isMet(stage: Pick<Policy, 'mfa'>): boolean },
): Promise<readonly Unmet[]> {
  const unmet = stagesOf(policy).filter((stage) => !isMet(stage))
  return Promise.all(
    unmet.map(async (stage) => {
      const switchedOn = await switchedOnAt(user, stage, levels)
      return { policy: stage, deadline: deadlineOf(stage, { switchedOn, createdAt: user.createdAt }) }
    }),
  )
}

/** Since when a policy has demanded what it demands of a user, epoch ms, as the level says that decides the field. */
async function switchedOnAt(
  { organizationId }: Pick<User, 'organizationId'>,
  policy: Pick<Policy, 'mfa'>,
  levels: ReadLevel,
): Promise<number> {
  const field = demandOf(policy) === 'security_key' ? 'enforceSecurityKey' : 'enforceMfa'
  const platform = await levels(platformScope)
  if (platform.policy.mfa?.[field] !== undefined) return platform.switchedOn[field] ?? 0
  if (organizationId === null) return 0
  return (await levels(organizationScope(organizationId))).switchedOn[field] ?? 0
}
