import type { Parts } from '../parts.js'
import type { Factors } from '../policy/enforcement.js'
import { deadlineOf, demandOf, isEnrolled, isSatisfied } from '../policy/enforcement.js'
import type { Policy } from '../policy/policy.js'
import { organizationScope, platformScope } from '../policy/policy.js'
import type { User } from '../principal.js'
import type { PolicyRow } from '../store/policy.js'

/** How a user stands to the policy on second factors, read live. */
export interface Standing {
  readonly factors: Factors
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

/** Reads the standing of a user: of a session in which `amr` was proved, or, with `null`, of what they have enrolled. */
export async function standingOf(
  parts: Pick<Parts, 'store' | 'options'>,
  user: Pick<User, 'id' | 'organizationId'>,
  policy: Policy,
  amr: readonly string[] | null,
): Promise<Standing> {
  const factors = await parts.store.factors.of(user.id)
  const satisfied = amr === null ? isEnrolled(policy, factors) : isSatisfied(policy, factors, amr)
  if (satisfied) return { factors, satisfied, deadline: null, due: false }
  const deadline = await readDeadline(parts, user, policy)
  return { factors, satisfied, deadline, due: parts.options.now() >= deadline }
}

async function readDeadline(
  { store }: Pick<Parts, 'store'>,
  user: Pick<User, 'id' | 'organizationId'>,
  policy: Policy,
): Promise<number> {
  const [row, switchedOn] = await Promise.all([
    store.users.byId(user.id),
    switchedOnAt(user, policy, (scope) => store.policies.read(scope)),
  ])
  return deadlineOf(policy, { switchedOn, createdAt: row?.createdAt ?? 0 })
}

/** From when a user's policy has demanded what it demands, epoch ms: the level that decides the field says. */
export async function switchedOnAt(
  { organizationId }: Pick<User, 'organizationId'>,
  policy: Policy,
  levels: Levels,
): Promise<number> {
  const field = demandOf(policy) === 'security_key' ? 'enforceSecurityKey' : 'enforceMfa'
  const platform = await levels(platformScope)
  if (platform.policy.mfa?.[field] !== undefined) return platform.switchedOn[field] ?? 0
  if (organizationId === null) return 0
  return (await levels(organizationScope(organizationId))).switchedOn[field] ?? 0
}
